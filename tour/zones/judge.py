"""Starts against the truth of one walk: hits, restarts, pass-bys, false starts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["visit", "revisit", "either", "pass", "near"]
Outcome = Literal["hit", "restart", "replay", "either", "pass", "near", "wrong", "false"]

EARLY_S = 10.0
"""Narration may begin this long before the visitor enters the zone."""
_PASS_SLACK_S = 3.0
_REPLAY_S = 600.0  # who comes back after this long may hear it again
_PRESENT: tuple[Kind, ...] = ("visit", "revisit", "either")


@dataclass(frozen=True, slots=True)
class Presence:
    """What really happened at a stop, in seconds since the walk began.

    ``settled_s``: when the visitor had slowed down. ``kind``: a visit must start the stop, a pass
    must not, either way is right after a brief pause, near is just outside the zone.
    """

    stop: str
    kind: Kind
    from_s: float
    settled_s: float
    to_s: float

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> "Presence":
        """From a line of type "truth"."""
        return cls(line["stop"], line["kind"], line["from"], line["settled"], line["to"])

    def holds(self, t: float, before_s: float = 0.0, after_s: float = 0.0) -> bool:
        """Whether a time lies in it, or so little before or after."""
        return self.from_s - before_s <= t <= self.to_s + after_s


@dataclass(frozen=True, slots=True)
class Start:
    """The engine began a stop's narration at ``t`` seconds."""

    stop: str
    t: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a start was. ``presence``: the visit, pause or pass-by of the same stop that it met."""

    start: Start
    outcome: Outcome
    presence: Presence | None

    @property
    def delay_s(self) -> float | None:
        """Seconds from the visitor's halt, of a hit; negative: it already played."""
        if self.outcome != "hit" or self.presence is None:
            return None
        return self.start.t - self.presence.settled_s


def judge(truth: Sequence[Presence], starts: Iterable[Start]) -> tuple[Verdict, ...]:
    """Judge one walk's starts, in order of time."""
    walk = _Walk(truth)
    return tuple(walk.judge(start) for start in sorted(starts, key=lambda start: start.t))


class _Walk:
    """The truth of one walk, and which parts of it have been used up by starts."""

    def __init__(self, truth: Sequence[Presence]) -> None:
        self.by_kind: defaultdict[Kind, list[Presence]] = defaultdict(list)
        for presence in truth:
            self.by_kind[presence.kind].append(presence)
        self.used: set[Presence] = set()
        self.heard_until: dict[str, float] = {}

    def _find(
        self, kind: Kind, start: Start, before_s: float, after_s: float = 0.0
    ) -> Presence | None:
        for presence in self.by_kind[kind]:
            if presence.stop == start.stop and presence.holds(start.t, before_s, after_s):
                return presence
        return None

    def _use(self, start: Start, presence: Presence, first: Outcome) -> Verdict:
        if presence in self.used:
            return Verdict(start, "restart", presence)
        self.used.add(presence)
        return Verdict(start, first, presence)

    def judge(self, start: Start) -> Verdict:
        for visit in self.by_kind["visit"]:
            if (
                visit.stop == start.stop
                and visit not in self.used
                and visit.holds(start.t, EARLY_S)
            ):
                self.heard_until[start.stop] = visit.to_s
                return self._use(start, visit, "hit")
        again = self._find("revisit", start, EARLY_S)
        heard = self.heard_until.get(start.stop)
        if heard is not None:
            late = again is not None and again.from_s - heard >= _REPLAY_S
            return Verdict(start, "replay" if late else "restart", again)
        if again:
            return Verdict(start, "replay", again)
        return self._judge_unasked(start)

    def _judge_unasked(self, start: Start) -> Verdict:
        if brief := self._find("either", start, EARLY_S):
            return self._use(start, brief, "either")
        if passed := self._find("pass", start, _PASS_SLACK_S, _PASS_SLACK_S):
            return self._use(start, passed, "pass")
        if near := self._find("near", start, 1.0, 1.0):
            return Verdict(start, "near", near)
        elsewhere = any(
            presence.stop != start.stop and presence.holds(start.t)
            for kind in _PRESENT
            for presence in self.by_kind[kind]
        )
        return Verdict(start, "wrong" if elsewhere else "false", None)
