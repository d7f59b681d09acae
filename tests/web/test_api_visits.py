"""Visits over the API, on both databases."""

from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_help import assert_problem
from werkzeug.test import TestResponse

from tour.cli import register

if TYPE_CHECKING:
    from conftest import StoppedClock

AT = "2026-06-01T14:00:00.250+05:00"
EVENTS = [
    {"id": "e1", "type": "arrived", "stop": "gate", "at": AT},
    {"id": "e2", "type": "progressed", "stop": "gate", "position_s": 12.5, "at": AT},
    {"id": "e3", "type": "language", "lang": "ru", "at": AT},
]


class Visit:
    """A visit as a client holds it."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.begun = client.post("/api/v1/visits", json={"lang": "kk"})
        self.url = f"/api/v1/visits/{self.begun.json['id']}"
        self.headers = {"Authorization": f"Bearer {self.begun.json['secret']}"}

    def send(self, events: list[dict[str, object]]) -> TestResponse:
        return self.client.post(f"{self.url}/events", headers=self.headers, json={"events": events})

    def progress(self) -> TestResponse:
        return self.client.get(f"{self.url}/progress", headers=self.headers)


@pytest.fixture
def visit(client: FlaskClient) -> Visit:
    return Visit(client)


def test_beginning_gives_an_id_a_secret_and_when_it_ends(visit: Visit) -> None:
    assert visit.begun.status_code == 201
    assert visit.begun.headers["Cache-Control"] == "no-store"
    assert visit.begun.json == {
        "id": "token-1",
        "secret": "token-2",
        "expires_at": "2026-07-01T09:00:00.000Z",
    }


def test_events_become_progress(visit: Visit) -> None:
    progress = {
        "lang": "ru",
        "updated_at": "2026-06-01T09:00:00.000Z",
        "stops": {
            "gate": {
                "arrived": True,
                "started": True,
                "finished": False,
                "position_s": 12.5,
                "heard_s": 12.5,
                "last_at": "2026-06-01T09:00:00.250Z",
            }
        },
    }
    assert visit.send(EVENTS).json == {"accepted": 3, "known": 0, "progress": progress}
    assert visit.send(EVENTS[::-1]).json == {"accepted": 0, "known": 3, "progress": progress}
    assert visit.progress().json == progress


def test_stops_that_the_tour_does_not_have_are_kept(visit: Visit) -> None:
    event = {"id": "old", "type": "finished", "stop": "a-stop-of-last-year", "at": AT}
    assert list(visit.send([event]).json["progress"]["stops"]) == ["a-stop-of-last-year"]


def test_a_phone_whose_clock_began_again_is_welcome(visit: Visit) -> None:
    event = {"id": "x", "type": "arrived", "stop": "gate", "at": "1970-01-01T00:00:01+06:00"}
    stops = visit.send([event]).json["progress"]["stops"]
    assert stops["gate"]["last_at"] == "1969-12-31T18:00:01.000Z"


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": "x" * 65},
        {"id": "a\u0000b"},
        {"id": 7},
        {"type": "teleported"},
        {"stop": None},
        {"stop": "Not An Id"},
        {"stop": "gate\n"},
        {"position_s": -1},
        {"position_s": 1e9},
        {"position_s": "12"},
        {"position_s": None},
        {"lang": "kk"},
        {"at": "yesterday"},
        {"at": "2026-06-01T14:00:00"},
        {"at": 1780000000},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-14:00"},
        {"type": "language"},
        {"weather": "wind"},
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(
    visit: Visit, change: dict[str, object]
) -> None:
    event = EVENTS[1] | change
    problem = assert_problem(visit.send([EVENTS[0], event]), 422, "invalid-input")
    assert all(fault["at"].startswith("events.1") for fault in problem["errors"])
    assert visit.progress().json["stops"] == {}


def test_no_number_is_not_taken_for_one(visit: Visit) -> None:
    body = (
        '{"events": [{"id": "a", "type": "progressed", "stop": "gate", "position_s": NaN, '
        f'"at": "{AT}"}}]}}'
    )
    answer = visit.client.post(
        f"{visit.url}/events", headers=visit.headers, data=body, content_type="application/json"
    )
    assert_problem(answer, 422, "invalid-input")


def test_more_than_two_hundred_events_are_refused(visit: Visit) -> None:
    many = [EVENTS[0] | {"id": str(number)} for number in range(201)]
    assert_problem(visit.send(many), 422, "invalid-input")
    assert visit.send(many[:200]).json["accepted"] == 200


def test_a_body_beyond_256_kb_is_refused(visit: Visit) -> None:
    body = b'{"events": [' + b" " * 256 * 1024 + b"]}"
    answer = visit.client.post(
        f"{visit.url}/events", headers=visit.headers, data=body, content_type="application/json"
    )
    assert_problem(answer, 413, "too-large")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"events": 1}', b"\xff\xfe"])
def test_a_body_that_is_no_batch_is_refused(visit: Visit, body: bytes) -> None:
    answer = visit.client.post(
        f"{visit.url}/events", headers=visit.headers, data=body, content_type="application/json"
    )
    assert_problem(answer, 422, "invalid-input")


def test_only_json_is_taken(client: FlaskClient) -> None:
    answer = client.post("/api/v1/visits", data='{"lang": "kk"}', content_type="text/plain")
    assert_problem(answer, 415, "not-json")


@pytest.mark.parametrize("lang", ["de", "kz", "", 5, None])
def test_a_visit_needs_a_language_of_the_tour(client: FlaskClient, lang: object) -> None:
    assert_problem(client.post("/api/v1/visits", json={"lang": lang}), 422, "invalid-input")


def test_without_the_secret_nothing_opens(visit: Visit) -> None:
    routes = (("POST", "/events"), ("GET", "/progress"), ("DELETE", ""))
    for method, rest in routes:
        for header in ("", "Bearer", "Basic dG9rZW4=", "Bearer a b", "Bearer " + "x" * 300):
            answer = visit.client.open(
                visit.url + rest,
                method=method,
                json={"events": []},
                headers={"Authorization": header},
            )
            assert_problem(answer, 401, "secret-missing")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        answer = visit.client.open(
            visit.url + rest,
            method=method,
            json={"events": []},
            headers={"Authorization": "Bearer wrong"},
        )
        assert_problem(answer, 403, "not-allowed")


def test_the_scheme_is_read_in_any_case(visit: Visit) -> None:
    visit.headers = {"Authorization": visit.headers["Authorization"].replace("Bearer", "bEARER")}
    assert visit.progress().status_code == 200


def test_an_unknown_visit_is_not_found(client: FlaskClient) -> None:
    headers = {"Authorization": "Bearer token-2"}
    for visit_id in ("token-9", "%00", "x" * 500):
        answer = client.get(f"/api/v1/visits/{visit_id}/progress", headers=headers)
        assert_problem(answer, 404, "not-found")


def test_forget_me(visit: Visit) -> None:
    visit.send(EVENTS)
    answer = visit.client.delete(visit.url, headers=visit.headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert_problem(visit.progress(), 404, "not-found")
    assert_problem(visit.send(EVENTS), 404, "not-found")


def test_the_command_forgets_what_has_expired(
    app: Flask, visit: Visit, stopped_clock: "StoppedClock"
) -> None:
    register(app)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["visits", "expire"]).output == "0 visits were forgotten.\n"
    stopped_clock.advance(days=30)
    assert_problem(visit.progress(), 404, "not-found")
    assert runner.invoke(args=["visits", "expire"]).output == "1 visit was forgotten.\n"
