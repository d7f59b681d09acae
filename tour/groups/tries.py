"""How often codes may be tried, so that nobody finds a walk by trying and nobody is kept out.

A right code is let in, however many wrong ones came from the same address before it: a museum's
Wi-Fi or a mobile network may be one address for hundreds of people. Only the number of tries that
are looked up at all is bounded, and each wrong one is counted before anybody is told about it.
Levels rise by one with each wrong code and sink steadily, in the database, so that all processes
agree.

There are 25^6 = 244,140,625 codes, so a random try finds one of w open walks after 244 million / w
tries on average. For one open walk that is

    116 years    from one address (4 a minute, 100 to begin with)
    3.9 years    from all addresses together, as long as none of them is refused (120 a minute)
    42 days      from a thousand addresses without a pause; a code is good for some hours, and
                 opens what any visitor of the square can hear

Addresses are kept as digests, and deleted with the first try half an hour later.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tour.errors import NotFound, TooManyRequests, TourError
from tour.groups import log as events
from tour.groups.codes import normal_code
from tour.groups.errors import LedElsewhere
from tour.groups.tables import group_tries
from tour.groups.walks import Walks

T = TypeVar("T")

TOLD_AFTER: Final = 10
"""So many wrong codes are told to be wrong; further ones are told to wait."""
LOOKED_UP: Final = 100
LOOKED_UP_PER_MIN: Final = 4
ALL_PER_MIN: Final = 120
STRAINED: Final = 3
"""What is left of ``LOOKED_UP`` for each address while all together try too much."""
JOINS: Final = 120
"""Phones that may join from one address at once, and then per minute: several buses."""

_MINUTE_MS: Final = 60_000
_KEPT_MS: Final = 30 * _MINUTE_MS  # by then every level has sunk to nothing
_EVERYBODY: Final = "everybody"
_tries = group_tries.c


@dataclass(frozen=True, slots=True)
class Who:
    """Whose tries are counted: an address, or the account of somebody who is signed in."""

    kind: str
    name: str

    @property
    def subject(self) -> str:
        """What is kept of it."""
        return hashlib.sha256(f"{self.kind}:{self.name}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Level:
    """Levels at a moment; ``last_code`` is the digest of the code that was wrong last."""

    wrong: float = 0.0
    joins: float = 0.0
    last_code: str | None = None

    @classmethod
    def at(cls, row: Row[Any] | None, now_ms: int, wrong_per_min: float) -> "_Level":
        """What is left of the levels of a row by now."""
        if row is None:
            return cls()
        minutes = max(0, now_ms - row.at_ms) / _MINUTE_MS
        return cls(
            max(0.0, row.wrong - minutes * wrong_per_min),
            max(0.0, row.joins - minutes * JOINS),
            row.last_code,
        )


class Tries:
    """Counts wrong codes and joins."""

    def __init__(self, walks: Walks) -> None:
        self._walks = walks
        make = sqlite.insert if walks.database.is_sqlite else postgresql.insert
        self._begin = make(group_tries).on_conflict_do_nothing()

    def joining(self, who: Who, code: str, work: Callable[[Connection], T]) -> T:
        """Do ``work``, which joins a walk by its code, and count it; see ``changing``.

        Raises:
            TooManyRequests: also when very many joined from there in the last minute.
        """
        return self._counted(who, code, work, joins=1)

    def changing(self, who: Who, code: str, work: Callable[[Connection], T]) -> T:
        """Do ``work``, which looks a code up, in one transaction with the counting of it.

        Tries of the same subject come one after the other, in all processes.

        Raises:
            NotFound: the code is wrong.
            TooManyRequests: it is wrong and one of many, or so many came that this one was not
                looked up.
        """
        return self._counted(who, code, work, joins=0)

    def answering(self, who: Who, code: str, work: Callable[[], T]) -> T:
        """Do ``work``, which gives something only to whoever has more than the code.

        It costs nothing when it succeeds. Tries side by side are counted after one another: what
        slips through together is paid back, for the level stays too high for so much longer.

        Raises:
            NotFound: the code is wrong.
            LedElsewhere: it is right, but another leads.
            TooManyRequests: as above, in place of both.
        """
        try:
            return work()
        except LedElsewhere:
            self.require(who)
            raise
        except NotFound as error:
            fault = error
        self.require(who)  # a flood takes no lock for writing
        with self._walks.database.write() as connection:
            told = self._wrong(connection, who, code, fault)
        raise told

    def require(self, who: Who) -> None:
        """Return when a try from there may be answered.

        Raises:
            TooManyRequests: not now.
        """
        with self._walks.database.read() as connection:
            self._require(connection, self._row(connection, who))

    def _counted(self, who: Who, code: str, work: Callable[[Connection], T], joins: int) -> T:
        # A flood is refused before it takes the lock for writing.
        with self._walks.database.read() as connection:
            self._require(connection, self._row(connection, who), joins)

        def counted(connection: Connection) -> T | TourError:
            level = self._require(connection, self._locked(connection, who), joins)
            try:
                done = work(connection)
            except NotFound as fault:
                return self._wrong(connection, who, code, fault)
            if joins:
                self._keep(connection, who.subject, replace(level, joins=level.joins + joins))
                self._forget_old(connection)
            return done

        found = events.whole(self._walks.database, counted)
        if isinstance(found, TourError):
            raise found
        return found

    def _require(self, connection: Connection, row: Row[Any] | None, joins: int = 0) -> _Level:
        """The level in a subject's row when it may try now."""
        level = _Level.at(row, self._walks.now_ms(), LOOKED_UP_PER_MIN)
        if level.wrong >= STRAINED:
            most = STRAINED if self._is_strained(connection) else LOOKED_UP
            if level.wrong >= most:
                raise _wait(level.wrong - most + 1, LOOKED_UP_PER_MIN)
        if joins and level.joins + joins > JOINS:
            raise _wait(level.joins + joins - JOINS, JOINS)
        return level

    def _is_strained(self, connection: Connection) -> bool:
        row = self._row(connection, None)
        return _Level.at(row, self._walks.now_ms(), ALL_PER_MIN).wrong >= ALL_PER_MIN

    def _wrong(self, connection: Connection, who: Who, code: str, fault: NotFound) -> TourError:
        """Count a wrong code; what to tell about it once that is kept.

        What cannot be a code is no guess, nor is the same one again.
        """
        meant = normal_code(code)
        if meant is None:
            return fault
        now_ms = self._walks.now_ms()
        level = _Level.at(self._locked(connection, who), now_ms, LOOKED_UP_PER_MIN)
        tried = hashlib.sha256(meant.encode()).hexdigest()
        if tried != level.last_code:
            level = replace(level, wrong=level.wrong + 1, last_code=tried)
            self._keep(connection, who.subject, level)
            everybody = _Level.at(self._locked(connection, None), now_ms, ALL_PER_MIN)
            risen = min(everybody.wrong + 1, 2.0 * ALL_PER_MIN)
            self._keep(connection, _EVERYBODY, replace(everybody, wrong=risen))
        self._forget_old(connection)
        if level.wrong <= TOLD_AFTER:
            return fault
        return _wait(level.wrong - TOLD_AFTER, LOOKED_UP_PER_MIN)

    def _forget_old(self, connection: Connection) -> None:
        """Delete what counts no longer, but for rows in other hands: nobody waits for them."""
        old = (
            select(_tries.subject)
            .where(_tries.at_ms <= self._walks.now_ms() - _KEPT_MS)
            .with_for_update(skip_locked=True)
        )
        connection.execute(delete(group_tries).where(_tries.subject.in_(old)))

    def _locked(self, connection: Connection, who: Who | None) -> Row[Any] | None:
        """The row of a subject, or of all together; others wait for it until the commit."""
        subject = _EVERYBODY if who is None else who.subject
        fresh = {"subject": subject, "wrong": 0.0, "joins": 0.0, "at_ms": self._walks.now_ms()}
        connection.execute(self._begin, fresh)
        found = select(group_tries).where(_tries.subject == subject).with_for_update()
        return connection.execute(found).one_or_none()

    def _row(self, connection: Connection, who: Who | None) -> Row[Any] | None:
        subject = _EVERYBODY if who is None else who.subject
        return connection.execute(
            select(group_tries).where(_tries.subject == subject)
        ).one_or_none()

    def _keep(self, connection: Connection, subject: str, level: _Level) -> None:
        values = {
            "wrong": level.wrong,
            "joins": level.joins,
            "last_code": level.last_code,
            "at_ms": self._walks.now_ms(),
        }
        connection.execute(update(group_tries).where(_tries.subject == subject).values(values))


def _wait(too_many: float, per_min: float) -> TooManyRequests:
    seconds = max(1, int(too_many / per_min * 60) + 1)
    msg = f"Too many tries. Ask the guide for the code and try again in {seconds} s."
    return TooManyRequests(msg, retry_after_s=seconds)
