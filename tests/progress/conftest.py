import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from databases import database_url

from tour.progress.store import Visits
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
def make_token() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"token-{next(numbers)}"


@pytest.fixture
def visits(
    database: Database, stopped_clock: "StoppedClock", make_token: Callable[[], str]
) -> Visits:
    return Visits(database, stopped_clock, make_token, keep_days=30)
