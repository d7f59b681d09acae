"""The values of a visit: what a phone reports, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

EventType = Literal["arrived", "started", "progressed", "finished", "language"]


class Event(NamedTuple):
    """Something that happened on a phone. ``id`` is made there and names this content for good.

    ``at_ms`` is the phone's own clock, in milliseconds since 1970 UTC. ``stop`` is None only for
    ``language`` events, ``lang`` is given only for them. A tuple, because a batch makes hundreds
    of them; its order is that of the table's columns.
    """

    id: str
    type: EventType
    at_ms: int
    stop: str | None = None
    position_s: float | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit that was begun now. ``secret`` is told this once and kept nowhere."""

    id: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Progress as of ``updated_at``: when the server last learnt something new (its own clock)."""

    lang: str
    updated_at: datetime
    stops: "dict[str, StopView]"


@dataclass(frozen=True, slots=True)
class StopView:
    """One stop of a snapshot.

    ``position_s`` is where the visitor last was, ``heard_s`` the furthest point; ``last_at_ms``
    the phone's clock at the latest event.
    """

    arrived: bool
    started: bool
    finished: bool
    position_s: float | None
    heard_s: float | None
    last_at_ms: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a batch brought: ``accepted`` new events and ``known`` ones that were here before."""

    accepted: int
    known: int
    progress: Snapshot
