"""Every route of the app: a guard, its place in the OpenAPI document, the headers."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from web_help import assert_problem
from werkzeug.routing import Rule

from tour import errors
from tour.app import create_app
from tour.settings import Settings
from tour.web import openapi
from tour.web.guards import Guard, guard_of
from tour.web.headers import security_headers
from tour.web.problems import known_problems

ARGUMENTS = {
    "lang": "en",
    "stop_id": "gate",
    "visit_id": "nobody",
    "take_id": "nothing",
    "digest": "0" * 32,
    "extension": "webm",
    "slug": "not-found",
    "code": "1",
    "name": "nothing.js",
}
STYLE = r"; style-src 'self' 'sha256-[A-Za-z0-9+/=]+'$"
"""A page names its own style by its digest."""

NOT_FOR_PROGRAMS = ("/assets/", "/manifest", "/sw.js", "/offline")


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def example(rule: Rule) -> str:
    return re.sub(r"<[^<>]*?(\w+)>", lambda match: ARGUMENTS[match[1]], rule.rule)


def test_every_route_declares_who_may_call_it(lone_app: Flask) -> None:
    missing = [rule.rule for rule in rules(lone_app) if guard_of(lone_app, rule.endpoint) is None]
    assert missing == []


def test_only_visits_groups_and_staff_change_anything(lone_app: Flask) -> None:
    changing = {
        (rule.rule, method): guard_of(lone_app, rule.endpoint)
        for rule in rules(lone_app)
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert changing == {
        ("/api/v1/visits", "POST"): Guard.PUBLIC_BEGIN,
        ("/api/v1/visits/<visit_id>/events", "POST"): Guard.VISITS_HOLDER,
        ("/api/v1/visits/<visit_id>", "DELETE"): Guard.VISITS_HOLDER,
        ("/api/v1/takes/<lang>/<stop_id>/<digest>", "PUT"): Guard.STAFF_API,
        ("/api/v1/takes/<lang>/<stop_id>/<digest>", "DELETE"): Guard.STAFF_API,
        ("/api/v1/groups", "POST"): Guard.STAFF_API,
        ("/api/v1/groups/<code>/lead", "POST"): Guard.STAFF_API,
        ("/api/v1/groups/<code>/commands", "POST"): Guard.STAFF_API,
        ("/api/v1/groups/<code>/phones", "POST"): Guard.PUBLIC_BEGIN,
        ("/api/v1/groups/<code>/phones/me", "POST"): Guard.PHONES_HOLDER,
        ("/api/v1/groups/<code>/phones/me", "DELETE"): Guard.PHONES_HOLDER,
        ("/<language:lang>/staff/sign-in", "POST"): Guard.PUBLIC_FORM,
        ("/<language:lang>/staff/sign-out", "POST"): Guard.STAFF_PAGE,
        ("/api/v1/survey/takes", "POST"): Guard.STAFF_API,
        ("/api/v1/survey/takes/<take_id>", "DELETE"): Guard.STAFF_API,
    }


def test_every_route_for_programs_is_in_the_document(lone_app: Flask) -> None:
    described = openapi.document(lone_app, "1")["paths"]
    expected = {
        openapi.address(rule)
        for rule in rules(lone_app)
        if (guard := guard_of(lone_app, rule.endpoint)) is not None and not guard.is_page
    }
    assert set(described) == expected
    assert len(described) > 10


def test_the_document_is_valid_and_lists_every_problem(lone_client: FlaskClient) -> None:
    document = lone_client.get("/openapi.json").json
    validate(document)
    assert document["openapi"].startswith("3.1")
    listed = {problem["type"] for problem in document["x-problems"]}
    assert listed == {f"/problems/{slug}" for slug in known_problems()}
    identifiers = [
        about["operationId"] for methods in document["paths"].values() for about in methods.values()
    ]
    assert len(identifiers) == len(set(identifiers))


def test_every_error_of_the_house_is_a_known_problem() -> None:
    slugs = {
        kind.slug
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.TourError)
    }
    assert slugs <= set(known_problems())


def test_each_problem_has_a_page(lone_client: FlaskClient) -> None:
    for slug, (title, status, text) in known_problems().items():
        page = lone_client.get(f"/problems/{slug}")
        assert page.status_code == 200
        assert title in page.text
        assert str(status) in page.text
        assert text
    assert_problem(lone_client.get("/problems/no-such"), 404, "not-found")


def test_the_readable_page_names_every_address_and_shape(lone_client: FlaskClient) -> None:
    page = lone_client.get("/api")
    document = lone_client.get("/openapi.json").json
    assert page.content_type == "text/html; charset=utf-8"
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page.text
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in page.text
    for link in re.findall(r'href="#([^"]+)"', page.text):
        assert f'id="{link}"' in page.text
    assert "style=" not in page.text
    assert "<script" not in page.text
    assert lone_client.get("/api/page.css").content_type == "text/css; charset=utf-8"


def test_every_response_carries_the_security_headers(
    lone_app: Flask, lone_client: FlaskClient, settings: Settings
) -> None:
    wanted = security_headers(settings)
    embedded = {"/en/embed", "/en/embed/stops/gate"}  # for the frames of other sites
    paths = {example(rule) for rule in rules(lone_app)} | {"/nowhere", "/en/nowhere", "/api/v1/no"}
    for path in paths - embedded:
        for method in ("GET", "HEAD", "OPTIONS", "PUT"):
            headers = lone_client.open(path, method=method).headers
            given = [(name, re.sub(STYLE, "", headers.get(name, ""))) for name, _ in wanted]
            assert given == list(wanted), path


def test_other_sites_may_use_the_api_but_not_the_pages(
    lone_app: Flask, lone_client: FlaskClient
) -> None:
    for rule in rules(lone_app):
        guard = guard_of(lone_app, rule.endpoint)
        assert guard is not None
        for method in ((rule.methods or set()) - {"OPTIONS"}) | {"OPTIONS"}:
            answer = lone_client.open(example(rule), method=method, headers={"Origin": "https://a"})
            allowed = answer.headers.get("Access-Control-Allow-Origin")
            assert allowed == ("*" if guard.any_origin else None), (rule.rule, method)
            assert "Access-Control-Allow-Credentials" not in answer.headers
            assert "Set-Cookie" not in answer.headers


def test_a_preflight_allows_what_clients_send(lone_client: FlaskClient) -> None:
    answer = lone_client.options(
        "/api/v1/visits/nobody/events",
        headers={
            "Origin": "https://a",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert answer.status_code == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert {"Authorization", "Content-Type", "Range"} <= set(
        answer.headers["Access-Control-Allow-Headers"].split(", ")
    )


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        ("", ""),
        ("https://tiles.example/{z}/{x}/{y}.png", " https://tiles.example"),
        ("https://{s}.tiles.example:8443/{z}/{x}/{y}.png", " https://*.tiles.example:8443"),
    ],
)
def test_only_an_operators_tiles_may_come_from_elsewhere(
    settings: Settings, tiles: str, origin: str
) -> None:
    policy = dict(security_headers(replace(settings, tiles_url=tiles)))["Content-Security-Policy"]
    assert f"img-src 'self' data:{origin};" in policy
    assert policy.count("http") == policy.count(origin) * bool(origin)
    assert "unsafe" not in policy


def test_an_unexpected_error_is_logged_and_tells_nothing(
    lone_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    @lone_app.get("/api/v1/broken")
    def broken() -> str:
        raise LookupError("the inside")

    answer = lone_app.test_client().get("/api/v1/broken")
    problem = assert_problem(answer, 500, "internal")
    assert "inside" not in str(problem)
    assert "the inside" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/api/v1/nothing", 404, "not-found"),
        ("PUT", "/api/v1/tour", 405, "method-not-allowed"),
        ("POST", "/audio/x.webm", 405, "method-not-allowed"),
        ("GET", "/audio/x", 404, "not-found"),
        ("GET", "/problems/x", 404, "not-found"),
    ],
)
def test_errors_of_the_web_itself_are_problems_too(
    lone_client: FlaskClient, method: str, path: str, status: int, slug: str
) -> None:
    answer = lone_client.open(path, method=method)
    assert_problem(answer, status, slug)
    assert (status == 405) == ("Allow" in answer.headers)


def test_a_missing_page_is_a_page(lone_client: FlaskClient) -> None:
    answer = lone_client.get("/ru/nowhere")
    assert answer.status_code == 404
    assert answer.content_type.startswith("text/html")


def test_making_the_app_reads_and_writes_nothing(settings: Settings) -> None:
    lost = replace(
        settings,
        stops_file=settings.stops_file / "nowhere",
        instance_dir=settings.instance_dir / "new",
        database_url=f"sqlite:///{settings.instance_dir / 'new' / 'tour.db'}",
    )
    create_app(lost)
    assert not lost.instance_dir.exists()
