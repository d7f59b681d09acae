"""How every page looks and is heard: access rules, narrow screens, weight, the map."""

from collections.abc import Callable
from typing import Any

import pytest
from phone import NARROW, Phone
from playwright.sync_api import BrowserContext, Request, expect
from running import Server

from tour.settings import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/stops",
    "/stops/gate",
    "/stops/lamp",
    "/stops/lamp#testimony",
    "/keypad?code=9",
    "/map",
    "/about",
    "/save",
    "/offline",
    "/closing",
    "/listen",
    "/print",
    "/stops/lamp/print",
    "/embed",
    "/embed/stops/lamp",
    "/staff/sign-in",
    "/nowhere",
)
SHELL_BYTES = 30 * 1024
RULES = """async () => {
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_access_and_narrow_screens(
    new_context: Callable[..., BrowserContext], server: Server, language: str, scheme: str
) -> None:
    context = new_context(viewport=NARROW, color_scheme=scheme, bypass_csp=True)
    phone = Phone(context, server.url)
    for path in PAGES:
        phone.open(f"/{language}{path}")
        if path == "/map":
            phone.find(".stop-dot").first.wait_for()
        phone.page.add_script_tag(path=AXE)
        assert phone.page.evaluate(RULES) == [], path
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, path
        small = phone.page.evaluate(
            """() => [...document.querySelectorAll(
                 'button, .button, nav a, select, .keys button, .stops a, .stop-dot, input')]
               .filter(each => each.checkVisibility())
               .map(each => each.type === 'radio' ? each.closest('label') : each)
               .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
               .filter(([, box]) => box.height < 47.5 || box.width < 47.5)
               .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
        )
        assert small == [], path


def test_strong_contrast_is_kept(phone: Phone) -> None:
    phone.open("/en/").page.get_by_role("button", name="Stronger contrast").click()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert phone.page.evaluate(ground) == "rgb(255, 255, 255)"
    phone.open("/en/stops")
    assert phone.page.evaluate(ground) == "rgb(255, 255, 255)"
    phone.page.get_by_role("button", name="Usual contrast").click()
    assert phone.page.evaluate(ground) != "rgb(255, 255, 255)"


def test_text_twice_as_large_still_fits(phone: Phone) -> None:
    for path in ("/kk/stops/gate", "/ru/", "/kk/keypad", "/ru/map", "/kk/about"):
        phone.open(path)
        phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_first_page_is_light_and_asks_nobody_else(phone: Phone, server: Server) -> None:
    asked: list[Request] = []
    phone.page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright marks the function
    phone.open("/kk/stops/gate").page.wait_for_load_state("networkidle")
    shell = [each for each in asked if each.resource_type != "media"]
    weight = sum(_weight(each) for each in shell)
    print(f"shell: {weight} bytes in {len(shell)} requests")  # noqa: T201 - a measured goal
    assert 5_000 < weight <= SHELL_BYTES
    assert {each.url.startswith(server.url) for each in asked} == {True}
    assert not [each.url for each in asked if "map" in each.url or "leaflet" in each.url]
    assert phone.faults == []


def _weight(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_the_map_shows_the_plan_and_keeps_the_position(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    here = {"latitude": 51.00025, "longitude": 71.0001, "accuracy": 8}
    context = new_context(geolocation=here, permissions=["geolocation"])
    phone = Phone(context, server.url)
    sent: list[str] = []
    phone.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    phone.open("/en/map")
    dot = phone.page.get_by_role("link", name="Stop 1: The gate")
    expect(dot).to_be_visible()
    expect(phone.find(".plan .uncertainty")).to_have_count(1)
    expect(phone.find(".plan .me")).to_have_count(0)
    phone.page.get_by_role("button", name="Show where I am").click()
    expect(phone.find("[data-here-state]")).to_contain_text("within 8 m")
    expect(phone.find(".plan .me")).to_have_count(1)
    phone.page.get_by_role("button", name="Hide where I am").click()
    expect(phone.find(".plan .me")).to_have_count(0)
    assert not [each for each in sent if "51.0002" in each or "71.0001" in each]
    dot.click()
    expect(phone.find("h1")).to_contain_text("The gate")
    phone.page.go_back()
    dot.focus()
    phone.page.keyboard.press("Enter")
    expect(phone.find("h1")).to_contain_text("The gate")
    assert phone.faults == []


def test_far_away_is_said_and_not_drawn(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    far: Any = {"latitude": 51.18, "longitude": 71.45, "accuracy": 20}
    context = new_context(geolocation=far, permissions=["geolocation"])
    phone = Phone(context, server.url).open("/en/map")
    phone.page.get_by_role("button", name="Show where I am").click()
    expect(phone.find("[data-here-state]")).to_contain_text("about 37 km from the memorial")


def test_a_refused_position_is_no_fault(phone: Phone) -> None:
    phone.open("/en/map").page.get_by_role("button", name="Show where I am").click()
    expect(phone.find("[data-here-state]")).to_contain_text("does not let this page see")
    expect(phone.page.get_by_role("button", name="Show where I am")).to_be_visible()


def test_a_plan_that_cannot_be_loaded_leaves_the_drawing(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_context(service_workers="block")  # whose requests a route does not see
    context.route("**/api/v1/tour*", lambda route: route.abort())
    phone = Phone(context, server.url).open("/en/map")
    expect(phone.find("[data-here-state]")).to_contain_text("could not be loaded")
    expect(phone.find(".plan svg[role=img]")).to_be_visible()
