from typing import TYPE_CHECKING

import pytest
from databases import database, database_url

from tour.storage import Database
from tour.survey import Survey

if TYPE_CHECKING:
    from conftest import StoppedClock

__all__ = ["database", "database_url"]


@pytest.fixture
def survey(database: Database, stopped_clock: "StoppedClock") -> Survey:
    return Survey(database, stopped_clock)
