from collections.abc import Iterator

import pytest
from databases import database_url, empty_database_url

from tour.storage import Database

__all__ = ["database_url", "empty_database_url"]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.engine.dispose()
