"""A page client on the small tour, with built files that are no real ones."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tour.app import create_app
from tour.settings import Settings


@pytest.fixture
def page_app(settings: Settings, dist: Path) -> Flask:
    app = create_app(replace(settings, dist_dir=dist))
    app.config["TESTING"] = True
    return app


@pytest.fixture
def client(page_app: Flask) -> FlaskClient:
    return page_app.test_client()
