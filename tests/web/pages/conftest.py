"""A page client on the small tour, with built files that are no real ones."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tour.app import create_app
from tour.settings import Settings

BUILT = {
    "page.js": "page-AAAA.js",
    "embed.js": "embed-FFFF.js",
    "page.css": "page-BBBB.css",
    "map.css": "map-CCCC.css",
}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    built = BUILT | {"icon.svg": "icon-DDDD.svg", "silence.wav": "silence-EEEE.wav"}
    built |= {f"icon-{size}.png": f"icon-{size}-EEEE.png" for size in (192, 512)}
    built |= {f"icon-{use}.png": f"icon-{use}-EEEE.png" for use in ("maskable", "touch")}
    for name in built.values():
        (folder / name).write_text(f"/* {name} */ {'x' * 100}", encoding="utf-8")
    (folder / "sw.js").write_text("/* the worker */", encoding="utf-8")
    (folder / "assets.json").write_text(json.dumps(built), encoding="utf-8")
    return folder


@pytest.fixture
def page_app(settings: Settings, dist: Path) -> Flask:
    app = create_app(replace(settings, dist_dir=dist))
    app.config["TESTING"] = True
    return app


@pytest.fixture
def client(page_app: Flask) -> FlaskClient:
    return page_app.test_client()
