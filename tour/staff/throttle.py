"""Slowing down guesses: per name and per address, in the database, so that all processes agree.

An attempt is counted as a failure before the password is looked at and taken back when it was
right: attempts that run side by side cannot slip through together.

A browser in which the account has signed in before is counted for itself alone ("device cookies",
OWASP): whoever guesses at a guide's name elsewhere, or on the same Wi-Fi, does not keep the guide
out, and a stolen cookie buys no more guesses than a name does.
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
_BY_DEVICE: Final = _BY_NAME
_BY_ADDRESS: Final = _Limit(free=20, most_s=900)  # a museum's staff may share one address


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whose attempt it is. ``device`` is the digest of one that is known for this name."""

    name_key: str
    address: str
    device: str | None = None

    def limits(self) -> dict[str, _Limit]:
        """By which subjects it is counted."""
        if self.device is not None:
            return {_subject("device", self.device): _BY_DEVICE}
        return {
            _subject("name", self.name_key): _BY_NAME,
            _subject("address", self.address): _BY_ADDRESS,
        }


class Throttle:
    """Counts attempts. An address is kept as a digest only, and for a day."""

    def __init__(self, database: Database) -> None:
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        self._begin = insert(staff_attempts).on_conflict_do_nothing()

    def enter(self, connection: Connection, attempt: Attempt, now_ms: int) -> None:
        """Count an attempt as a failure.

        Raises:
            TooManyRequests: it came too early; nothing is counted.
        """
        limits = attempt.limits()
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

    def succeed(self, connection: Connection, attempt: Attempt) -> None:
        """The attempt was right: the name or device is free again, the address one failure better.

        Not more: else somebody's own account would free the guesses at all others. A known device
        frees itself alone: else its owner would give the guesses elsewhere a new start.
        """
        by_address = _subject("address", attempt.address)
        free = [each for each in attempt.limits() if each != by_address]
        connection.execute(delete(staff_attempts).where(staff_attempts.c.subject.in_(free)))
        if attempt.device is None:
            _set(connection, by_address, failures=staff_attempts.c.failures - 1)
            none_left = staff_attempts.c.failures <= 0
            connection.execute(
                delete(staff_attempts).where(staff_attempts.c.subject == by_address, none_left)
            )

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
