"""Slowing down guesses: per name and per address, in the database, so that all processes agree.

An attempt is counted as a failure before the password is looked at and taken back when it was
right: attempts that run side by side cannot slip through together.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tour.errors import TooManyRequests
from tour.staff.rules import FORGOTTEN_S, wait_s
from tour.staff.tables import staff_attempts
from tour.storage import Database

_SECOND_MS: Final = 1000


@dataclass(frozen=True, slots=True)
class _Limit:
    free: int
    most_s: int


_BY_NAME: Final = _Limit(free=5, most_s=300)
_BY_ADDRESS: Final = _Limit(free=20, most_s=900)  # a museum's staff may share one address


class Throttle:
    """Counts attempts. ``address`` is kept as a digest only, and for a day."""

    def __init__(self, database: Database) -> None:
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        self._begin = insert(staff_attempts).on_conflict_do_nothing()

    def enter(self, connection: Connection, name_key: str, address: str, now_ms: int) -> None:
        """Count an attempt as a failure.

        Raises:
            TooManyRequests: it came too early; nothing is counted.
        """
        limits = {_subject("name", name_key): _BY_NAME, _subject("address", address): _BY_ADDRESS}
        subjects = sorted(limits)  # one order for all: no two wait for each other
        fresh = [{"subject": each, "failures": 0, "last_ms": now_ms} for each in subjects]
        connection.execute(self._begin, fresh)
        found = connection.execute(
            select(staff_attempts)
            .where(staff_attempts.c.subject.in_(subjects))
            .order_by(staff_attempts.c.subject)
            .with_for_update()
        ).all()
        failures, left_ms = {}, 0
        for row in found:
            limit = limits[row.subject]
            known = row.failures if now_ms - row.last_ms < FORGOTTEN_S * _SECOND_MS else 0
            wait_ms = wait_s(known, free=limit.free, most_s=limit.most_s) * _SECOND_MS
            left_ms = max(left_ms, row.last_ms + wait_ms - now_ms if known else 0)
            failures[row.subject] = known + 1
        if left_ms > 0:
            seconds = -(-left_ms // _SECOND_MS)
            msg = f"Too many attempts. Try again in {seconds} s."
            raise TooManyRequests(msg, retry_after_s=seconds)
        for subject, count in failures.items():
            _set(connection, subject, failures=count, last_ms=now_ms)

    def succeed(self, connection: Connection, name_key: str, address: str) -> None:
        """The attempt was right: the name is free again, the address one failure better.

        Not more: else somebody's own account would free the guesses at all others.
        """
        by_name, by_address = _subject("name", name_key), _subject("address", address)
        _set(connection, by_address, failures=staff_attempts.c.failures - 1)
        done = (staff_attempts.c.subject == by_name) | (
            (staff_attempts.c.subject == by_address) & (staff_attempts.c.failures <= 0)
        )
        connection.execute(delete(staff_attempts).where(done))

    def forget_old(self, connection: Connection, now_ms: int) -> None:
        """Delete what counts no longer."""
        old = staff_attempts.c.last_ms <= now_ms - FORGOTTEN_S * _SECOND_MS
        connection.execute(delete(staff_attempts).where(old))


def _set(connection: Connection, subject: str, **values: object) -> None:
    connection.execute(
        update(staff_attempts).where(staff_attempts.c.subject == subject).values(values)
    )


def _subject(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
