import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from databases import database_url, migrate
from flask import Flask
from flask.testing import FlaskClient
from web_help import Clips, listening_socket

from tour.app import create_app
from tour.settings import ROOT, Settings
from tour.staff.passwords import Argon2Passwords
from tour.wiring import Services, build_services

if TYPE_CHECKING:
    from conftest import StoppedClock

__all__ = ["database_url"]


BUILT = {
    "page.js": "page-AAAA.js",
    "embed.js": "embed-FFFF.js",
    "recorder.js": "recorder-GGGG.js",
    "page.css": "page-BBBB.css",
    "map.css": "map-CCCC.css",
    "listen.css": "listen-HHHH.css",
    "staff.css": "staff-JJJJ.css",
}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    built = BUILT | {"icon.svg": "icon-DDDD.svg", "silence.wav": "silence-EEEE.wav"}
    built |= {"group.css": "group-FFFF.css"}
    built |= {f"icon-{size}.png": f"icon-{size}-EEEE.png" for size in (192, 512)}
    built |= {f"icon-{use}.png": f"icon-{use}-EEEE.png" for use in ("maskable", "touch")}
    for name in built.values():
        (folder / name).write_text(f"/* {name} */ {'x' * 100}", encoding="utf-8")
    (folder / "sw.js").write_text("/* the worker */", encoding="utf-8")
    (folder / "assets.json").write_text(json.dumps(built), encoding="utf-8")
    return folder


@pytest.fixture
def services(
    settings: Settings, database_url: str, stopped_clock: "StoppedClock"
) -> Iterator[Services]:
    """Services on both databases in turn, with a clock and tokens that tests know."""
    numbers = itertools.count(1)
    services = build_services(
        replace(settings, database_url=database_url),
        clock=stopped_clock,
        make_token=lambda: f"token-{next(numbers)}",
        passwords=Argon2Passwords(passes=1, memory_kib=64),
    )
    yield services
    services.database.engine.dispose()


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services.settings, services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def lone_app(settings: Settings) -> Iterator[Flask]:
    """The app for what needs no database: made once per test, not once per kind of database."""
    services = build_services(settings)
    yield create_app(settings, services)
    services.database.engine.dispose()


@pytest.fixture
def lone_client(lone_app: Flask) -> FlaskClient:
    return lone_app.test_client()


@pytest.fixture
def clips(settings: Settings) -> Clips:
    """Publishes narration into the folder that the app serves."""
    return Clips(settings.audio_dir)


@pytest.fixture
def served(settings: Settings) -> Iterator[int]:
    """The port of the real server, with the settings it is deployed with."""
    migrate(settings.database_url)
    with listening_socket() as listener:
        env = os.environ | {
            "TOUR_STOPS": str(settings.stops_file),
            "TOUR_AUDIO": str(settings.audio_dir),
            "TOUR_INSTANCE": str(settings.instance_dir),
        }
        bind = f"fd://{listener.fileno()}"
        command = [sys.executable, "-m", "gunicorn", "--bind", bind, "wsgi:app"]
        log = Path(settings.instance_dir, "server.log")
        with (
            log.open("wb") as output,
            subprocess.Popen(
                command, cwd=ROOT, env=env, pass_fds=[listener.fileno()], stderr=output
            ) as process,
        ):
            yield listener.getsockname()[1]
            process.terminate()
        assert log.read_text(encoding="utf-8") == ""
