"""What a page tells of itself to search engines, messengers and other sites."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from tour.catalogue.model import Stop, Tour
from tour.listening.episodes import narrated
from tour.listening.linked_data import in_short, stop_document, tour_document
from tour.web.address import base_address
from tour.web.services import services

_MOST: Final = 200
LOCALES: Final = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}
"""Languages as Open Graph writes them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a page of the tour or of a stop says of itself; ``url`` is where it lives."""

    url: str
    description: str
    image: str
    locale: str
    oembed: str
    linked: dict[str, Any]
    sound: str | None = None


def of_tour(tour: Tour, lang: str) -> Preview:
    """The home page's."""
    base = base_address()
    return _preview(base, f"/{lang}/", tour.subtitle[lang], lang, tour_document(tour, lang, base))


def of_stop(tour: Tour, stop: Stop, lang: str) -> Preview:
    """A stop's; with its sound once there is one."""
    base = base_address()
    episode = next(
        (each for each in narrated(tour, lang, services().clips) if each.stop is stop), None
    )
    sound = None
    if episode is not None:
        sound = f"{base}/audio/{episode.sound.digest}.{episode.sound.extension}"
    linked = stop_document(tour, stop, lang, base, episode)
    path = f"/{lang}/stops/{stop.id}"
    return _preview(base, path, in_short(tour, stop, lang), lang, linked, sound)


def shortened(text: str) -> str:
    """The text, or its beginning up to a word's end."""
    if len(text) <= _MOST:
        return text
    return text[: text.rindex(" ", 0, _MOST)].rstrip(" ,;:–—") + " …"


def _preview(
    base: str, path: str, text: str, lang: str, linked: dict[str, Any], sound: str | None = None
) -> Preview:
    url = f"{base}{path}"
    return Preview(
        url=url,
        description=shortened(text),
        image=f"{base}/podcast.png",
        locale=LOCALES[lang],
        oembed=f"{base}/oembed?url={quote(url, safe='')}",
        linked=linked,
        sound=sound,
    )
