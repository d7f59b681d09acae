"""Listening from afar: the podcast, open data, and what search engines are told.

All of it is made from the frozen tour once, kept until the tour or its narration changes, and may
be kept by caches between here and the listener.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, current_app
from flask.blueprints import BlueprintSetupState

from tour.catalogue.model import Tour
from tour.errors import NotFound
from tour.listening import geodata
from tour.listening.artwork import artwork
from tour.listening.episodes import narrated
from tour.listening.podcast import feed
from tour.listening.say import Say
from tour.listening.sitemap import robots, sitemap
from tour.web.api.answers import Representation, asked_language, send
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.pages.languages import page_languages
from tour.web.pages.words import PAGE_LANGUAGES, words
from tour.web.requests import LangQuery
from tour.web.services import public_url, services

blueprint = Blueprint("listening", __name__)

_KEPT: Final = "tour_listening"
_MOST_KEPT: Final = 64
_FRESH: Final = "public, max-age=300, stale-while-revalidate=86400"
_DAY: Final = "public, max-age=86400"
_RSS: Final = "application/rss+xml"
_GEOJSON: Final = "application/geo+json"
_GPX: Final = "application/gpx+xml"
_KML: Final = "application/vnd.google-earth.kml+xml"
_TAG: Final = "From afar"
_ASKED: Final = ("invalid-input", "bad-catalogue")

Key = tuple[str, ...]
Export = Callable[[Tour, str, str, Say], bytes]


class Shelf:
    """The documents used last.

    The server's address is part of a key and may come from the request: so only so many are kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Representation] = OrderedDict()

    def given(self, key: Key, make: Callable[[], Representation]) -> Representation:
        """The document under this key, made when it is not here."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = make()
                if len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
            return found


@blueprint.record_once
def _empty_shelf(state: BlueprintSetupState) -> None:
    state.app.extensions[_KEPT] = Shelf()


@blueprint.get("/<any(kk, ru, en):lang>/podcast.xml")
@public_read
@operation(_TAG, {200: _RSS, 304: None}, problems=("not-found", "bad-catalogue"))
def podcast(lang: str) -> Response:
    """The podcast in one language.

    RSS 2.0 with an episode for each stop that is narrated, its captions as a transcript.
    """
    here = services()
    tour = here.catalogue.current()
    if lang not in page_languages(tour):
        raise NotFound("The tour is not in this language.")
    base = public_url()

    def make() -> Representation:
        episodes = narrated(tour, lang, here.clips)
        return _xml(feed(tour, lang, episodes, base, words(lang)), _RSS)

    found = _shelf().given(("podcast", tour.version, here.clips.stamp(), lang, base), make)
    return send(found, varies=False)


@blueprint.get("/podcast.png")
@public_read
@operation(_TAG, {200: "image/png", 304: None})
def podcast_picture() -> Response:
    """The podcast's picture."""

    def make() -> Representation:
        return Representation.of_bytes(artwork(), "image/png", _DAY)

    return send(_shelf().given(("picture",), make), varies=False)


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


@blueprint.get("/sitemap.xml")
@public_read
@operation(_TAG, {200: "application/xml", 304: None}, problems=("bad-catalogue",))
def list_of_pages() -> Response:
    """Every page in every language, for search engines."""
    tour = services().catalogue.current()
    base = public_url()

    def make() -> Representation:
        return _xml(sitemap(tour, page_languages(tour), base), "application/xml")

    return send(_shelf().given(("sitemap", tour.version, base), make), varies=False)


@blueprint.get("/robots.txt")
@public_read
@operation(_TAG, {200: "text/plain", 304: None})
def robots_file() -> Response:
    """What robots may read, and where the list of pages is."""
    return send(_xml(robots(public_url()), "text/plain"), varies=False)


def _export(extension: str, media_type: str, write: Export) -> Response:
    here = services()
    tour = here.catalogue.current()
    lang, base = asked_language(tour), public_url()
    name = f'attachment; filename="{tour.id}-{lang}.{extension}"'

    def make() -> Representation:
        say = words(lang if lang in PAGE_LANGUAGES else "en")
        more = (("Content-Disposition", name), ("Content-Language", lang))
        return Representation.of_bytes(write(tour, lang, base, say), media_type, _FRESH, more)

    key = (extension, tour.version, here.clips.stamp(), lang, base)
    return send(_shelf().given(key, make))


def _xml(document: bytes, media_type: str) -> Representation:
    return Representation.of_bytes(document, f"{media_type}; charset=utf-8", _FRESH)


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions[_KEPT]
    return shelf
