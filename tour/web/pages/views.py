"""The routes of the visitor's pages."""

from typing import Final

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from tour.catalogue.model import Stop, Tour
from tour.errors import NotFound
from tour.web.guards import public_page
from tour.web.pages import preview
from tour.web.pages.kept import kept
from tour.web.pages.languages import LANG, asked_tour, page_languages, visitor_language
from tour.web.pages.plan import drawing, drawn, ways
from tour.web.pages.render import page
from tour.web.pages.taken import as_data, taken_along
from tour.web.presenters import page_dict, tour_dict
from tour.web.services import services

blueprint = Blueprint("pages", __name__)

_NO_STOP: Final = "There is no such stop."


def to_language(path: str, lang: str) -> AnyResponse:
    """To a page in the language that was chosen by Accept-Language."""
    response = make_response(redirect(f"/{lang}{path}", code=302))
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/")
@public_page
def root() -> AnyResponse:
    """To the home page in the visitor's language."""
    tour = services().catalogue.current()
    return to_language("/", visitor_language(request, page_languages(tour)))


@blueprint.get("/c/<code>")
@public_page
def sign(code: str) -> AnyResponse:
    """The address on a sign: to that stop, in the visitor's language."""
    tour = services().catalogue.current()
    stop = tour.stop_by_code(code)
    if stop is None:
        raise NotFound(_NO_STOP)
    return to_language(f"/stops/{stop.id}", visitor_language(request, page_languages(tour)))


@blueprint.get(f"{LANG}/")
@public_page
@kept
def home(lang: str) -> Response:
    """What this place is, how long it takes, where to begin."""
    tour = asked_tour(lang)
    listed = [{"id": stop.id, "code": stop.code, "title": stop.title[lang]} for stop in tour.stops]
    return page(
        "home.html",
        tour,
        lang,
        more_words=("saved", "walk_door"),
        context={"listed": listed, "preview": preview.of_tour(tour, lang)},
    )


@blueprint.get(f"{LANG}/stops")
@public_page
@kept
def stops(lang: str) -> Response:
    """Every stop in walking order."""
    tour = asked_tour(lang)
    shown = tour_dict(tour, lang, services().clips)
    return page(
        "stops.html",
        tour,
        lang,
        more_words=("walk_door",),
        context={"shown": shown, "preview": preview.of_page(tour, lang, "/stops")},
    )


@blueprint.get(f"{LANG}/stops/<stop_id>")
@public_page
@kept
def stop(lang: str, stop_id: str) -> Response:
    """One stop: its text and its sound."""
    tour = asked_tour(lang)
    found = tour.stop(stop_id)
    if found is None:
        raise NotFound(_NO_STOP)
    before, after = _neighbours(tour, found)
    shown = page_dict(tour, found, lang, services().clips)
    return page(
        "stop.html",
        tour,
        lang,
        more_words=("pending",) if shown["narration"]["status"] == "pending" else (),
        context={
            "stop": found,
            "shown": shown,
            "sources": [tour.sources[key] for key in found.sources],
            "before": before,
            "after": after,
            "preview": preview.of_stop(tour, found, lang),
        },
    )


def _neighbours(tour: Tour, stop: Stop) -> tuple[Stop | None, Stop | None]:
    place = tour.stops.index(stop)
    before = tour.stops[place - 1] if place else None
    after = tour.stops[place + 1] if place + 1 < len(tour.stops) else None
    return before, after


@blueprint.get(f"{LANG}/keypad")
@public_page
def keypad(lang: str) -> AnyResponse:
    """A number from a sign: to its stop, or a plain word on what was wrong."""
    tour = asked_tour(lang)
    typed = request.args.get("code")
    code = "".join((typed or "").split())
    found = tour.stop_by_code(code) or tour.stop_by_code(code.lstrip("0"))
    if found is not None:
        return redirect(f"/{lang}/stops/{found.id}", code=302)
    fault = None if typed is None else "unknown" if code else "empty"
    return page("keypad.html", tour, lang, context={"code": code[:12], "fault": fault})


@blueprint.get(f"{LANG}/map")
@public_page
@kept
def plan(lang: str) -> Response:
    """The plan of the stops, drawn and in words."""
    tour = asked_tour(lang)
    return page(
        "map.html",
        tour,
        lang,
        more_words=("map_page",),
        context={
            "drawing": drawing(tour),
            "on_plan": {stop.id for stop in drawn(tour)},
            "ways": ways(tour),
            "settings": services().settings,
            "data": as_data(tour, lang),
            "preview": preview.of_page(tour, lang, "/map"),
        },
    )


@blueprint.get(f"{LANG}/about")
@public_page
@kept
def about(lang: str) -> Response:
    """Where the text, the positions and the voices come from, and what is kept."""
    tour = asked_tour(lang)
    languages = page_languages(tour)
    return page(
        "about.html",
        tour,
        lang,
        more_words=("about_page",),
        context={
            "voices": {each: _voices(tour, each) for each in languages},
            "sketched": any(stop.position.source == "sketch" for stop in tour.stops),
            "settings": services().settings,
            "taken": taken_along(tour, lang),
            "data": as_data(tour, lang),
            "preview": preview.of_page(tour, lang, "/about"),
        },
    )


def _voices(tour: Tour, lang: str) -> list[dict[str, str]]:
    """The voices heard in one language, each once, in walking order."""
    stops = tour_dict(tour, lang, services().clips)["stops"]
    kinds = ("voice", "testimony_voice")
    spoken = [each["narration"][kind] for each in stops for kind in kinds]
    return list({voice["id"]: voice for voice in spoken if voice}.values())


@blueprint.get(f"{LANG}/closing")
@public_page
@kept
def closing(lang: str) -> Response:
    """The quiet page after the last stop."""
    return page("closing.html", asked_tour(lang), lang, context={})
