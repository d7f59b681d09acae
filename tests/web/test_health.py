"""Whether the server lives and is ready."""

from flask import Flask
from flask.testing import FlaskClient
from web_help import assert_problem

from tour.settings import Settings
from tour.storage import prepare_database
from tour.wiring import Services


def test_alive_says_nothing_about_the_rest(lone_client: FlaskClient, settings: Settings) -> None:
    settings.stops_file.unlink()
    assert lone_client.get("/healthz").json == {"status": "alive"}


def test_ready_on_both_databases(client: FlaskClient) -> None:
    assert client.get("/readyz").json == {"status": "ready", "warnings": []}


def test_not_ready_before_the_migrations(lone_app: Flask, lone_client: FlaskClient) -> None:
    problem = assert_problem(lone_client.get("/readyz"), 503, "unavailable")
    assert list(problem["failing"]) == ["migrations"]
    assert "flask db upgrade" in problem["failing"]["migrations"]
    prepare_database(lone_app)
    assert lone_client.get("/readyz").status_code == 200


def test_not_ready_without_a_tour(client: FlaskClient, settings: Settings) -> None:
    settings.stops_file.write_text("tour: {", encoding="utf-8")
    problem = assert_problem(client.get("/readyz"), 503, "unavailable")
    assert list(problem["failing"]) == ["tour"]


def test_not_ready_without_its_database(client: FlaskClient, services: Services) -> None:
    assert client.get("/readyz").status_code == 200
    services.database.check = _unreachable  # type: ignore[method-assign]
    problem = assert_problem(client.get("/readyz"), 503, "unavailable")
    assert "database" in problem["failing"]


def _unreachable() -> None:
    from tour.errors import Unavailable  # noqa: PLC0415

    raise Unavailable("gone")
