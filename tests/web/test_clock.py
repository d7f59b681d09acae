"""The server's clock, in front of Flask and behind."""

from typing import TYPE_CHECKING

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

if TYPE_CHECKING:
    from conftest import StoppedClock


def test_the_front_and_the_route_show_the_injected_clock(
    app: Flask, client: FlaskClient, stopped_clock: "StoppedClock"
) -> None:
    stopped_clock.advance(milliseconds=1.5)
    wanted = stopped_clock.now.timestamp() * 1000
    route = Client(lambda environ, start: Flask.wsgi_app(app, environ, start))
    for answer in (client.get("/api/v1/clock"), route.get("/api/v1/clock")):
        assert answer.json == {"now_ms": wanted}
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/json"
    assert client.get("/api/v1/clock").headers["Access-Control-Allow-Origin"] == "*"


def test_a_query_that_keeps_caches_away_changes_nothing(client: FlaskClient) -> None:
    assert client.get("/api/v1/clock?_=1").status_code == 200
    head = client.head("/api/v1/clock")
    assert head.data == b""
    assert int(head.headers["Content-Length"]) > 20
