"""Listening from afar: the podcast, its chapters, and what search engines are told."""

from functools import cache
from typing import Final

from flask import Blueprint, Response

from tour.errors import NotFound
from tour.listening.artwork import artwork
from tour.listening.chapters import MEDIA_TYPE as CHAPTERS_TYPE
from tour.listening.chapters import chapters
from tour.listening.episodes import narrated
from tour.listening.podcast import feed
from tour.listening.sitemap import robots, sitemap
from tour.web.address import base_address
from tour.web.api.answers import Representation, send
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.pages.languages import LANG, asked_tour, page_languages
from tour.web.pages.words import words
from tour.web.services import services
from tour.web.shelf import FRESH, current_edition, send_kept

blueprint = Blueprint("listening", __name__)

_DAY: Final = "public, max-age=86400"
_RSS: Final = "application/rss+xml"
_TAG: Final = "From afar"


@blueprint.get(f"{LANG}/podcast.xml")
@public_read
@operation(_TAG, {200: _RSS, 304: None}, problems=("not-found", "bad-catalogue"))
def podcast(lang: str) -> Response:
    """The podcast in one language.

    RSS 2.0 with an episode for each stop that is narrated, its captions as a transcript. When all
    are, the whole tour is an episode too, with chapters.
    """
    here = services()
    tour, base = asked_tour(lang), base_address()

    def make() -> Representation:
        episodes = narrated(tour, lang, here.clips)
        whole = current_edition("sound", tour, lang)
        return _xml(feed(tour, lang, episodes, base, words(lang), whole), _RSS)

    return send_kept("podcast", lang, make)


@blueprint.get(f"{LANG}/chapters.json")
@public_read
@operation(_TAG, {200: CHAPTERS_TYPE, 304: None}, problems=("not-found", "bad-catalogue"))
def podcast_chapters(lang: str) -> Response:
    """The chapters of the whole tour's sound.

    JSON chapters 1.2. The places of the stops are waypoints; each says how well it is known.
    """
    tour, base = asked_tour(lang), base_address()
    whole = current_edition("sound", tour, lang)
    if whole is None:
        raise NotFound("There is no sound of the whole tour in this language now.")

    def make() -> Representation:
        document = chapters(tour, lang, whole, base, words(lang))
        return Representation.of_bytes(document, CHAPTERS_TYPE, FRESH)

    return send_kept("chapters", lang, make)


@blueprint.get("/podcast.png")
@public_read
@operation(_TAG, {200: "image/png", 304: None})
def podcast_picture() -> Response:
    """The podcast's picture."""
    return send(_picture(), varies=False)


@blueprint.get("/sitemap.xml")
@public_read
@operation(_TAG, {200: "application/xml", 304: None}, problems=("bad-catalogue",))
def list_of_pages() -> Response:
    """Every page in every language, for search engines."""
    tour = services().catalogue.current()
    base = base_address()

    def make() -> Representation:
        return _xml(sitemap(tour, page_languages(tour), base), "application/xml")

    return send_kept("sitemap", "", make)


@blueprint.get("/robots.txt")
@public_read
@operation(_TAG, {200: "text/plain", 304: None})
def robots_file() -> Response:
    """What robots may read, and where the list of pages is."""
    return send(_xml(robots(base_address()), "text/plain"), varies=False)


@cache
def _picture() -> Representation:
    return Representation.of_bytes(artwork(), "image/png", _DAY)


def _xml(document: bytes, media_type: str) -> Representation:
    return Representation.of_bytes(document, f"{media_type}; charset=utf-8", FRESH)
