"""Pages for paper: a stop, or the whole tour, with sources and the state of the text."""

from collections.abc import Sequence

from flask import Blueprint, Response

from tour.catalogue.model import Source, Stop, Tour
from tour.errors import NotFound
from tour.listening.say import licence_in_words
from tour.web.address import base_address
from tour.web.guards import public_page
from tour.web.pages.kept import kept
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.render import page
from tour.web.pages.words import words
from tour.web.presenters import stop_dict
from tour.web.services import services

blueprint = Blueprint("printed", __name__)


@blueprint.get(f"{LANG}/print")
@public_page
@kept
def whole(lang: str) -> Response:
    """Every stop, one after another."""
    tour = asked_tour(lang)
    return _paper(tour, lang, tour.stops, tour.title[lang], f"/{lang}/")


@blueprint.get(f"{LANG}/stops/<stop_id>/print")
@public_page
@kept
def one(lang: str, stop_id: str) -> Response:
    """One stop."""
    tour = asked_tour(lang)
    stop = tour.stop(stop_id)
    if stop is None:
        raise NotFound("There is no such stop.")
    heading = f"{stop.code}. {stop.title[lang]} · {tour.title[lang]}"
    return _paper(tour, lang, (stop,), heading, f"/{lang}/stops/{stop.id}")


def _paper(tour: Tour, lang: str, stops: Sequence[Stop], heading: str, path: str) -> Response:
    def sources_of(stop: Stop) -> list[Source]:
        return [tour.sources[key] for key in stop.sources]

    clips = services().clips
    context = {
        "heading": heading,
        "home": f"{base_address()}{path}",
        "stops": stops,
        "shown_stops": [stop_dict(tour, stop, lang, clips) for stop in stops],
        "sources_of": sources_of,
        "licence": licence_in_words(tour, words(lang)),
    }
    return page("print.html", tour, lang, context=context)
