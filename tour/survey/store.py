"""Takes in the database. Each id is kept once; every method answers after its commit."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tour.clock import Clock
from tour.errors import NotFound, TooLarge
from tour.geo import LatLon
from tour.storage import Database
from tour.survey.model import Take
from tour.survey.tables import survey_takes

MAX_BATCH: Final = 50
MAX_TAKES: Final = 5000
_COUNTED: Final = {"preserve_rowcount": True}
_takes = survey_takes.c


class Survey:
    """The store of takes. Safe to use from many threads and processes at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        self._keep_first = insert(survey_takes).on_conflict_do_nothing()
        self._database = database
        self._clock = clock

    def add(self, takes: Sequence[Take]) -> int:
        """Keep takes; tells how many were new. Idempotent: of two under one id the first stays.

        Raises:
            TooLarge: more than 5,000 takes in all; nothing was kept.
        """
        now_ms = self._now_ms()
        new = 0
        with self._database.write() as connection:
            for take in takes:
                row = _row(take) | {"received_ms": now_ms}
                kept = connection.execute(self._keep_first.values(row), execution_options=_COUNTED)
                new += kept.rowcount
            count = connection.execute(select(func.count()).select_from(survey_takes))
            if new and count.scalar_one() > MAX_TAKES:
                msg = f"There are {MAX_TAKES} takes already. More cannot be kept."
                raise TooLarge(msg, limit=MAX_TAKES)
        return new

    def drop(self, take_id: str) -> None:
        """Leave a take out from now on, also when its phone sends it again. Idempotent.

        Raises:
            NotFound: there is no such take.
        """
        with self._database.write() as connection:
            found = connection.execute(
                update(survey_takes)
                .where(_takes.id == take_id.replace("\0", ""))
                .values(dropped_ms=func.coalesce(_takes.dropped_ms, self._now_ms()))
            )
        if found.rowcount == 0:
            raise NotFound("There is no such take.")

    def takes(self) -> Mapping[str, tuple[Take, ...]]:
        """By stop: every take that was not dropped, the oldest first."""
        query = select(survey_takes).where(_takes.dropped_ms.is_(None))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(_takes.recorded_ms, _takes.id)).all()
        found: dict[str, tuple[Take, ...]] = {}
        for row in rows:
            found[row.stop] = (*found.get(row.stop, ()), _take(row))
        return MappingProxyType(found)

    def _now_ms(self) -> int:
        return round(self._clock().timestamp() * 1000)


def _row(take: Take) -> dict[str, Any]:
    return {
        "id": take.id,
        "stop": take.stop,
        "shape": take.shape,
        "points": json.dumps([[point.lat, point.lng] for point in take.points]),
        "uncertainty_m": take.uncertainty_m,
        "spread_m": take.spread_m,
        "recorded_ms": take.recorded_ms,
        "duration_s": take.duration_s,
        "fixes": take.fixes,
        "used": take.used,
        "surveyor": take.by,
    }


def _take(row: Row[Any]) -> Take:
    return Take(
        id=row.id,
        stop=row.stop,
        shape=row.shape,
        points=tuple(LatLon(lat, lng) for lat, lng in json.loads(row.points)),
        uncertainty_m=row.uncertainty_m,
        spread_m=row.spread_m,
        recorded_ms=row.recorded_ms,
        duration_s=row.duration_s,
        fixes=row.fixes,
        used=row.used,
        by=row.surveyor,
    )
