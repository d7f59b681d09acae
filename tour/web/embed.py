"""The tour inside other sites' pages: small players, and oEmbed to find them (oembed.com).

An embedded player keeps nothing and asks nobody but this server.
"""

import re
from typing import Any, Final
from xml.etree.ElementTree import Element

from flask import Blueprint, Response, request

from tour.catalogue.model import Stop, Tour
from tour.errors import NotFound
from tour.listening.artwork import SIDE_PX
from tour.listening.markup import add, document
from tour.web.address import base_address
from tour.web.api.answers import Representation, send, to_json
from tour.web.contract import OEmbedOut
from tour.web.guards import public_page, public_read
from tour.web.headers import embeddable
from tour.web.openapi import operation
from tour.web.pages.kept import kept
from tour.web.pages.languages import LANG, asked_tour, page_languages
from tour.web.pages.preview import STOP_HEIGHT_PX, TOUR_HEIGHT_PX, WIDTH_PX, frame
from tour.web.pages.render import page
from tour.web.presenters import page_dict, tour_dict
from tour.web.requests import OEmbedQuery
from tour.web.services import services

blueprint = Blueprint("embed", __name__)

_PAGE: Final = re.compile(r"/([A-Za-z0-9-]+)(?:/|/listen|/stops/([a-z0-9-]+))?")
_CACHE_AGE_S: Final = 86_400
_TAG: Final = "From afar"
_FRESH: Final = "public, max-age=300, stale-while-revalidate=86400"
_ASKED: Final = ("not-found", "invalid-input", "bad-catalogue")


@blueprint.get(f"{LANG}/embed")
@public_page
@kept
def whole(lang: str) -> Response:
    """The whole tour's player, for another site's frame; without JavaScript a list of players."""
    tour = asked_tour(lang)
    shown = tour_dict(tour, lang, services().clips)["stops"]
    context: dict[str, object] = {"chapters": list(zip(tour.stops, shown, strict=True))}
    return _framed(
        "embed-tour.html", tour, lang, f"/{lang}/", context, more_words=("listening_page",)
    )


@blueprint.get(f"{LANG}/embed/stops/<stop_id>")
@public_page
@kept
def one(lang: str, stop_id: str) -> Response:
    """One stop's player and its words, for another site's frame."""
    tour = asked_tour(lang)
    stop = tour.stop(stop_id)
    if stop is None:
        raise NotFound("There is no such stop.")
    place = tour.stops.index(stop)
    context = {
        "stop": stop,
        "shown": page_dict(tour, stop, lang, services().clips),
        "before": tour.stops[place - 1] if place else None,
        "after": tour.stops[place + 1] if place + 1 < len(tour.stops) else None,
    }
    return _framed("embed-stop.html", tour, lang, f"/{lang}/stops/{stop.id}", context)


def _framed(
    template: str,
    tour: Tour,
    lang: str,
    path: str,
    context: dict[str, object],
    *,
    more_words: tuple[str, ...] = (),
) -> Response:
    context["home"] = f"{base_address()}{path}"
    return embeddable(page(template, tour, lang, context=context, more_words=more_words))


@blueprint.get("/oembed")
@public_read
@operation(_TAG, {200: OEmbedOut, 304: None}, query=OEmbedQuery, problems=_ASKED)
def oembed() -> Response:
    """How a page of the tour is embedded (oEmbed 1.0, type `rich`).

    `url` is the address of the home page, of the walk from home, or of a stop; `format` is
    `json` (the rule) or `xml`.
    """
    asked = OEmbedQuery.model_validate(request.args.to_dict())
    tour = services().catalogue.current()
    lang, stop = _meant(tour, asked.url)
    value = _answer(tour, stop, lang, asked)
    if asked.format == "json":
        return send(Representation.of_bytes(to_json(value), keep=_FRESH), varies=False)
    root = Element("oembed")
    for name, part in value.items():
        add(root, name, str(part))
    xml = Representation.of_bytes(document(root), "text/xml; charset=utf-8", _FRESH)
    return send(xml, varies=False)


def _meant(tour: Tour, url: str) -> tuple[str, Stop | None]:
    """The language and the stop (None: the whole tour) of a page's address.

    Raises:
        NotFound: it is no page of this tour that can be embedded.
    """
    base = base_address()
    path = re.split("[?#]", url.removeprefix(base))[0] if url.startswith(f"{base}/") else ""
    found = _PAGE.fullmatch(path)
    lang, stop_id = found.groups() if found else ("", None)
    stop = tour.stop(stop_id) if stop_id else None
    if lang not in page_languages(tour) or (stop_id and stop is None):
        raise NotFound("This address is no page of the tour that can be embedded.")
    return lang, stop


def _answer(tour: Tour, stop: Stop | None, lang: str, asked: OEmbedQuery) -> dict[str, Any]:
    base = base_address()
    path = f"/{lang}/embed" if stop is None else f"/{lang}/embed/stops/{stop.id}"
    title = tour.title[lang] if stop is None else f"{stop.code}. {stop.title[lang]}"
    width = min(WIDTH_PX, asked.maxwidth or WIDTH_PX)
    height = TOUR_HEIGHT_PX if stop is None else STOP_HEIGHT_PX
    height = min(height, asked.maxheight or height)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": tour.title[lang],
        "provider_url": f"{base}/{lang}/",
        "cache_age": _CACHE_AGE_S,
        "html": frame(f"{base}{path}", title, width, height),
        "width": width,
        "height": height,
        "thumbnail_url": f"{base}/podcast.png",
        "thumbnail_width": SIDE_PX,
        "thumbnail_height": SIDE_PX,
    }
