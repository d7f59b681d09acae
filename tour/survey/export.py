"""Findings into the text of stops.yaml: only the values that were measured change. Pure.

The text is not written anew: each value is replaced where ruamel.yaml found it, so that comments,
order, quoting and line breaks of everything else stay as they are, byte for byte.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from tour.catalogue.document import Document, read_document
from tour.catalogue.faults import KeyPath
from tour.geo import LatLon
from tour.survey.model import Finding, Take

WORST_M: Final = 15.0
"""A position less certain than this is not called surveyed: narration would start elsewhere."""

_WIDTH: Final = 96
_LEAST_MARGIN_M: Final = {"line": 5, "polygon": 3}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stop that is not written, and what to do."""

    stop: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    text: str


def rewrite(text: str, findings: Mapping[str, Finding]) -> tuple[str, tuple[Skipped, ...]]:
    """The text with the findings written in, and the stops that were left as they are.

    The text must pass the check before; its lines must end as on Unix.
    """
    document = read_document(text)
    data: Any = document.data
    changes: list[_Change] = []
    skipped = []
    numbers = {stop["id"]: number for number, stop in enumerate(data["stops"])}
    for stop, finding in findings.items():
        if stop not in numbers:
            skipped.append(Skipped(stop, "it is no longer in the tour"))
            continue
        path: KeyPath = ("stops", numbers[stop])
        zone = data["stops"][numbers[stop]]["zone"]
        reason = _refusal(finding, zone)
        if reason:
            skipped.append(Skipped(stop, reason))
            continue
        changes += _position(document, (*path, "position"), finding)
        if finding.outline is not None:
            changes += _zone(document, (*path, "zone"), zone, finding.outline)
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text, tuple(skipped)


def _refusal(finding: Finding, zone: Mapping[str, Any]) -> str | None:
    if not finding.settled:
        return "its takes disagree and no majority agrees: record it again, or drop the wrong ones"
    if finding.uncertainty_m > WORST_M:
        return (
            f"it is known only within {finding.uncertainty_m:.0f} m, and {WORST_M:.0f} m is the "
            "most: record it again under the open sky"
        )
    if zone["shape"] != "circle" and finding.outline is None:
        return (
            f"its zone is a {zone['shape']} that was not walked: record that too, or make the "
            "zone a circle"
        )
    return None


def _position(document: Document, path: KeyPath, finding: Finding) -> Iterator[_Change]:
    for key, value in (
        ("lat", f"{finding.place.lat:.6f}"),
        ("lng", f"{finding.place.lng:.6f}"),
        ("uncertainty_m", f"{ceil(finding.uncertainty_m * 2) / 2:g}"),
        ("source", "surveyed"),
    ):
        yield _scalar(document, (*path, key), value)


def _scalar(document: Document, path: KeyPath, value: str) -> _Change:
    span = document.value_span(path)
    quote = document.text[span.start]
    written = f"{quote}{value}{quote}" if quote in {"'", '"'} else value
    return _Change(span.start, span.end, written)


def _zone(
    document: Document, path: KeyPath, zone: Mapping[str, Any], outline: Take
) -> Iterator[_Change]:
    if zone["shape"] == outline.shape:
        start, end = _extent(document, (*path, "points"))
        yield _Change(start, end, _points(document.text, start, outline.points))
        return
    start, end = _extent(document, path)
    margin_m = max(_LEAST_MARGIN_M[outline.shape], ceil(outline.uncertainty_m / 2))
    begin = f"{{shape: {outline.shape}, margin_m: {margin_m}, points: "
    yield _Change(
        start, end, f"{begin}{_points(document.text, start, outline.points, len(begin))}}}"
    )


def _extent(document: Document, path: KeyPath) -> tuple[int, int]:
    """Where a value begins and ends, without what follows a block."""
    span = document.value_span(path)
    if document.text[span.start] in "{[":
        return span.start, span.end
    inner = [each.end for key, each in document.values.items() if key[: len(path)] == path]
    ends = [end for end in inner if not document.text[end - 1].isspace()]
    return span.start, max(ends, default=span.end)


def _points(text: str, start: int, places: Sequence[LatLon], begun: int = 0) -> str:
    """The points as a list that goes on in new lines, deeper than the line where it begins."""
    line = text.rfind("\n", 0, start) + 1
    indent = " " * (len(text[line:]) - len(text[line:].lstrip(" ")) + 2)
    column = start - line + begun + 1
    written = "["
    for number, place in enumerate(places):
        item = f"[{place.lat:.6f}, {place.lng:.6f}]"
        comma = "," if number + 1 < len(places) else "]"
        if number and column + len(item) + 2 > _WIDTH:
            written += f"\n{indent}"
            column = len(indent)
        elif number:
            written += " "
            column += 1
        written += item + comma
        column += len(item) + 1
    return written
