"""Signing in on a phone: with and without JavaScript, and nothing of it kept by the worker."""

from collections.abc import Callable

import pytest
from phone import NARROW, Phone
from playwright.sync_api import BrowserContext, expect
from running import Server
from staff_help import PASSWORD, hire, sign_in
from test_looks import AXE, RULES

from tour.staff import Role

pytestmark = pytest.mark.browser

CACHED = """async () => {
  const urls = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) urls.push(url);
  return urls;
}"""


@pytest.fixture
def office(server: Server) -> Server:
    hire(server, "Айгүл", Role.ADMIN)
    return server


@pytest.mark.parametrize("script", [True, False])
def test_signing_in_and_out(
    new_context: Callable[..., BrowserContext], office: Server, *, script: bool
) -> None:
    phone = Phone(new_context(java_script_enabled=script), office.url)
    sign_in(phone, "айгүл", to="/ru/staff")
    expect(phone.find("main")).to_contain_text("Вы вошли: Айгүл.")
    phone.page.get_by_role("button", name="Выйти", exact=True).click()
    phone.page.wait_for_url(f"{office.url}/ru/staff/sign-in")
    phone.open("/ru/staff")
    assert "/staff/sign-in?next=" in phone.path


def test_a_wrong_password_is_told_and_no_script_sees_the_cookie(
    phone: Phone, office: Server
) -> None:
    assert office
    phone.open("/en/staff")
    phone.find("#name").fill("Айгүл")
    phone.find("#password").fill("wrong")
    phone.find("main button[type=submit]").click()
    expect(phone.find("#fault")).to_contain_text("do not fit each other")
    expect(phone.find("#name")).to_have_value("Айгүл")
    expect(phone.find("#password")).to_have_value("")
    phone.find("#password").fill(PASSWORD)
    phone.find("main button[type=submit]").click()
    phone.page.wait_for_url(f"{office.url}/en/staff")
    cookies = phone.context.cookies()
    assert {cookie["name"] for cookie in cookies} == {"tour-staff", "tour-device"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in cookies)
    assert phone.page.evaluate("document.cookie") == ""


def test_the_worker_keeps_nothing_of_it(phone: Phone, office: Server) -> None:
    assert office
    phone.open("/en/about")
    phone.until("navigator.serviceWorker.controller")
    sign_in(phone, "Айгүл", to="/en/staff")
    phone.open("/en/stops")
    phone.page.wait_for_function(
        f"async () => (await ({CACHED})()).some(url => url.endsWith('/en/stops'))"
    )
    assert [url for url in phone.page.evaluate(CACHED) if "staff" in url] == []
    phone.context.set_offline(True)
    phone.open("/en/staff")
    expect(phone.find("h1")).to_have_text("No signal")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_access_and_narrow_screens(
    new_context: Callable[..., BrowserContext], office: Server, language: str, scheme: str
) -> None:
    context = new_context(viewport=NARROW, color_scheme=scheme, bypass_csp=True)
    phone = Phone(context, office.url)
    sign_in(phone, "Айгүл", to=f"/{language}/staff")
    phone.page.add_script_tag(path=AXE)
    assert phone.page.evaluate(RULES) == []
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
