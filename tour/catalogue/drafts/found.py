"""What a file of another kind says of a tour: values without any promise that they are right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tour.errors import InvalidInput
from tour.geo import LatLon

Texts = Mapping[str, str]

MOST_STOPS: Final = 200
_NUMBERED: Final = re.compile(r"(\d{1,4})\.\s+(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FoundPosition:
    """A place; ``source`` and ``uncertainty_m`` are None when the file does not say them."""

    place: LatLon
    source: str | None = None
    uncertainty_m: float | None = None


@dataclass(frozen=True, slots=True)
class FoundStop:
    """A point of the file. ``texts``: title, content_note, orientation, narration by language."""

    position: FoundPosition
    texts: Mapping[str, Texts]
    id: str = ""
    code: str = ""
    kind: str = ""
    sources: tuple[str, ...] = ()
    review: Texts = field(default_factory=dict)
    zone: str = ""


@dataclass(frozen=True, slots=True)
class FoundTour:
    """The file as a whole. ``texts``: title, subtitle, summary, getting_there, closing.

    ``facts`` are further values by their key in stops.yaml, written as they stand there;
    ``sources``: key → (title, address).
    """

    form: str
    stops: tuple[FoundStop, ...]
    languages: tuple[str, ...] = ()
    id: str = ""
    texts: Mapping[str, Texts] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    anchor: FoundPosition | None = None
    licence: tuple[str, str] | None = None
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def place_of(lat: object, lng: object, what: str) -> LatLon:
    """The place of a point; ``what`` names the point in an error.

    Raises:
        InvalidInput: these are no numbers, or no place on the ground.
    """
    try:
        return LatLon(float(str(lat)), float(str(lng)))
    except ValueError as fault:
        msg = (
            f"{what} has no place on the ground: latitude “{lat}”, longitude “{lng}”. "
            "Correct it in the program that the file comes from, or take the point away."
        )
        raise InvalidInput(msg) from fault


def numbered(title: str) -> tuple[str, str]:
    """A title's leading number and the rest: “3. The gate” is (“3”, “The gate”)."""
    match = _NUMBERED.fullmatch(title.strip())
    return (match[1], match[2]) if match else ("", title.strip())


def in_language(lang: str, **texts: str | None) -> dict[str, Texts]:
    """These texts, all in one language; the empty ones left out."""
    return {name: {lang: text} for name, text in texts.items() if text and text.strip()}


def metres(value: str | None) -> float | None:
    """A number of metres as written; None when it is none above zero."""
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None
