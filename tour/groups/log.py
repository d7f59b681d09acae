"""The event log of walks: the truth of what every phone is to do.

A command is kept in one transaction with its event. It stands on the event that it was decided
upon: when another process was quicker, nothing is kept and it is decided anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, and_, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from tour.groups.commands import Command, End
from tour.groups.machine import decide
from tour.groups.model import Event, Programme, State
from tour.groups.record import decode, encode
from tour.groups.tables import group_commands, group_events, group_walks
from tour.storage import Database

T = TypeVar("T")
MAX_READ = 200
_ATTEMPTS = 50

_NEWEST = (
    select(group_events.c.seq, group_events.c.kind, group_events.c.body)
    .where(group_events.c.group_id == bindparam("group_id"))
    .order_by(group_events.c.seq.desc())
    .limit(1)
)
_AFTER = (
    select(group_events.c.seq, group_events.c.kind, group_events.c.body)
    .where(
        group_events.c.group_id == bindparam("group_id"), group_events.c.seq > bindparam("after")
    )
    .order_by(group_events.c.seq.desc())
    .limit(MAX_READ)
)


@dataclass(frozen=True, slots=True)
class Logged:
    """An event as it was kept; ``data`` is its JSON text, one line."""

    seq: int
    kind: str
    data: str

    @property
    def event(self) -> Event:
        """The event itself."""
        return decode(self.data)


@dataclass(frozen=True, slots=True)
class Advanced:
    """A walk's state after a command, and the events that it added."""

    state: State
    kept: tuple[Logged, ...]


class _Overtaken(Exception):
    """Another process appended first."""


def newest(connection: Connection, group_id: int) -> Logged:
    """The last event of a walk; every walk has one."""
    return _logged(connection.execute(_NEWEST, {"group_id": group_id}).one())


def after(connection: Connection, group_id: int, seq: int) -> tuple[Logged, ...]:
    """The events after ``seq``, oldest first; of more than 200 the newest."""
    rows = connection.execute(_AFTER, {"group_id": group_id, "after": seq}).all()
    return tuple(_logged(row) for row in reversed(rows))


def keep(connection: Connection, group_id: int, event: Event) -> Logged:
    """Append an event; its number must be the next one."""
    kept = Logged(event.seq, event.kind, encode(event))
    row = {"group_id": group_id, "seq": kept.seq, "kind": kept.kind, "body": kept.data}
    connection.execute(insert(group_events), row)
    return kept


def is_done(connection: Connection, group_id: int, command_id: str) -> bool:
    """Whether a command with this id was taken before; if not, it is from now on."""
    known = select(group_commands.c.id).where(
        and_(group_commands.c.group_id == group_id, group_commands.c.id == command_id)
    )
    if connection.execute(known).one_or_none() is not None:
        return True
    row = {"group_id": group_id, "id": command_id}
    connection.execute(insert(group_commands), row)  # IntegrityError: in the same moment elsewhere
    return False


def advance(
    connection: Connection,
    group_id: int,
    command: Command,
    programme: Programme,
    *,
    now_ms: int,
    expires_ms: int,
    seen_seq: int | None = None,
) -> Advanced:
    """Do a command on the newest state and keep its event.

    The walk is kept until ``expires_ms``. With ``seen_seq`` the newest state must be that one: who
    leads may have changed together with it. Call it inside ``whole``.
    """
    before = newest(connection, group_id).event.state
    if seen_seq not in {None, before.seq}:
        raise _Overtaken
    state, events = decide(before, command, now_ms, programme)
    values = {"seq": state.seq, "expires_ms": expires_ms}
    if isinstance(command, End):
        values["ended"] = True
    moved = connection.execute(
        update(group_walks)
        .where(group_walks.c.id == group_id, group_walks.c.seq == before.seq)
        .values(values)
    )
    if moved.rowcount != 1:
        raise _Overtaken
    return Advanced(state, tuple(keep(connection, group_id, event) for event in events))


def whole(database: Database, work: Callable[[Connection], T]) -> T:
    """Do this work in one transaction, again from the start whenever somebody was quicker."""
    for attempt in range(_ATTEMPTS):
        try:
            with database.write() as connection:
                return work(connection)
        except (_Overtaken, IntegrityError):
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError


def _logged(row: Row[Any]) -> Logged:
    return Logged(row.seq, row.kind, row.body)
