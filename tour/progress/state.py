"""Progress as the text that the database keeps, and back; nothing is lost on the way."""

import json
from types import MappingProxyType
from typing import Any

from tour.progress.merge import Latest, Progress, StopProgress


def encode(progress: Progress) -> str:
    """The same progress always gives the same text."""
    language = progress.language
    stops = {
        stop: [
            known.last_at_ms,
            int(known.arrived),
            int(known.started),
            int(known.finished),
            known.heard_s,
            None if known.position is None else _latest(known.position),
        ]
        for stop, known in sorted(progress.stops.items())
    }
    content = {"lang": None if language is None else _latest(language), "stops": stops}
    return json.dumps(content, separators=(",", ":"))


def decode(text: str) -> Progress:
    """What ``encode`` was given."""
    content: dict[str, Any] = json.loads(text)
    stops = {
        stop: StopProgress(
            last_at_ms=last_at_ms,
            arrived=bool(arrived),
            started=bool(started),
            finished=bool(finished),
            heard_s=heard_s,
            position=None if position is None else Latest(*position),
        )
        for stop, (last_at_ms, arrived, started, finished, heard_s, position) in content[
            "stops"
        ].items()
    }
    language: Latest[str] | None = None if content["lang"] is None else Latest(*content["lang"])
    return Progress(language, MappingProxyType(stops))


def _latest(latest: Latest[Any]) -> list[Any]:
    return [latest.at_ms, latest.event, latest.value]
