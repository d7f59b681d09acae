"""Events into their table, many at a time, each at most once.

Rows go to the driver as they are: binding each of them through SQLAlchemy takes three times as
long as storing it. PostgreSQL gets a whole batch as one statement over arrays, because each row
of an ``executemany`` is a message of its own there.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from tour.progress.model import Event
from tour.progress.tables import visit_events
from tour.storage import Database

AddNew = Callable[[Connection, int, Sequence[Event]], int]
"""Stores those events of a visit that it does not have yet; tells how many they were."""


def add_new(database: Database) -> AddNew:
    """The way that is fast on this database. Both keep the first of two contents of one id."""
    return _as_rows if database.is_sqlite else _as_arrays


_KEEP_FIRST = sqlite.insert(visit_events).on_conflict_do_nothing()
_INSERT_ROW = str(_KEEP_FIRST.compile(dialect=sqlite.dialect(paramstyle="qmark")))
_COUNTED = {"preserve_rowcount": True}


def _as_rows(connection: Connection, visit: int, events: Sequence[Event]) -> int:
    rows = [(visit, *event) for event in events]
    return connection.exec_driver_sql(_INSERT_ROW, rows, execution_options=_COUNTED).rowcount


_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


def _insert_arrays(table: Table) -> str:
    kinds = {column.name: column.type.compile(_POSTGRESQL) for column in table.columns}
    names = ", ".join(kinds)
    arrays = ", ".join(f"%s::{kind}[]" for kind in list(kinds.values())[1:])
    return (
        f"INSERT INTO {table.name} ({names}) SELECT %s, * FROM unnest({arrays}) "  # noqa: S608 - names of our own table
        "ON CONFLICT DO NOTHING"
    )


_INSERT_ARRAYS = _insert_arrays(visit_events)


def _as_arrays(connection: Connection, visit: int, events: Sequence[Event]) -> int:
    columns = [list(column) for column in zip(*events, strict=True)]
    result = connection.exec_driver_sql(
        _INSERT_ARRAYS, (visit, *columns), execution_options=_COUNTED
    )
    return result.rowcount
