from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from databases import database, database_url, make_token

from tour.progress.store import Visits
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

__all__ = ["database", "database_url", "make_token"]


@pytest.fixture
def visits(
    database: Database, stopped_clock: "StoppedClock", make_token: Callable[[], str]
) -> Visits:
    return Visits(database, stopped_clock, make_token, keep_days=30)
