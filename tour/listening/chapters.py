"""The chapters of the whole tour's sound: JSON chapters 1.2 of the podcast namespace."""

import json
from typing import Any, Final

from tour.catalogue.model import Position, Stop, Tour
from tour.listening.editions import Edition
from tour.listening.say import Say, position_in_words

MEDIA_TYPE: Final = "application/json+chapters"


def chapters(tour: Tour, lang: str, whole: Edition, base: str, say: Say) -> bytes:
    """A chapter for each stop, with its place unless it lies off the site.

    ``waypoints`` lets an app join the places to a line, as the GPX route does. A place's name says
    how well it is known: an app shows no circle around it.
    """
    ends = (*whole.starts_s[1:], whole.duration_s)
    document = {
        "version": "1.2.0",
        "title": f"{tour.title[lang]}: {say('listening.whole_title')}",
        "podcastName": tour.title[lang],
        "description": say("listening.positions"),
        "waypoints": True,
        "chapters": [
            _chapter(stop, lang, start, end, base, say)
            for stop, start, end in zip(tour.stops, whole.starts_s, ends, strict=True)
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _chapter(
    stop: Stop, lang: str, start_s: float, end_s: float, base: str, say: Say
) -> dict[str, Any]:
    chapter: dict[str, Any] = {
        "startTime": round(start_s, 3),
        "endTime": round(end_s, 3),
        "title": f"{stop.code}. {stop.title[lang]}",
        "url": f"{base}/{lang}/stops/{stop.id}",
    }
    if stop.kind != "off-site":
        known = position_in_words(stop.position, say)
        name = f"{stop.title[lang]} ({known})"
        chapter["location"] = {"name": name, "geo": geo_uri(stop.position)}
    return chapter


def geo_uri(position: Position) -> str:
    """The position with its uncertainty in metres (RFC 5870)."""
    place = position.place
    return f"geo:{place.lat:.6f},{place.lng:.6f};u={position.uncertainty_m:g}"
