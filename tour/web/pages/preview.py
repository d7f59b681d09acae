"""What a page tells of itself to search engines, messengers and other sites."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from markupsafe import escape

from tour.catalogue.model import Stop, Tour
from tour.listening.episodes import Episode, narrated
from tour.listening.linked_data import in_short, stop_document, tour_document
from tour.web.address import base_address
from tour.web.services import services

_MOST: Final = 200
WIDTH_PX: Final = 480
STOP_HEIGHT_PX: Final = 420
TOUR_HEIGHT_PX: Final = 560
"""The room of an embedded player when nobody says otherwise."""

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
    frame: str
    sound: str | None = None


def of_tour(tour: Tour, lang: str) -> Preview:
    """The home page's."""
    base = base_address()
    url = f"{base}/{lang}/"
    return Preview(
        url=url,
        description=shortened(tour.subtitle[lang]),
        image=f"{base}/podcast.png",
        locale=LOCALES.get(lang, lang.replace("-", "_")),
        oembed=_oembed(base, url),
        linked=tour_document(tour, lang, base),
        frame=frame(f"{url}embed", tour.title[lang], WIDTH_PX, TOUR_HEIGHT_PX),
    )


def of_stop(tour: Tour, stop: Stop, lang: str) -> Preview:
    """A stop's; with its sound once there is one."""
    base = base_address()
    episode = next(
        (each for each in narrated(tour, lang, services().clips) if each.stop is stop), None
    )
    url = f"{base}/{lang}/stops/{stop.id}"
    framed = f"{base}/{lang}/embed/stops/{stop.id}"
    return Preview(
        url=url,
        description=shortened(in_short(tour, stop, lang)),
        image=f"{base}/podcast.png",
        locale=LOCALES.get(lang, lang.replace("-", "_")),
        oembed=_oembed(base, url),
        linked=stop_document(tour, stop, lang, base, episode),
        frame=frame(framed, stop.title[lang], WIDTH_PX, STOP_HEIGHT_PX),
        sound=None if episode is None else f"{base}/audio/{_file(episode)}",
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
