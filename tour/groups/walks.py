"""Walks in the database: what desks and phones have in common.

Only hashes of secrets are kept (they are 128 random bits: a slow hash would add nothing).
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from tour.clock import Clock
from tour.errors import InvalidInput, NotFound
from tour.groups import log as events
from tour.groups.codes import normal_code
from tour.groups.commands import AddLanguage, Command, End
from tour.groups.errors import WalkEnded
from tour.groups.log import Advanced, Logged
from tour.groups.machine import ENDED
from tour.groups.model import Programme, State
from tour.groups.tables import group_walks
from tour.storage import Database

log = logging.getLogger(__name__)

_HOUR_MS = 3_600_000
_ENDED_KEPT_MS = _HOUR_MS  # phones that slept through the end still learn of it
_NO_WALK = "There is no walk with this code. Ask the guide for it."


@dataclass(frozen=True, slots=True)
class Walks:
    """All walks. Safe to use from many threads and processes at once.

    ``publish`` is told (walk, seq, events that were kept) after each commit: it only wakes the
    streams, and what it loses is read from the log. A walk is forgotten ``keep_hours`` after its
    last command.
    """

    database: Database
    clock: Clock
    programme: Programme
    publish: Callable[[int, int, tuple[Logged, ...]], None]
    keep_hours: int

    def now_ms(self) -> int:
        """The server's clock."""
        return round(self.clock().timestamp() * 1000)

    def expires_ms(self) -> int:
        """Until when a walk is kept that was commanded now."""
        return self.now_ms() + self.keep_hours * _HOUR_MS

    def find(self, connection: Connection, code: str, *, even_ended: bool = False) -> Row[Any]:
        """The walk with this code, however it was typed.

        Raises:
            NotFound: no such walk, or it has been forgotten.
            WalkEnded: it is over.
        """
        meant = normal_code(code)
        found = select(group_walks).where(group_walks.c.code == meant)
        walk = None if meant is None else connection.execute(found).one_or_none()
        if walk is None or walk.expires_ms <= self.now_ms():
            raise NotFound(_NO_WALK)
        if walk.ended and not even_ended:
            raise WalkEnded(ENDED)
        return walk

    def advance(
        self,
        connection: Connection,
        group_id: int,
        command: Command,
        *,
        seen_seq: int | None = None,
    ) -> Advanced:
        """Do a command on the newest state, or on that one alone; call it inside ``log.whole``."""
        now_ms = self.now_ms()
        keep_until = now_ms + _ENDED_KEPT_MS if isinstance(command, End) else self.expires_ms()
        return events.advance(
            connection,
            group_id,
            command,
            self.programme,
            now_ms=now_ms,
            expires_ms=keep_until,
            seen_seq=seen_seq,
        )

    def with_language(self, connection: Connection, group_id: int, lang: str) -> tuple[State, bool]:
        """The newest state, in which somebody listens in this language; whether that is new."""
        state = events.newest(connection, group_id).event.state
        if state.phase == "ended" or lang in state.languages:
            return state, False
        return self.advance(connection, group_id, AddLanguage(lang)).state, True

    def wake(self, group_id: int, seq: int, kept: tuple[Logged, ...] = ()) -> None:
        """Tell the streams that there is something new, after its commit."""
        try:
            self.publish(group_id, seq, kept)
        except Exception:
            log.exception("the streams could not be woken; they will read the log by themselves")

    def logged(self, group_id: int, after: int) -> tuple[Logged, ...]:
        """The events of a walk after a number, oldest first; of more than 200 the newest."""
        with self.database.read() as connection:
            return events.after(connection, group_id, after)

    def newest(self, group_id: int) -> Logged:
        """The last event of a walk."""
        with self.database.read() as connection:
            return events.newest(connection, group_id)

    def expire(self) -> int:
        """Forget every walk whose time is over, with all of its phones; tells how many."""
        with self.database.write() as connection:
            return self.forget_expired(connection)

    def forget_expired(self, connection: Connection, at_most: int | None = None) -> int:
        """The same inside a transaction, and no more than so many."""
        over = select(group_walks.c.id).where(group_walks.c.expires_ms <= self.now_ms())
        some = over.limit(at_most)
        return connection.execute(delete(group_walks).where(group_walks.c.id.in_(some))).rowcount

    def require_language(self, lang: str) -> None:
        """Return when the tour is in this language.

        Raises:
            InvalidInput: it is not.
        """
        known = self.programme.languages()
        if lang not in known:
            msg = f"The tour is not in this language. It is in: {', '.join(known)}."
            raise InvalidInput(msg, languages=list(known))


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
