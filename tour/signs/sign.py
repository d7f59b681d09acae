"""What stands on one sign."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tour.catalogue.model import Stop, Tour
from tour.signs.address import sign_address


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign. ``names`` and ``advice`` are in the order of the tour's languages."""

    stop_id: str
    number: str
    names: tuple[str, ...]
    address: str
    advice: tuple[str, ...]


def signs_of(
    tour: Tour, stops: Iterable[Stop], base: str, advice: Mapping[str, str]
) -> tuple[Sign, ...]:
    """The signs of these stops. ``advice``: by language, what to do; a language may have none."""
    return tuple(
        Sign(
            stop_id=stop.id,
            number=stop.code,
            names=tuple(_on_one_line(stop.title[language]) for language in tour.languages),
            address=sign_address(base, stop.code),
            advice=tuple(advice[language] for language in tour.languages if language in advice),
        )
        for stop in stops
    )


def _on_one_line(text: str) -> str:
    """Without line breaks and doubled spaces; a no-break space stays."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
