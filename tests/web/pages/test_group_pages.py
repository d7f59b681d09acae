"""The pages of group walks: a code, joining, the guide's desk."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from reading import Page

from tour.app import create_app
from tour.staff import Role
from tour.wiring import Services

PASSWORD = "snow steppe iron stone"
OURS = {"Origin": "http://localhost"}


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/g/ac42xy", "/en/group/AC42XY"),
        ("/g/12", "/en/group/12"),
        ("/g/%3Cb%3E", "/en/group/%3Cb%3E"),
        ("/en/group?code=ac-42 xy", "/en/group/AC42XY"),
        ("/en/group?code=АС42ХУ", "/en/group/AC42XY"),
        ("/en/group/ac42xy", "/en/group/AC42XY"),
        ("/en/group/12", "/en/group?code=12"),
    ],
)
def test_a_code_leads_to_its_group_however_it_is_typed(
    lone_client: FlaskClient, path: str, there: str
) -> None:
    answer = lone_client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, there)


def test_the_invitation_speaks_the_visitors_language(lone_client: FlaskClient) -> None:
    for header, lang in (("kk", "kk"), ("ru-RU,en;q=0.5", "ru"), ("fr", "en")):
        answer = lone_client.get("/g/AC42XY", headers={"Accept-Language": header})
        assert answer.headers["Location"] == f"/{lang}/group/AC42XY"
        assert "Accept-Language" in answer.headers["Vary"]


def test_what_is_no_code_is_said_and_kept_in_the_field(client: FlaskClient) -> None:
    page = Page(client.get("/en/group?code=12").text)
    assert "not the code of a group" in page.one("p", id="fault").text
    assert page.one("input", id="code").attributes["value"] == "12"
    assert client.get("/en/group?code=").status_code == 200
    assert 'class="fault"' not in client.get("/en/group").text


def test_a_group_s_page_says_nothing_about_whether_it_exists(client: FlaskClient) -> None:
    page = client.get("/en/group/222222")
    assert page.status_code == 200
    assert "needs JavaScript" in page.text
    assert page.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/kk/desk", "/kk/desk/AC42XY"])
def test_the_desk_is_for_guides(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/kk/staff/sign-in?next=")


@pytest.fixture
def app_with_staff(services: Services, dist: Path) -> Flask:
    services.staff.add("guide", Role.GUIDE, PASSWORD)
    services.staff.add("editor", Role.EDITOR, PASSWORD)
    settings = replace(services.settings, dist_dir=dist, public_url="https://tour.example")
    return create_app(settings, replace(services, settings=settings))


def sign_in(app: Flask, name: str) -> FlaskClient:
    browser = app.test_client()
    form = {"name": name, "password": PASSWORD, "next": ""}
    assert browser.post("/en/staff/sign-in", data=form, headers=OURS).status_code == 303
    return browser


def test_the_desk_shows_the_code_and_every_stop_in_order(app_with_staff: Flask) -> None:
    guide = sign_in(app_with_staff, "guide")
    assert guide.get("/ru/desk").status_code == 200
    answer = guide.get("/ru/desk/AC42XY")
    page = Page(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert [each.attributes["data-play"] for each in page.with_attribute("data-play")] == [
        "gate",
        "lamp",
    ]
    assert page.one("p", class_="address").text == "https://tour.example/g/AC42XY"
    assert page.one("svg", class_="segno")
    assert guide.get("/ru/desk/ac42xy").headers["Location"] == "/ru/desk/AC42XY"
    assert guide.get("/ru/desk/1").headers["Location"] == "/ru/desk"
    assert sign_in(app_with_staff, "editor").get("/ru/desk").status_code == 403


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_groups_page_leads_a_guide_to_its_desk_and_is_one_for_everybody(
    app_with_staff: Flask, lang: str
) -> None:
    anybody, guide = app_with_staff.test_client(), sign_in(app_with_staff, "guide")
    there = f"/{lang}/desk/AC42XY"
    answer = anybody.get(f"/{lang}/group/AC42XY")
    assert Page(answer.text).one("a", href=there).text.strip()
    assert guide.get(f"/{lang}/group/AC42XY").text == answer.text
    assert "Cookie" not in answer.headers.get("Vary", "")
    asked = anybody.get(there).headers["Location"]
    form = {"name": "guide", "password": PASSWORD, "next": there}
    assert asked.startswith(f"/{lang}/staff/sign-in?next=")
    assert anybody.post(asked, data=form, headers=OURS).headers["Location"] == there
    assert anybody.get(there).status_code == 200
