"""One SQLAlchemy engine with the settings and transactions that this tour relies on.

SQLite runs in WAL mode with ``synchronous=NORMAL``: what was committed survives ``kill -9`` of the
application (SQLite documents that WAL with NORMAL loses commits only when the operating system
itself stops, and never consistency); FULL would wait for the disk at every commit, which on the
memory cards of small machines takes a good part of a second. Python's own transaction handling is
switched off, so that a writing transaction can begin with ``BEGIN IMMEDIATE``: it takes the write
lock at once instead of failing half-way when another process wrote since its first read.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from tour.errors import Unavailable

BUSY_TIMEOUT_MS = 5000
_POOL_SIZE = 10
_POOL_OVERFLOW = 60  # more than the server has threads: none waits for a connection
_READ_ONLY = "tour_read_only"


class Database:
    """The one engine of the process. Building it connects to nothing; no value is ever logged.

    Use ``read()`` and ``write()``; a session or connection taken elsewhere from ``engine`` is
    treated as a writer.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        # Threads of one process queue here rather than in SQLite's busy handler, which sleeps
        # up to 100 ms at a time and serves nobody in order.
        self._writer: AbstractContextManager[Any] = (
            threading.Lock() if self.is_sqlite else nullcontext()
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection in a transaction that sees one consistent state and writes nothing.

        Raises:
            Unavailable: the database cannot be reached.
        """
        with _reported(), self.engine.connect() as raw:
            yield raw.execution_options(**{_READ_ONLY: True})

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction: committed when the block ends, undone when it raises.

        What a caller tells anyone after the block has ended is on the disk's way and survives
        the death of this process.

        Raises:
            Unavailable: the database cannot be reached or stayed locked for five seconds.
        """
        with self._writer, _reported(), self.engine.begin() as connection:
            yield connection

    def check(self) -> None:
        """Return when the database answers.

        Raises:
            Unavailable: it does not.
        """
        with self.read() as connection:
            connection.execute(text("SELECT 1"))


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if _means_full(error):
            msg = "The server's disk is full. Nothing was changed; try again later."
            raise Unavailable(msg) from error
        if not _means_unreachable(error):
            raise
        msg = "The database cannot be reached now. Nothing was changed; try again."
        raise Unavailable(msg) from error


def _means_full(error: DBAPIError) -> bool:
    """SQLITE_FULL, a short write reported as an I/O error, or PostgreSQL's class 53100."""
    words = ("disk is full", "disk I/O error", "No space left")
    return type(error.orig).__name__ == "DiskFull" or any(word in str(error.orig) for word in words)


def _means_unreachable(error: DBAPIError) -> bool:
    kind = type(error.orig).__name__
    if kind == "OperationalError":
        # The same class also reports a missing table: that is a fault of ours, to be logged.
        words = ("locked", "unable to open", "connect", "terminat", "shut", "starting up", "closed")
        return error.connection_invalidated or any(word in str(error.orig) for word in words)
    return error.connection_invalidated or kind in {"AdminShutdown", "CannotConnectNow"}


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
        pool_pre_ping=True,  # the database may have been restarted since the last use
        pool_use_lifo=True,
        connect_args={"connect_timeout": 5},
        hide_parameters=True,
    )


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
        pool_use_lifo=True,  # the connection that wrote last has the pages in its cache
        hide_parameters=True,
    )
    name = engine.url.database

    @event.listens_for(engine, "do_connect")
    def make_folder(*_: object) -> None:
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "secure_delete = ON",  # what a visitor asks to forget is zeroed in the file
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(_READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
