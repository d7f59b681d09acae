"""Events into progress: a fold that no order, repetition or splitting of batches can change.

Phones are offline for an hour, send a batch twice because the answer was lost, and send two
batches at once. So progress is a join-semilattice (Shapiro et al. 2011, state-based CRDT):
``join`` is commutative, associative and idempotent, and the progress of a set of events is the
join of what each event says alone. The store may therefore keep the joined progress and join
each new batch into it.

About clocks. A phone's clock may be wrong by any amount, and nothing here compares it with the
server's: times are only compared with other times of the same visit, and only to decide which
position and which language came last. A constant error therefore changes nothing. A clock that is
set back during a visit can delay those two until it passes its old reading; having arrived,
started, finished and the furthest point heard never depend on a time. Clamping future times to
the moment of receipt was rejected: a batch sent again later would get other times, and events of
a fast clock that arrive out of order would change places. Two events of the same millisecond are
ordered by their id, so that every phone and server agrees.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from tour.progress.model import Event

T = TypeVar("T", str, float)
_STARTED = frozenset({"started", "progressed", "finished"})


@dataclass(frozen=True, slots=True, order=True)
class Latest(Generic[T]):
    """A value and when it was said; the greatest (time, id, value) is the latest."""

    at_ms: int
    event: str
    value: T


@dataclass(frozen=True, slots=True)
class StopProgress:
    """What is known of one stop; no field ever loses ground under ``join``.

    ``heard_s`` is the furthest position that was reported, in seconds.
    """

    last_at_ms: int
    arrived: bool = False
    started: bool = False
    finished: bool = False
    heard_s: float | None = None
    position: Latest[float] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of one visit. ``Progress()`` is the neutral element of ``join``."""

    language: Latest[str] | None = None
    stops: Mapping[str, StopProgress] = field(default_factory=lambda: MappingProxyType({}))


def progress_of(events: Iterable[Event]) -> Progress:
    """The progress that follows from these events, whatever their order and repetition."""
    language: Latest[str] | None = None
    stops: dict[str, _Tally] = {}
    for event in events:
        if event.type == "language":
            if event.lang is not None:
                language = _later(language, Latest(event.at_ms, event.id, event.lang))
        elif event.stop is not None:
            tally = stops.get(event.stop)
            if tally is None:
                tally = stops[event.stop] = _Tally(event.at_ms)
            tally.add(event)
    known = {stop: tally.total() for stop, tally in stops.items()}
    return Progress(language, MappingProxyType(known))


def join(a: Progress, b: Progress) -> Progress:
    """Everything that ``a`` or ``b`` knows. Commutative, associative, idempotent."""
    stops = dict(a.stops)
    for stop, theirs in b.stops.items():
        ours = stops.get(stop)
        stops[stop] = theirs if ours is None else _join_stop(ours, theirs)
    return Progress(_later(a.language, b.language), MappingProxyType(stops))


class _Tally:
    """The join of one stop's events, added up in place: a batch has no time for copies."""

    __slots__ = ("last_at_ms", "positions", "types")

    def __init__(self, at_ms: int) -> None:
        self.last_at_ms = at_ms
        self.types: set[str] = set()
        self.positions: list[tuple[int, str, float]] = []

    def add(self, event: Event) -> None:
        self.types.add(event.type)
        self.last_at_ms = max(self.last_at_ms, event.at_ms)
        if event.position_s is not None:
            self.positions.append((event.at_ms, event.id, event.position_s))

    def total(self) -> StopProgress:
        return StopProgress(
            last_at_ms=self.last_at_ms,
            arrived="arrived" in self.types,
            # Who progressed or finished has started, even when that event was lost on the way.
            started=not self.types.isdisjoint(_STARTED),
            finished="finished" in self.types,
            heard_s=max((position_s for *_, position_s in self.positions), default=None),
            position=Latest(*max(self.positions)) if self.positions else None,
        )


def _join_stop(a: StopProgress, b: StopProgress) -> StopProgress:
    return StopProgress(
        last_at_ms=max(a.last_at_ms, b.last_at_ms),
        arrived=a.arrived or b.arrived,
        started=a.started or b.started,
        finished=a.finished or b.finished,
        heard_s=_further(a.heard_s, b.heard_s),
        position=_later(a.position, b.position),
    )


def _further(a: float | None, b: float | None) -> float | None:
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)


def _later(a: Latest[T] | None, b: Latest[T] | None) -> Latest[T] | None:
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)
