"""What a page tells of itself to search engines, messengers and other sites."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from markupsafe import escape

from tour.catalogue.model import Stop, Tour
from tour.listening.editions import file_address
from tour.listening.episodes import Episode, narrated
from tour.listening.linked_data import in_short, stop_document, tour_document, walk_document
from tour.web.address import base_address
from tour.web.pages.words import words
from tour.web.services import services
from tour.web.shelf import current_edition

_MOST: Final = 200
WIDTH_PX: Final = 480
STOP_HEIGHT_PX: Final = 420
TOUR_HEIGHT_PX: Final = 560
"""The room of an embedded player when nobody says otherwise."""

LOCALES: Final = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}
"""Languages as Open Graph writes them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a page says of itself; ``url`` is where it lives.

    Where there is a player for other sites: ``oembed`` tells of it, ``frame`` is its HTML.
    """

    url: str
    description: str
    image: str
    locale: str
    linked: dict[str, Any] | None = None
    oembed: str | None = None
    frame: str | None = None
    sound: str | None = None


def of_page(tour: Tour, lang: str, path: str) -> Preview:
    """That of a page of the tour at ``path`` behind the language."""
    base = base_address()
    return Preview(
        url=f"{base}/{lang}{path}",
        description=shortened(tour.subtitle[lang]),
        image=f"{base}/podcast.png",
        locale=LOCALES.get(lang, lang.replace("-", "_")),
    )


def of_tour(tour: Tour, lang: str) -> Preview:
    """The home page's."""
    base = base_address()
    return replace(
        _embedded(of_page(tour, lang, "/"), tour, lang),
        linked=tour_document(tour, lang, base),
    )


def of_walk(tour: Tour, lang: str) -> Preview:
    """That of the whole tour as one walk; with its sound once there is one."""
    base = base_address()
    whole = current_edition("sound", tour, lang)
    return replace(
        _embedded(of_page(tour, lang, "/listen"), tour, lang),
        linked=walk_document(tour, lang, base, words(lang)("listen.title"), whole),
        sound=None if whole is None else f"{base}{file_address(tour, lang, whole.file)}",
    )


def of_stop(tour: Tour, stop: Stop, lang: str) -> Preview:
    """A stop's; with its sound once there is one."""
    base = base_address()
    episode = next(
        (each for each in narrated(tour, lang, services().clips) if each.stop is stop), None
    )
    plain = of_page(tour, lang, f"/stops/{stop.id}")
    framed = f"{base}/{lang}/embed/stops/{stop.id}"
    return replace(
        plain,
        description=shortened(in_short(tour, stop, lang)),
        oembed=_oembed(base, plain.url),
        linked=stop_document(tour, stop, lang, base, episode),
        frame=frame(framed, stop.title[lang], WIDTH_PX, STOP_HEIGHT_PX),
        sound=None if episode is None else f"{base}/audio/{_file(episode)}",
    )


def _embedded(preview: Preview, tour: Tour, lang: str) -> Preview:
    base = base_address()
    framed = f"{base}/{lang}/embed"
    return replace(
        preview,
        oembed=_oembed(base, preview.url),
        frame=frame(framed, tour.title[lang], WIDTH_PX, TOUR_HEIGHT_PX),
    )


def frame(address: str, title: str, width: int, height: int) -> str:
    """The HTML that another site pastes; ``width`` and ``height`` in pixels."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}"'
        f' height="{height}" loading="lazy" style="border:0;max-width:100%"></iframe>'
    )


def shortened(text: str) -> str:
    """The text, or its beginning up to a word's end."""
    if len(text) <= _MOST:
        return text
    return text[: text.rindex(" ", 0, _MOST)].rstrip(" ,;:–—") + " …"


def _file(episode: Episode) -> str:
    return f"{episode.sound.digest}.{episode.sound.extension}"


def _oembed(base: str, url: str) -> str:
    return f"{base}/oembed?url={quote(url, safe='')}"
