import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from databases import database_url

from tour.staff import Accounts
from tour.staff.passwords import Argon2Passwords
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

__all__ = ["database_url"]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def accounts(database: Database, stopped_clock: "StoppedClock") -> Accounts:
    numbers = itertools.count(1)
    return Accounts(
        database,
        stopped_clock,
        lambda: f"token-{next(numbers)}",
        Argon2Passwords(passes=1, memory_kib=64),
        session_hours=12,
    )
