"""Visits in the database: begin, add events, read progress, forget.

Whoever knows a visit's id and secret may do everything with it; nobody else anything. The secret
is kept as its SHA-256 only (it is 128 random bits: a slow hash would add nothing) and compared in
constant time. Every method answers after its commit.

Stop ids are not compared with today's tour: a phone may hold an older one, and refusing its batch
would hold back all events behind it. Ids of the right shape are kept and shown as reported.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from tour.clock import Clock
from tour.errors import InvalidInput, NotAllowed, NotFound, TooLarge
from tour.ids import MakeToken
from tour.progress.insertion import add_new
from tour.progress.merge import Progress, join, progress_of
from tour.progress.model import Event, NewVisit, Receipt, Snapshot, StopView
from tour.progress.state import decode, encode
from tour.progress.tables import visits
from tour.storage import Database

MAX_BATCH = 200
MAX_EVENTS = 20_000
MAX_STOPS = 500
_SWEEP = 20
_NO_VISIT = "There is no such visit, or it has been forgotten. Begin a new one."

_FIND = select(visits).where(visits.c.public_id == bindparam("public_id"))
_FIND_TO_CHANGE = _FIND.with_for_update()  # no effect on SQLite, where one writer runs at a time
_KEEP = (
    update(visits)
    .where(visits.c.id == bindparam("visit"))
    .values({name: bindparam(name) for name in ("updated_ms", "expires_ms", "events", "state")})
)


class Visits:
    """The store of visits. Safe to use from many threads and processes at once."""

    def __init__(
        self, database: Database, clock: Clock, make_token: MakeToken, *, keep_days: int
    ) -> None:
        self._database = database
        self._clock = clock
        self._make_token = make_token
        self._keep = timedelta(days=keep_days)
        self._add_new = add_new(database)

    def create(self, lang: str) -> NewVisit:
        """Begin a visit; on the way, forget a few that have expired."""
        now = self._clock()
        visit = NewVisit(self._make_token(), self._make_token(), now + self._keep)
        row = {
            "public_id": visit.id,
            "secret_sha256": _hash(visit.secret),
            "lang": lang,
            "created_ms": _ms(now),
            "updated_ms": _ms(now),
            "expires_ms": _ms(visit.expires_at),
            "events": 0,
            "state": encode(Progress()),
        }
        with self._database.write() as connection:
            _delete_expired(connection, _ms(now), _SWEEP)
            connection.execute(insert(visits), row)
        return visit

    def add_events(self, visit_id: str, secret: str, events: Sequence[Event]) -> Receipt:
        """Keep events and join them into the visit's progress. Idempotent; order is no matter.

        An id names one content for good: of two contents under one id the first is kept, and
        progress knows both.

        Raises:
            NotFound: no such visit, or it has expired.
            NotAllowed: the secret is another one's.
            TooLarge: more than 200 events at once or 20,000 in one visit; nothing was kept.
            InvalidInput: more than 500 different stops in one visit; nothing was kept.
        """
        if len(events) > MAX_BATCH:
            msg = f"A batch holds at most {MAX_BATCH} events, not {len(events)}: send several."
            raise TooLarge(msg, limit=MAX_BATCH)
        now = self._clock()
        said = progress_of(events)
        with self._database.write() as connection:
            visit = self._opened(connection, visit_id, secret, now, to_change=True)
            accepted = self._add_new(connection, visit.id, events) if events else 0
            before = decode(visit.state)
            after = join(before, said)
            updated_ms = visit.updated_ms
            if accepted or after != before:
                _refuse_too_much(visit.events + accepted, after)
                updated_ms = _ms(now)
                values = {
                    "visit": visit.id,
                    "updated_ms": updated_ms,
                    "expires_ms": _ms(now + self._keep),
                    "events": visit.events + accepted,
                    "state": encode(after),
                }
                connection.execute(_KEEP, values)
        snapshot = _snapshot(visit.lang, updated_ms, after)
        return Receipt(accepted, len(events) - accepted, snapshot)

    def progress(self, visit_id: str, secret: str) -> Snapshot:
        """What is known of the visit.

        Raises:
            NotFound: no such visit, or it has expired.
            NotAllowed: the secret is another one's.
        """
        with self._database.read() as connection:
            visit = self._opened(connection, visit_id, secret, self._clock())
        return _snapshot(visit.lang, visit.updated_ms, decode(visit.state))

    def forget(self, visit_id: str, secret: str) -> None:
        """Delete the visit and all its events for good.

        Raises:
            NotFound: no such visit, or it has expired.
            NotAllowed: the secret is another one's.
        """
        with self._database.write() as connection:
            visit = self._opened(connection, visit_id, secret, self._clock(), to_change=True)
            connection.execute(delete(visits).where(visits.c.id == visit.id))

    def expire(self) -> int:
        """Delete every visit whose time is over; tells how many."""
        with self._database.write() as connection:
            return _delete_expired(connection, _ms(self._clock()))

    def _opened(
        self,
        connection: Connection,
        visit_id: str,
        secret: str,
        now: datetime,
        *,
        to_change: bool = False,
    ) -> Row[Any]:
        query = _FIND_TO_CHANGE if to_change else _FIND
        if "\0" in visit_id:  # PostgreSQL refuses to look for one
            raise NotFound(_NO_VISIT)
        visit = connection.execute(query, {"public_id": visit_id}).one_or_none()
        if visit is None or visit.expires_ms <= _ms(now):
            raise NotFound(_NO_VISIT)
        if not hmac.compare_digest(visit.secret_sha256, _hash(secret)):
            msg = "This secret does not open this visit."
            raise NotAllowed(msg)
        return visit


def _delete_expired(connection: Connection, now_ms: int, at_most: int | None = None) -> int:
    expired = select(visits.c.id).where(visits.c.expires_ms <= now_ms).limit(at_most)
    return connection.execute(delete(visits).where(visits.c.id.in_(expired))).rowcount


def _refuse_too_much(events: int, progress: Progress) -> None:
    if events > MAX_EVENTS:
        msg = f"A visit holds at most {MAX_EVENTS} events. Begin a new visit."
        raise TooLarge(msg, limit=MAX_EVENTS)
    if len(progress.stops) > MAX_STOPS:
        msg = f"A visit speaks of at most {MAX_STOPS} different stops."
        raise InvalidInput(msg, limit=MAX_STOPS)


def _snapshot(lang: str, updated_ms: int, progress: Progress) -> Snapshot:
    stops = {
        stop: StopView(
            arrived=known.arrived,
            started=known.started,
            finished=known.finished,
            position_s=None if known.position is None else known.position.value,
            heard_s=known.heard_s,
            last_at_ms=known.last_at_ms,
        )
        for stop, known in sorted(progress.stops.items())
    }
    language = lang if progress.language is None else progress.language.value
    return Snapshot(language, datetime.fromtimestamp(updated_ms / 1000, UTC), stops)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
