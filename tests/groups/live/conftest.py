from collections.abc import Iterator

import pytest
from databases import migrate
from live_help import RedisServer
from serving_help import Server, Walk, serving

from tour.settings import Settings


@pytest.fixture
def migrated(settings: Settings) -> Settings:
    migrate(settings.database_url)
    return settings


@pytest.fixture
def served_walk(migrated: Settings) -> Iterator[tuple[Server, Walk]]:
    """The server as it is deployed, and a walk on it."""
    with serving(migrated) as (server, walk):
        yield server, walk
    assert server.log == ""


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()
