"""The stops as files for maps, museum software and viewers of collections."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response

from tour.catalogue.model import Tour
from tour.listening import geodata
from tour.listening.say import Say
from tour.web.api.answers import Representation, asked_language, send
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.pages.words import PAGE_LANGUAGES, words
from tour.web.requests import LangQuery
from tour.web.services import services
from tour.web.shelf import FRESH, base_address, shelf, state_of_sound

blueprint = Blueprint("exports", __name__)

_GEOJSON: Final = "application/geo+json"
_GPX: Final = "application/gpx+xml"
_KML: Final = "application/vnd.google-earth.kml+xml"
_TAG: Final = "From afar"
_ASKED: Final = ("invalid-input", "bad-catalogue")

Export = Callable[[Tour, str, str, Say], bytes]


@blueprint.get("/api/v1/tour.geojson")
@public_read
@operation(_TAG, {200: _GEOJSON, 304: None}, query=LangQuery, problems=_ASKED)
def tour_geojson() -> Response:
    """The stops as GeoJSON (RFC 7946).

    Each says the source and the uncertainty of its position.
    """
    return _export("geojson", _GEOJSON, geodata.geojson)


@blueprint.get("/api/v1/tour.gpx")
@public_read
@operation(_TAG, {200: _GPX, 304: None}, query=LangQuery, problems=_ASKED)
def tour_gpx() -> Response:
    """The stops as GPX 1.1: waypoints, and a route in walking order.

    `src` and `cmt` of each point say the source and the uncertainty of its position.
    """
    return _export("gpx", _GPX, geodata.gpx)


@blueprint.get("/api/v1/tour.kml")
@public_read
@operation(_TAG, {200: _KML, 304: None}, query=LangQuery, problems=_ASKED)
def tour_kml() -> Response:
    """The stops as KML 2.2.

    The description of each placemark says the source and the uncertainty of its position.
    """
    return _export("kml", _KML, geodata.kml)


def _export(extension: str, media_type: str, write: Export) -> Response:
    here = services()
    tour = here.catalogue.current()
    lang, base = asked_language(tour), base_address()
    name = f'attachment; filename="{tour.id}-{lang}.{extension}"'

    def make() -> Representation:
        say = words(lang if lang in PAGE_LANGUAGES else "en")
        more = (("Content-Disposition", name), ("Content-Language", lang))
        return Representation.of_bytes(write(tour, lang, base, say), media_type, FRESH, more)

    key = (extension, tour.version, *state_of_sound(), lang, base)
    return send(shelf().given(key, make))
