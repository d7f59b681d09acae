"""The chapters of the whole tour's sound: JSON chapters 1.2 of the podcast namespace."""

import json
from typing import Any, Final

from tour.catalogue.model import Position, Stop, Tour
from tour.listening.editions import Edition
from tour.listening.say import Say, note_title, position_in_words

MEDIA_TYPE: Final = "application/json+chapters"


def chapters(tour: Tour, lang: str, whole: Edition, base: str, say: Say) -> bytes:
    """A chapter for each stop, with its place unless it lies off the site, and for each note.

    A note stands before its stop and has no place, so that the line through the places stays.
    ``waypoints`` lets an app join the places to a line, as the GPX route does. A place's name says
    how well it is known: an app shows no circle around it.
    """
    ends = (*_begins(whole)[1:], whole.duration_s)
    document = {
        "version": "1.2.0",
        "title": f"{tour.title[lang]}: {say('listening.whole_title')}",
        "podcastName": tour.title[lang],
        "description": say("listening.positions"),
        "waypoints": True,
        "chapters": [
            chapter
            for stop, note, start, end in zip(
                tour.stops, _notes(whole), whole.starts_s, ends, strict=True
            )
            for chapter in _chapters(stop, note, (start, end), lang, base, say)
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _notes(whole: Edition) -> tuple[float | None, ...]:
    """Where each stop's note begins; None for a stop without one."""
    return whole.notes_s or (None,) * len(whole.starts_s)


def _begins(whole: Edition) -> tuple[float, ...]:
    """Where each stop begins, its note counted as part of it."""
    both = zip(_notes(whole), whole.starts_s, strict=True)
    return tuple(start if note is None else note for note, start in both)


def _chapters(
    stop: Stop,
    note_s: float | None,
    stretch_s: tuple[float, float],
    lang: str,
    base: str,
    say: Say,
) -> list[dict[str, Any]]:
    start_s, end_s = stretch_s
    url = f"{base}/{lang}/stops/{stop.id}"
    told: dict[str, Any] = _span(start_s, end_s, f"{stop.code}. {stop.title[lang]}", url)
    if stop.kind != "off-site":
        known = position_in_words(stop.position, say)
        name = f"{stop.title[lang]} ({known})"
        told["location"] = {"name": name, "geo": geo_uri(stop.position)}
    if note_s is None:
        return [told]
    return [_span(note_s, start_s, note_title(stop, say), url), told]


def _span(start_s: float, end_s: float, title: str, url: str) -> dict[str, Any]:
    times = {"startTime": round(start_s, 3), "endTime": round(end_s, 3)}
    return times | {"title": title, "url": url}


def geo_uri(position: Position) -> str:
    """The position with its uncertainty in metres (RFC 5870)."""
    place = position.place
    return f"geo:{place.lat:.6f},{place.lng:.6f};u={position.uncertainty_m:g}"
