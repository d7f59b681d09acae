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


@pytest.fixture(scope="module")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, tour_text: str
) -> Iterator[tuple[Server, Settings]]:
    """One server for tests that leave it as it was."""
    folder = tmp_path_factory.mktemp("shared")
    (folder / "stops.yaml").write_text(tour_text, encoding="utf-8")
    settings = Settings(
        stops_file=folder / "stops.yaml",
        audio_dir=folder / "audio",
        instance_dir=folder / "instance",
    )
    migrate(settings.database_url)
    server = Server(settings, LIMITS='{"heartbeat_s": 0.5}')
    server.start()
    yield server, settings
    server.close()
    assert server.log == ""


@pytest.fixture
def shared_walk(shared_server: tuple[Server, Settings]) -> Iterator[tuple[Server, Walk]]:
    """A walk of its own on the shared server."""
    server, settings = shared_server
    walk = Walk(server, settings)
    yield server, walk
    for phone in walk.phones:
        phone.hang_up()


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
