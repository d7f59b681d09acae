"""The values of a guided walk. Times of day are the server's, in milliseconds since 1970 UTC.

A stop in several languages has one timeline, cut into beats: each language says a beat's words in
the time of the slowest, so all of them begin every beat, and end the stop, together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from tour.geo import LatLon

Phase = Literal["waiting", "playing", "holding", "gathering", "silent", "ended"]
Kind = Literal["waiting", "playing", "holding", "gathering", "silent", "ended", "led"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in one language: its paragraph, from 0, and when it begins, in s."""

    paragraph: int
    start_s: float


@dataclass(frozen=True, slots=True)
class Track:
    """One stop in one language. ``spoken``: there is a sound; else the times are for reading.

    ``length_s``: when the last sentence has ended.
    """

    sentences: tuple[Sentence, ...]
    length_s: float
    spoken: bool


@dataclass(frozen=True, slots=True)
class StopRef:
    """A stop as a walk names it; ``code`` is what the keypad takes."""

    id: str
    number: int
    code: str


class Programme(Protocol):
    """What may be played: the tour as guided walks need it."""

    def languages(self) -> tuple[str, ...]:
        """The languages of the tour."""
        ...

    def stops(self) -> tuple[StopRef, ...]:
        """The stops in walking order."""
        ...

    def tracks(self, stop_id: str) -> Mapping[str, Track]:
        """The stop in every language of the tour, none of them without a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Beat:
    """A sentence, or a whole paragraph when ``sentence`` is None; both count from 0.

    ``at_s``: when it begins on the common timeline of its stop.
    """

    paragraph: int
    sentence: int | None
    at_s: float


@dataclass(frozen=True, slots=True)
class Score:
    """A stop as it is played to a group. ``by_text``: languages that have no sound for it."""

    stop: StopRef
    beats: tuple[Beat, ...]
    length_s: float
    by_text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where the group is to come: a stop, or the guide's own place, as its phone measured it."""

    stop: str | None = None
    place: LatLon | None = None
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A walk after event number ``seq``.

    ``from_beat`` of the score sounds at ``at_ms`` and the others follow on the timeline, until
    ``hold_before_beat`` (one past the last beat: until the end), where the group stands. In every
    phase but playing, waiting and ended a group with a score stands or is about to.
    Quiet is kept from ``silence_from_ms`` to ``silence_until_ms``; afterwards the group stands.
    """

    seq: int
    phase: Phase
    languages: tuple[str, ...] = ()
    score: Score | None = None
    from_beat: int = 0
    at_ms: int = 0
    hold_before_beat: int | None = None
    silence_from_ms: int | None = None
    silence_until_ms: int | None = None
    gathering: Gathering | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened at ``at_ms``; its state alone is enough for a phone to be right."""

    at_ms: int
    kind: Kind
    state: State

    @property
    def seq(self) -> int:
        """Its number in the walk: from 1, without gaps."""
        return self.state.seq
