"""What is answered in front of Flask is what the routes answer."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_help import Clips, assert_problem
from werkzeug.test import Client

from tour.catalogue import read_tour
from tour.settings import Settings
from tour.web.front import Front

REQUESTS: list[dict[str, str]] = [
    {},
    {"Accept-Encoding": "gzip"},
    {"If-None-Match": "*"},
    {"Range": "bytes=2-5"},
    {"Range": "bytes=99999-"},
    {"Range": "bytes=0-1", "If-Range": '"other"'},
    {"If-Match": '"other"'},
]


@pytest.fixture
def audio_url(clips: Clips, settings: Settings) -> str:
    publication = clips.publish(read_tour(settings.stops_file), "gate", "en")
    return f"/audio/{publication.audio[0].digest}.webm"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_the_front_and_the_routes_agree(
    lone_app: Flask, lone_client: FlaskClient, audio_url: str, method: str
) -> None:
    routes = Client(lambda environ, start: Flask.wsgi_app(lone_app, environ, start))
    paths = (
        *(audio_url, f"/audio/{'0' * 32}.webm", "/api/v1/tour?lang=ru", "/api/v1/tour?lang=de"),
        *("/api/v1/tour?ru", "/api/v1/tour?lang=ru&x=1", "/api/v1/tour?", "/api/v1/tour?lang="),
    )
    for path in paths:
        for headers in REQUESTS:
            behind = routes.open(path, method=method, headers=headers)
            front = lone_client.open(path, method=method, headers=headers)
            assert (front.status, front.data) == (behind.status, behind.data), (path, headers)
            given = {name: front.headers.get(name) for name in dict(behind.headers)}
            assert given == dict(behind.headers), (path, headers)


def test_what_fails_in_front_is_told_by_the_routes(
    lone_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_environ: object) -> None:
        raise LookupError("in front")

    lone_app.wsgi_app = Front(lone_app.wsgi_app, fail)  # type: ignore[method-assign]
    assert lone_app.test_client().get("/healthz").status_code == 200
    assert_problem(lone_app.test_client().get("/api/v1/nothing"), 404, "not-found")
    assert "in front" not in caplog.text
