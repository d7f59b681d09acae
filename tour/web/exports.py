"""The stops as files for maps, museum software and viewers of collections."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, request

from tour.catalogue.model import Tour
from tour.errors import NotFound
from tour.listening import geodata, iiif, tourml
from tour.listening.episodes import narrated
from tour.listening.say import Say
from tour.web.address import base_address
from tour.web.api.answers import Representation, asked_language
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.pages.words import PAGE_LANGUAGES, Words, words
from tour.web.requests import LangQuery
from tour.web.services import services
from tour.web.shelf import FRESH, send_kept

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


@blueprint.get("/api/v1/tour.tourml")
@public_read
@operation(_TAG, {200: tourml.MEDIA_TYPE, 304: None}, problems=("bad-catalogue",))
def tour_tourml() -> Response:
    """The tour as TourML, in all its languages.

    The museums' format of 2011: texts, sounds, places and the order of the stops. `flask tour
    import` reads it back.
    """
    here = services()
    tour, base = here.catalogue.current(), base_address()
    name = f'attachment; filename="{tour.id}.tourml"'

    def make() -> Representation:
        sounds = {lang: narrated(tour, lang, here.clips) for lang in tour.languages}
        written = tourml.tourml(tour, sounds, base, {lang: _say(lang) for lang in tour.languages})
        more = (("Content-Disposition", name),)
        return Representation.of_bytes(written, f"{tourml.MEDIA_TYPE}; charset=utf-8", FRESH, more)

    return send_kept("tourml", "", make)


@blueprint.get("/api/v1/iiif/<lang>/manifest.json")
@public_read
@operation(_TAG, {200: iiif.MEDIA_TYPE, 304: None}, problems=("not-found", "bad-catalogue"))
def iiif_manifest(lang: str) -> Response:
    """The tour as a IIIF Presentation 3 manifest.

    A canvas of sound for each stop that is narrated, with its captions and its place.
    """
    here = services()
    tour, base = here.catalogue.current(), base_address()
    if lang not in tour.languages:
        raise NotFound("The tour is not in this language.")

    def make() -> Representation:
        episodes = narrated(tour, lang, here.clips)
        if not episodes:
            raise NotFound("No stop has a sound in this language yet; a manifest needs one.")
        document = iiif.manifest(tour, lang, episodes, base, _say(lang))
        return Representation.of_bytes(document, iiif.MEDIA_TYPE, FRESH)

    return send_kept("iiif", lang, make)


def _export(extension: str, media_type: str, write: Export) -> Response:
    tour, base = services().catalogue.current(), base_address()
    lang = asked_language(tour)
    name = f'attachment; filename="{tour.id}-{lang}.{extension}"'

    def make() -> Representation:
        more = (("Content-Disposition", name), ("Content-Language", lang))
        return Representation.of_bytes(write(tour, lang, base, _say(lang)), media_type, FRESH, more)

    return send_kept(extension, lang, make, varies="lang" not in request.args)


def _say(lang: str) -> Words:
    return words(lang if lang in PAGE_LANGUAGES else "en")
