"""The draft: a stops.yaml in which everything that the file does not say is left for the editor.

Nothing is invented. A position whose origin the file does not tell is a sketch, so nothing plays by
itself there until an editor says how it was measured.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from math import cos, hypot, radians
from typing import Final, get_args

from tour.catalogue.drafts.found import FoundPosition, FoundStop, FoundTour, Texts
from tour.catalogue.entries import CODE_PATTERN, ID_PATTERN
from tour.catalogue.model import Kind, PositionSource, ReviewState
from tour.catalogue.rules.places import LEAST_SKETCH_M
from tour.catalogue.texts import tidy
from tour.geo import LatLon, distance_m

_FILE: Final = "FILE"
_MARGIN_M: Final = 15.0
_LEAST_MARGIN_M: Final = 1.0
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TOUR_TEXTS: Final = {
    "title": "the tour's name",
    "subtitle": "one line under the name",
    "summary": "what the place is, in a few sentences",
    "getting_there": "how a visitor reaches the place",
    "closing": "words after the last stop",
}
_STOP_TEXTS: Final = {
    "orientation": "where to stand and what to look at; spoken first",
    "narration": "what is told, 150 to 260 words; an empty line begins a new paragraph",
}


def write_draft(
    found: FoundTour, name: str, languages: Sequence[str] = (), tour_id: str = ""
) -> str:
    """The draft's text. ``name`` is the file's; ``languages``: those of the tour, if not its own.

    `flask stops check` finds in it only what an editor has to write or to decide.
    """
    spoken = tuple(languages) or found.languages
    sources = {key: one for key, one in found.sources.items() if _KEY.fullmatch(key)}
    needs_file = any(not _known(stop, sources) for stop in found.stops)
    titles = [stop.texts.get("title", {}) for stop in found.stops]
    ids = _ids([stop.id for stop in found.stops], titles)
    lines = [
        f"# A draft of a tour, read from {_plain(name)} ({found.form}). Nobody has checked it.",
        "# What is empty is for you to write. `flask stops check` on this file lists it all.",
        "# Positions: `sketch` until you say how they were found (`map` or `surveyed`).",
        *_tour(found, spoken, tour_id or found.id, name),
        "sources:",
        *(f"  {key}: {_source(*one)}" for key, one in sources.items()),
    ]
    if needs_file:
        lines += [
            "  # Write the web address of what your texts rest on, and name it in the stops.",
            f"  {_FILE}: {_source(name, '')}",
        ]
    lines.append("stops:")
    codes = _codes([stop.code for stop in found.stops])
    margins = _margins([stop.position.place for stop in found.stops])
    for stop, stop_id, code, margin_m in zip(found.stops, ids, codes, margins, strict=True):
        keys = _known(stop, sources) or (_FILE,)
        zone = stop.zone or f"{{shape: circle, margin_m: {margin_m:g}}}"
        lines += _stop(stop, stop_id, code, zone, keys, spoken)
    return "\n".join(lines) + "\n"


def _tour(found: FoundTour, spoken: Sequence[str], tour_id: str, name: str) -> Iterator[str]:
    yield "tour:"
    yield f"  id: {_slug(tour_id) or _slug(name.rpartition('.')[0]) or 'tour'}"
    yield f"  languages: [{', '.join(map(_quoted, spoken))}]"
    for key, about in _TOUR_TEXTS.items():
        yield from _texts(key, about, found.texts.get(key, {}), spoken, "  ")
    if "duration_min" not in found.facts:
        yield "  # how long the walk takes, in minutes"
        yield "  duration_min:"
    for key, value in found.facts.items():
        yield f"  {key}: {value if isinstance(value, int) else _quoted(str(value))}"
    anchor = found.anchor or _middle([stop.position.place for stop in found.stops])
    if found.anchor is None:
        yield "  # anchor: the middle of the stops; put the place as a whole here"
    yield f"  anchor: {_position(anchor)}"
    if found.licence is not None:
        address = f", address: {_quoted(found.licence[1])}" if found.licence[1] else ""
        yield f"  licence: {{name: {_quoted(found.licence[0])}{address}}}"
    else:
        yield "  # Without a licence all rights in the texts are reserved:"
        yield "  # licence: {name: CC-BY-4.0, address: https://…}"


def _stop(
    stop: FoundStop,
    stop_id: str,
    code: str,
    zone: str,
    keys: Sequence[str],
    spoken: Sequence[str],
) -> Iterator[str]:
    kind = stop.kind if stop.kind in get_args(Kind) else "outdoor"
    states = {
        lang: stop.review[lang] if stop.review.get(lang) in get_args(ReviewState) else "draft"
        for lang in spoken
    }
    yield f"  - id: {stop_id}"
    yield f'    code: "{code}"'
    yield f"    kind: {kind}"
    yield from _texts("title", "the stop's name", stop.texts.get("title", {}), spoken, "    ")
    yield f"    position: {_position(stop.position)}"
    yield f"    zone: {zone}"
    yield f"    sources: [{', '.join(keys)}]"
    if note := stop.texts.get("content_note"):
        yield from _texts("content_note", "a word of care", note, spoken, "    ")
    yield f"    review: {{{', '.join(f'{_quoted(key)}: {one}' for key, one in states.items())}}}"
    for key, about in _STOP_TEXTS.items():
        yield from _texts(key, about, stop.texts.get(key, {}), spoken, "    ")


def _texts(key: str, about: str, texts: Texts, spoken: Sequence[str], indent: str) -> Iterator[str]:
    given = {lang: _legal(texts.get(lang, "")) for lang in spoken}
    if not all(given.values()):
        yield f"{indent}# {about}"
    yield f"{indent}{key}:"
    for lang, text in given.items():
        first, *rest = text.split("\n\n")
        if rest:
            yield f"{indent}  {_quoted(lang)}: |"
            inner = f"{indent}    "
            yield "\n\n".join(f"{inner}{block}" for block in (first, *rest))
        else:
            yield f"{indent}  {_quoted(lang)}: {_quoted(first) if first else ''}".rstrip()


def _position(position: FoundPosition) -> str:
    source = position.source if position.source in get_args(PositionSource) else "sketch"
    certain = position.uncertainty_m or float(LEAST_SKETCH_M)
    if source == "sketch":
        certain = max(certain, LEAST_SKETCH_M)
    place = position.place
    return (
        f"{{lat: {place.lat!r}, lng: {place.lng!r}, uncertainty_m: {certain:g}, source: {source}}}"
    )


def _source(title: str, address: str) -> str:
    return f"{{title: {_quoted(title)}, address: {_quoted(address) if address else ''}}}"


def _known(stop: FoundStop, sources: Collection[str]) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys(stop.sources) if key in sources)


def _middle(places: Sequence[LatLon]) -> FoundPosition:
    """Somewhere among the places, so uncertain that it reaches all of them."""
    lat = sum(place.lat for place in places) / len(places)
    lng = sum(place.lng for place in places) / len(places)
    middle = LatLon(round(lat, 6), round(lng, 6))
    furthest_m = max(distance_m(middle, place) for place in places)
    return FoundPosition(middle, "sketch", float(max(LEAST_SKETCH_M, round(furthest_m) + 1)))


def _margins(places: Sequence[LatLon]) -> list[float]:
    """A margin in metres for the circle around each place, so that no two circles meet.

    Places that lie upon each other keep circles that do: an editor has to part them.
    """
    margins = []
    for index, place in enumerate(places):
        others = [*places[:index], *places[index + 1 :]]
        # The geodesic is dear: only the place that is nearest on a flat map is measured.
        nearest = min(others, key=partial(_flat, place), default=None)
        apart_m = distance_m(place, nearest) if nearest else 4 * _MARGIN_M
        half_m = int(apart_m / 2 * 10 - 1) / 10
        margins.append(max(_LEAST_MARGIN_M, min(_MARGIN_M, half_m)))
    return margins


def _flat(a: LatLon, b: LatLon) -> float:
    """How far apart two near places are, in degrees of latitude."""
    return hypot(a.lat - b.lat, (a.lng - b.lng) * cos(radians(a.lat)))


def _ids(wanted: Sequence[str], titles: Sequence[Mapping[str, str]]) -> list[str]:
    taken: dict[str, None] = {}
    for number, (own, title) in enumerate(zip(wanted, titles, strict=True), 1):
        slugs = (_slug(text) for text in (own, *title.values()))
        base = next(filter(None, slugs), f"stop-{number}")
        unique, again = base, 2
        while unique in taken:
            unique, again = f"{base}-{again}", again + 1
        taken[unique] = None
    return list(taken)


def _codes(wanted: Sequence[str]) -> list[str]:
    """What the file says, since it may stand on signs; the lowest free number where it says none.

    Codes of which two are the same are none.
    """
    good = [code if re.fullmatch(CODE_PATTERN, code) else "" for code in wanted]
    given = [code for code in good if code]
    if len(set(given)) != len(given):
        return [str(number) for number in range(1, len(wanted) + 1)]
    free = (str(number) for number in count(1) if str(number) not in given)
    return [code or next(free) for code in good]


def _slug(text: str) -> str:
    """Small Latin letters, digits and hyphens, a letter first; empty where that is not possible."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return slug if re.fullmatch(ID_PATTERN, slug) else ""


def _legal(text: str) -> str:
    """Tidy, and without the characters that YAML does not print."""
    return tidy("".join(each for each in text if each.isprintable() or each.isspace()))


def _plain(text: str) -> str:
    return " ".join(_legal(text).split())


def _quoted(text: str) -> str:
    """A text as YAML holds it on one line; short tags stay bare."""
    bare = re.fullmatch(r"[a-z]{2,3}", text) and text not in {"no", "yes", "on", "off"}
    return text if bare else json.dumps(_plain(text), ensure_ascii=False)
