"""The whole tour as one continuous walk, for people who cannot come."""

from flask import Blueprint, Response

from tour.web.guards import public_page
from tour.web.pages import preview
from tour.web.pages.kept import kept
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.plan import drawing
from tour.web.pages.render import page
from tour.web.pages.taken import as_data, taken_along
from tour.web.presenters import tour_dict
from tour.web.services import services

blueprint = Blueprint("listen", __name__)


@blueprint.get(f"{LANG}/listen")
@public_page
@kept
def walk_from_home(lang: str) -> Response:
    """Every stop after another: its words, its sound, and the plan moving along."""
    tour = asked_tour(lang)
    shown = tour_dict(tour, lang, services().clips)["stops"]
    seconds = sum(each["narration"]["duration_s"] or 0 for each in shown)
    context = {
        "chapters": list(zip(tour.stops, shown, strict=True)),
        "minutes": max(1, round(seconds / 60)),
        "drawing": drawing(tour),
        "taken": taken_along(tour, lang),
        "data": as_data(tour, lang),
        "preview": preview.of_walk(tour, lang),
    }
    return page("listen.html", tour, lang, context=context, more_words=("listening_page",))
