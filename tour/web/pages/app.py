"""What makes the pages an app that can be kept: its worker and manifest, saving, no signal."""

import json
from typing import Final

from flask import Blueprint, Response

from tour.errors import Unavailable
from tour.web.api.answers import JSON_TYPE
from tour.web.assets import asset_url
from tour.web.guards import public_page
from tour.web.pages.kept import kept
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.render import packed, page
from tour.web.pages.words import words
from tour.web.presenters import tour_dict
from tour.web.services import services

blueprint = Blueprint("app", __name__)

_GROUND: Final = "#f6f3ee"
_ICONS: Final = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.png", "512x512", "maskable"),
)
_SHORT: Final = 12
_REST_BYTES: Final = 600_000
"""What pages, plan, captions and built files weigh, about, on a phone."""


@blueprint.get("/sw.js")
@public_page
def worker() -> Response:
    """The service worker, asked for anew each time: what it keeps is its own business.

    Raises:
        Unavailable: it has not been built.
    """
    try:
        code = (services().settings.dist_dir / "sw.js").read_bytes()
    except FileNotFoundError:
        raise Unavailable("The worker is not built. Run: node tour/client/build.js") from None
    response = Response(code, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return packed(response)


@blueprint.get(f"{LANG}/manifest.webmanifest")
@public_page
def web_manifest(lang: str) -> Response:
    """How the tour stands on a home screen, in one language."""
    tour = asked_tour(lang)
    value = {
        "id": "/",
        "name": tour.title[lang],
        "short_name": short_name(tour.title[lang]),
        "description": tour.subtitle[lang],
        "lang": lang,
        "dir": "ltr",
        "start_url": f"/{lang}/",
        "scope": "/",
        "display": "standalone",
        "theme_color": _GROUND,
        "background_color": _GROUND,
        "icons": [
            {"src": asset_url(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    response = Response(
        json.dumps(value, ensure_ascii=False), content_type="application/manifest+json"
    )
    response.headers["Cache-Control"] = "no-cache"
    return packed(response)


def short_name(title: str) -> str:
    """What fits under an icon: the quoted name in a title, else its first words."""
    _, quote, rest = title.partition("«")
    if quote:
        return rest.partition("»")[0]
    short = ""
    for word in title.split():
        if short and len(short) + 1 + len(word) > _SHORT:
            break
        short = f"{short} {word}".strip()
    return short


@blueprint.get(f"{LANG}/words/walk.json")
@public_page
def walk_words(lang: str) -> Response:
    """What the walk says: it goes along to every page, and asks for this once a language."""
    asked_tour(lang)
    texts = {**words(lang).group("walk_door"), **words(lang).group("walk")}
    response = Response(json.dumps(texts, ensure_ascii=False), content_type=JSON_TYPE)
    response.headers["Content-Language"] = words(lang).language
    response.headers["Cache-Control"] = "no-cache"
    return packed(response)


@blueprint.get(f"{LANG}/save")
@public_page
@kept
def save(lang: str) -> Response:
    """Saving the tour for use without signal, and what is saved."""
    tour = asked_tour(lang)
    stops = tour_dict(tour, lang, services().clips)["stops"]
    files = [stop["narration"]["audio"] for stop in stops if stop["narration"]["audio"]]
    needed = _REST_BYTES + sum(first["bytes"] for first, *_ in files)
    return page(
        "save.html", tour, lang, more_words=("saved", "save_page"), context={"bytes": needed}
    )


@blueprint.get(f"{LANG}/offline")
@public_page
@kept
def offline(lang: str) -> Response:
    """What the worker shows in place of a page that is not saved when there is no signal."""
    return page("offline.html", asked_tour(lang), lang, context={})
