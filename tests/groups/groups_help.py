"""A made-up programme for walks, and what a phone does with a state."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tour.groups.model import Sentence, StopRef, Track

NOW_MS = 1_780_000_000_000


def track(*paragraphs: list[float], spoken: bool = True) -> Track:
    """A track from how long each sentence of each paragraph lasts, in s."""
    found, at_s = [], 0.0
    for number, lengths in enumerate(paragraphs):
        for length_s in lengths:
            found.append(Sentence(number, at_s))
            at_s += length_s
    return Track(tuple(found), at_s, spoken)


@dataclass
class FixedProgramme:
    """Stops and their tracks as a test says."""

    known: dict[str, dict[str, Track]] = field(
        default_factory=lambda: {
            "gate": {
                "kk": track([4.0], [5.0, 6.0], [3.0]),
                "ru": track([3.0], [6.0, 5.0], [4.0]),
                "en": track([2.0], [2.0, 2.0, 2.0], [2.0]),
            },
            "lamp": {"kk": track([8.0]), "ru": track([9.0]), "en": track([7.0])},
            "wall": {
                "kk": track([2.0, 2.0]),
                "ru": track([3.0, 3.0], spoken=False),
                "en": track([2.5, 2.5]),
            },
        }
    )

    def languages(self) -> tuple[str, ...]:
        return ("kk", "ru", "en")

    def stops(self) -> tuple[StopRef, ...]:
        return tuple(
            StopRef(stop, number, str(number)) for number, stop in enumerate(self.known, start=1)
        )

    def tracks(self, stop_id: str) -> Mapping[str, Track]:
        return self.known[stop_id]
