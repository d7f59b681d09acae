"""The survey's API and pages: who may, what is taken, what is told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_help import assert_problem
from werkzeug.test import TestResponse

from tour.settings import Settings
from tour.staff import Role
from tour.wiring import Services

PASSWORD = "snow steppe iron stone"
OURS = {"Origin": "http://localhost"}
TAKE: dict[str, Any] = {
    "id": "a",
    "stop": "gate",
    "shape": "point",
    "points": [[51.0, 71.0]],
    "uncertainty_m": 5.0,
    "spread_m": 2.5,
    "recorded_at": "2026-06-01T14:00:00.500+05:00",
    "duration_s": 45.0,
    "fixes": 45,
    "used": 44,
}


@pytest.fixture
def settings(settings: Settings, dist: Path) -> Settings:
    return replace(settings, dist_dir=dist)


def enter(client: FlaskClient, services: Services, role: Role) -> None:
    services.staff.add(role, role, PASSWORD)
    form = {"name": role, "password": PASSWORD}
    assert client.post("/en/staff/sign-in", data=form, headers=OURS).status_code == 303


@pytest.fixture
def editor(client: FlaskClient, services: Services) -> FlaskClient:
    enter(client, services, Role.EDITOR)
    return client


def send(client: FlaskClient, *takes: dict[str, Any]) -> TestResponse:
    return client.post("/api/v1/survey/takes", json={"takes": list(takes)}, headers=OURS)


def test_takes_are_kept_once_and_told(editor: FlaskClient) -> None:
    assert send(editor, TAKE, TAKE | {"id": "b"}).json == {"accepted": 2, "known": 0}
    assert send(editor, TAKE).json == {"accepted": 0, "known": 1}
    (stop,) = editor.get("/api/v1/survey").json["stops"]
    assert stop["id"] == "gate"
    first, _ = stop["takes"]
    assert {"stop": "gate"} | first == TAKE | {
        "recorded_at": "2026-06-01T09:00:00.500Z",
        "by": "editor",
        "agrees": True,
    }
    assert stop["together"]["uncertainty_m"] < 5
    assert stop["together"]["settled"]


def test_takes_that_disagree_are_named(editor: FlaskClient) -> None:
    far = [[51.001, 71.0]]
    send(editor, TAKE, TAKE | {"id": "b"}, TAKE | {"id": "c", "points": far})
    (stop,) = editor.get("/api/v1/survey").json["stops"]
    assert [take["agrees"] for take in stop["takes"]] == [True, True, False]


def test_a_dropped_take_is_gone(editor: FlaskClient) -> None:
    send(editor, TAKE)
    url = "/api/v1/survey/takes/a"
    assert editor.delete(url, headers=OURS).status_code == 204
    assert editor.get("/api/v1/survey").json == {"stops": []}
    assert send(editor, TAKE).json == {"accepted": 0, "known": 1}
    assert_problem(editor.delete(f"{url}x", headers=OURS), 404, "not-found")


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"stop": "No Stop"},
        {"shape": "circle"},
        {"points": []},
        {"points": [[91, 0]]},
        {"points": [[51.0, 71.0], [51.0, 71.0]]},
        {"shape": "line"},
        {"shape": "polygon", "points": [[51.0, 71.0], [51.0, 71.1]]},
        {"shape": "line", "points": [[51.0, 71.0]] * 61},
        {"uncertainty_m": 0},
        {"uncertainty_m": "5"},
        {"recorded_at": "yesterday"},
        {"used": 0},
        {"weather": "wind"},
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(
    editor: FlaskClient, change: dict[str, Any]
) -> None:
    problem = assert_problem(send(editor, TAKE, TAKE | change), 422, "invalid-input")
    assert all(fault["at"].startswith("takes.1") for fault in problem["errors"])
    assert editor.get("/api/v1/survey").json == {"stops": []}


def test_only_editors_and_admins_survey(client: FlaskClient, services: Services) -> None:
    assert_problem(client.get("/api/v1/survey"), 401, "sign-in-needed")
    assert_problem(send(client, TAKE), 401, "sign-in-needed")
    assert client.get("/en/staff/survey").status_code == 303
    enter(client, services, Role.GUIDE)
    assert_problem(client.get("/api/v1/survey"), 403, "not-allowed")
    assert_problem(send(client, TAKE), 403, "not-allowed")
    assert client.get("/en/staff/survey/gate").status_code == 403
    enter(client, services, Role.ADMIN)
    assert send(client, TAKE).status_code == 200


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_pages_show_nothing_of_whoever_is_signed_in(editor: FlaskClient, lang: str) -> None:
    pages = [editor.get(f"/{lang}/staff/survey{path}").text for path in ("", "/gate")]
    shell = editor.get(f"/{lang}/survey-shell")
    assert shell.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" not in shell.headers["Cache-Control"]
    main = [text[text.index("<main") : text.index("</main>")] for text in (*pages, shell.text)]
    assert len(set(main)) == 1
    assert "editor" not in shell.text
    assert editor.get(f"/{lang}/staff/survey/nowhere").status_code == 404
    assert f'href="/{lang}/staff/survey"' in editor.get(f"/{lang}/staff").text
