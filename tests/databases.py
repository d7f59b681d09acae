"""Both databases for tests: SQLite in a file, PostgreSQL on a real server started here once."""

import atexit
import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest

from tour.app import create_app
from tour.settings import Settings, _database_url
from tour.storage import Database, prepare_database
from tour.wiring import build_services

KINDS = ("sqlite", "postgresql")
_numbers = itertools.count(1)


@cache
def _server_address() -> str:
    """A PostgreSQL server that ends with this process."""
    runtime = tempfile.mkdtemp()
    Path(runtime).chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    import pgserver  # noqa: PLC0415 - it looks for its folder when it is imported

    data = tempfile.mkdtemp()
    # Started by root, it makes a system user first: not two test processes at once.
    with (Path(tempfile.gettempdir()) / "tour-tests-postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = pgserver.get_server(data, cleanup_mode="stop")

    @atexit.register
    def end() -> None:
        server.cleanup()
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(runtime, ignore_errors=True)

    return str(server.get_uri())


def _administer(statement: str) -> None:
    with psycopg.connect(_server_address(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _postgresql_url(name: str) -> str:
    return _database_url(_server_address().replace("/postgres?", f"/{name}?"))


def migrate(url: str) -> None:
    """Bring a database to the newest migration, as the app's start does."""
    settings = Settings(database_url=url)
    services = build_services(settings)
    try:
        prepare_database(create_app(settings, services))
    finally:
        services.database.engine.dispose()


@cache
def _migrated_file() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(f"sqlite:///{folder / 'tour.db'}")
    return folder / "tour.db"


@cache
def _migrated_template() -> str:
    _administer("CREATE DATABASE migrated")
    migrate(_postgresql_url("migrated"))
    return "migrated"


def _database(kind: str, folder: Path, *, migrated: bool) -> Iterator[str]:
    if kind == "sqlite":
        path = folder / "test.db"
        if migrated:
            shutil.copy(_migrated_file(), path)
        yield f"sqlite:///{path}"
        return
    template = _migrated_template() if migrated else "template1"
    name = f"test_{next(_numbers)}"
    _administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _postgresql_url(name)
    _administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with all migrations, on each kind of database in turn."""
    yield from _database(request.param, tmp_path, migrated=True)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    yield from _database(request.param, tmp_path, migrated=False)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with all migrations, open; on each kind in turn."""
    database = Database(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def make_token() -> Callable[[], str]:
    """Makes token-1, token-2, …"""
    numbers = itertools.count(1)
    return lambda: f"token-{next(numbers)}"
