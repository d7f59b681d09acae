"""Signing in and out, and what the guards let through."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from web_help import assert_problem
from werkzeug.test import TestResponse

from tour.settings import Settings
from tour.staff import Account, Role
from tour.web.guards import staff_api, staff_page
from tour.web.sessions import address_of
from tour.wiring import Services

if TYPE_CHECKING:
    from conftest import StoppedClock

PASSWORD = "snow steppe iron stone"
OURS = {"Origin": "http://localhost"}
SIGN_IN = "/en/staff/sign-in"


@pytest.fixture
def settings(settings: Settings, dist: Path) -> Settings:
    return replace(settings, dist_dir=dist)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    @app.get("/en/staff/guides")
    @staff_page(Role.GUIDE)
    def guides(account: Account) -> str:
        return account.name

    @app.route("/api/v1/guides", methods=["GET", "POST"])
    @staff_api(Role.GUIDE)
    def guides_api(account: Account) -> dict[str, str]:
        return {"name": account.name, "role": account.role}

    with app.test_client() as client:
        yield client


@pytest.fixture
def anna(services: Services) -> Account:
    return services.staff.add("Anna", Role.GUIDE, PASSWORD)


def send(client: FlaskClient, **more: str) -> TestResponse:
    form = {"name": "anna", "password": PASSWORD, "next": ""} | more
    return client.post(SIGN_IN, data=form, headers=OURS)


@pytest.mark.usefixtures("anna")
def test_whoever_is_not_signed_in_is_led_there_and_back(client: FlaskClient) -> None:
    asked = client.get("/en/staff/guides?day=2")
    assert asked.status_code == 303
    address = urlsplit(asked.headers["Location"])
    assert address.path == SIGN_IN
    (back,) = parse_qs(address.query)["next"]
    assert back == "/en/staff/guides?day=2"
    done = send(client, next=back)
    assert (done.status_code, done.headers["Location"]) == (303, back)
    assert client.get("/en/staff/guides").text == "Anna"
    again = client.get(f"{SIGN_IN}?{address.query}")
    assert (again.status_code, again.headers["Location"]) == (303, back)


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "",
        "x",
        "/" * 999,
    ],
)
def test_nobody_is_led_to_another_site(client: FlaskClient, path: str) -> None:
    assert send(client, next=path).headers["Location"] == "/en/staff"


@pytest.mark.usefixtures("anna")
def test_the_cookie_is_out_of_reach(client: FlaskClient) -> None:
    plain = send(client).headers["Set-Cookie"]
    assert plain.startswith("tour-staff=token-")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(plain.split("; "))
    assert "Secure" not in plain
    secure = client.post(
        SIGN_IN,
        base_url="https://localhost",
        data={"name": "anna", "password": PASSWORD},
        headers={"Origin": "https://localhost"},
    ).headers["Set-Cookie"]
    assert secure.startswith("__Host-tour-staff=token-")
    assert {"HttpOnly", "SameSite=Strict", "Path=/", "Secure"} <= set(secure.split("; "))
    assert "Domain" not in secure


@pytest.mark.usefixtures("anna")
def test_a_known_browser_gets_in_while_somebody_guesses(app: Flask, client: FlaskClient) -> None:
    session, device = send(client).headers.getlist("Set-Cookie")
    assert session.startswith("tour-staff=")
    assert device.startswith("tour-device=token-")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(device.split("; "))
    assert f"Max-Age={180 * 86_400}" in device
    stranger = app.test_client()
    for _ in range(5):
        assert send(stranger, password="wrong").status_code == 403
    assert send(stranger).status_code == 429
    client.post("/en/staff/sign-out", headers=OURS)
    assert send(client).status_code == 303


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("change", [{"password": "wrong"}, {"name": "nobody"}, {"name": ""}])
def test_what_does_not_fit_is_told_without_saying_which(
    client: FlaskClient, change: dict[str, str]
) -> None:
    answer = send(client, **change)
    assert answer.status_code == 403
    assert "Name and password do not fit each other" in answer.text
    assert PASSWORD not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("anna")
def test_too_many_attempts_wait(client: FlaskClient, stopped_clock: "StoppedClock") -> None:
    for _ in range(5):
        send(client, password="wrong")
    answer = send(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert "Wait 1 s" in answer.text
    for _ in range(7):
        stopped_clock.advance(minutes=5)
        send(client, password="wrong")
    assert "Wait 2 min" in send(client).text or "Wait 3 min" in send(client).text


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Origin": "ftp://localhost"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_only_our_own_pages_may_send(client: FlaskClient, headers: dict[str, str]) -> None:
    form = {"name": "anna", "password": PASSWORD}
    refused = client.post(SIGN_IN, data=form, headers=headers)
    assert refused.status_code == 403
    assert "Set-Cookie" not in refused.headers
    send(client)
    assert client.post("/en/staff/sign-out", headers=headers).status_code == 403
    assert_problem(client.post("/api/v1/guides", headers=headers), 403, "not-allowed")
    assert client.get("/en/staff").status_code == 200
    assert client.post("/api/v1/guides", headers={"Sec-Fetch-Site": "same-origin"}).json


def test_behind_tls_a_plain_page_is_not_ours(client: FlaskClient, anna: Account) -> None:
    assert anna
    for origin, status in (("http://localhost", 403), ("https://localhost", 303)):
        answer = client.post(
            SIGN_IN,
            base_url="https://localhost",
            data={"name": "anna", "password": PASSWORD},
            headers={"Origin": origin},
        )
        assert answer.status_code == status


def test_programs_are_told_what_is_missing(
    client: FlaskClient, services: Services, anna: Account
) -> None:
    assert_problem(client.get("/api/v1/guides"), 401, "sign-in-needed")
    send(client)
    assert client.get("/api/v1/guides").json == {"name": "Anna", "role": "guide"}
    services.staff.set_role(anna.name, Role.EDITOR)
    assert_problem(client.get("/api/v1/guides"), 403, "not-allowed")
    page = client.get("/en/staff/guides")
    assert page.status_code == 403
    assert "This is not for this account" in page.text
    services.staff.set_role(anna.name, Role.ADMIN)
    assert client.get("/en/staff/guides").status_code == 200
    services.staff.revoke(anna.name)
    assert_problem(client.get("/api/v1/guides"), 401, "sign-in-needed")


@pytest.mark.usefixtures("anna")
def test_answers_to_staff_are_kept_by_nobody(client: FlaskClient) -> None:
    send(client)
    for path in ("/en/staff", "/en/staff/guides", "/api/v1/guides", f"{SIGN_IN}?x"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert "ETag" not in headers
        assert "Access-Control-Allow-Origin" not in headers
    assert "/staff" not in client.get("/sitemap.xml").text
    assert "Disallow: /*/staff" in client.get("/robots.txt").text


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("everywhere", [False, True])
def test_signing_out_here_or_everywhere(app: Flask, *, everywhere: bool) -> None:
    here, there = app.test_client(), app.test_client()
    for client in (here, there):
        send(client)
    form = {"everywhere": "1"} if everywhere else {}
    done = here.post("/en/staff/sign-out", data=form, headers=OURS)
    assert (done.status_code, done.headers["Location"]) == (303, SIGN_IN)
    assert here.get_cookie("tour-staff") is None
    assert here.get("/en/staff").status_code == 303
    assert there.get("/en/staff").status_code == (303 if everywhere else 200)
    gone = here.post("/kk/staff/sign-out", headers=OURS)
    assert gone.headers["Location"] == "/kk/staff/sign-in?next=%2Fkk%2Fstaff"


@pytest.mark.usefixtures("anna")
def test_signing_in_again_ends_the_session_before(client: FlaskClient, services: Services) -> None:
    for _ in range(3):
        send(client)
    assert services.staff.listed()[0].sessions == 1


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_first_page_tells_what_the_account_may_do(
    client: FlaskClient, services: Services, lang: str
) -> None:
    services.staff.add("Айгүл", Role.ADMIN, PASSWORD)
    send(client, name="айгүл")
    page = client.get(f"/{lang}/staff")
    assert page.headers["Content-Language"] == lang
    assert "Айгүл" in page.text


def test_whom_attempts_are_counted_for(app: Flask) -> None:
    for peer, forwarded, wanted in (
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.5", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.5", "203.0.113.5"),
        ("", "203.0.113.5", "203.0.113.5"),
        ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("127.0.0.1", "nonsense" * 20, ("nonsense" * 20)[:64]),
    ):
        environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
        with app.test_request_context("/", environ_overrides=environ):
            assert address_of(request) == wanted
