"""Surveying on a phone without signal: recorded, kept, sent once, written into stops.yaml."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from owner import Owner
from phone import ARGS, NARROW, PHONE, Phone
from playwright.sync_api import BrowserContext, Error, Playwright, expect
from running import Server
from staff_help import hire, sign_in
from test_looks import AXE, RULES
from walking_tour import place

from tour.catalogue.check import check_bytes
from tour.geo import LatLon, distance_m
from tour.settings import ROOT, Settings
from tour.staff import Role
from tour.survey import Take
from tour.wiring import Services, build_services

pytestmark = pytest.mark.browser

LIST = "/en/staff/survey"
GATE = "/en/staff/survey/gate"
TRUTH = (12.0, 7.0)


@pytest.fixture
def owner(playwright: Playwright, tmp_path: Path, own_server: Server) -> Iterator[Owner]:
    hire(own_server, "Берик", Role.EDITOR)
    phone = Owner(
        lambda: playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path="/usr/bin/chromium",
            args=ARGS,
            viewport=PHONE,
            locale="en-GB",
            permissions=["geolocation"],
        ),
        own_server,
    )
    yield phone
    phone.switch_off()


def services_of(server: Server) -> Services:
    return build_services(Settings.from_env(server.place.environ))


def sent(server: Server) -> tuple[Take, ...]:
    services = services_of(server)
    found = services.survey.takes().get("gate", ())
    services.database.engine.dispose()
    return found


def revoke(server: Server) -> None:
    services = services_of(server)
    services.staff.revoke("Берик")
    services.database.engine.dispose()


def flask(server: Server, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env=os.environ | server.place.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def until_kept(phone: Phone) -> None:
    """The worker stands, and the shell is kept."""
    phone.until("navigator.serviceWorker.controller")
    phone.page.wait_for_function(
        "async () => (await caches.match('/en/survey-shell', { ignoreVary: true })) !== undefined"
    )


# The emulated position is stamped by the machine's clock, which the test's clock runs ahead of.
STAMPED = """
const watch = navigator.geolocation.watchPosition.bind(navigator.geolocation);
navigator.geolocation.watchPosition = (came, ...rest) =>
  watch(({ coords }) => came({ coords, timestamp: Date.now() }), ...rest);
"""


def take_over_the_clock(phone: Phone) -> None:
    phone.page.clock.install()
    phone.page.add_init_script(STAMPED)


class Standing:
    """A phone whose clock the test moves, and whose position errs as positions do."""

    def __init__(self, phone: Phone, seed: int = 5) -> None:
        self.phone = phone
        self._chance = random.Random(seed)  # noqa: S311 - a simulated error
        self._error = [self._chance.gauss(0, 1.5), self._chance.gauss(0, 1.5)]
        self._seen = 0

    def at(self, east_m: float, north_m: float, accuracy: float = 5) -> None:
        """One second at a place."""
        self._error = [0.96 * each + self._chance.gauss(0, 0.4) for each in self._error]
        lat, lng = place(east_m + self._error[0], north_m + self._error[1])
        here: Any = {"latitude": lat, "longitude": lng, "accuracy": accuracy}
        self.phone.page.clock.run_for(1000)
        self.phone.context.set_geolocation(here)
        self.phone.page.wait_for_timeout(60)

    def stay(self, seconds: int, accuracy: float = 5) -> None:
        for _ in range(seconds):
            self.at(*TRUTH, accuracy)


def record(phone: Phone, seconds: int = 36) -> None:
    """A take of the gate, from Start to Finish."""
    standing = Standing(phone)
    standing.stay(1)
    phone.page.get_by_role("button", name="Start").click()
    finish = phone.page.get_by_role("button", name="Finish")
    expect(finish).to_be_disabled()
    standing.stay(seconds)
    expect(phone.find(".within")).to_contain_text("within")
    expect(phone.find(".drawing .fix").first).to_be_attached()
    finish.click()
    expect(phone.find("#toast")).to_have_text("Kept on this phone.")


def test_recorded_without_signal_and_sent_once(owner: Owner, own_server: Server) -> None:
    phone = owner.switch_on()
    sign_in(phone, "Берик", to=LIST)
    expect(phone.find(".stops .heard").first).to_have_text("Not recorded yet.")
    until_kept(phone)
    own_server.stop()

    phone = owner.switch_on()
    take_over_the_clock(phone)
    phone.open(GATE)
    expect(phone.find("h1")).to_have_text("1 The gate")
    record(phone)
    expect(phone.find(".survey")).to_contain_text("On this phone, not sent yet: 1.")

    own_server.start()
    revoke(own_server)
    phone = owner.switch_on()  # the browser was killed; the session has ended meanwhile
    phone.open(LIST)
    assert "/staff/sign-in?next=" in phone.path
    assert sent(own_server) == ()
    other = Phone(phone.context, phone.url)
    sign_in(phone, "Берик", to=LIST)
    other.open(GATE)
    for window in (phone, other):
        expect(window.find(".survey")).to_contain_text("has been sent.")
    expect(other.find(".takes li")).to_have_count(1)
    (take,) = sent(own_server)
    assert take.by == "Берик"
    assert 30 <= take.duration_s <= 60
    off_m = distance_m(take.points[0], LatLon(*place(*TRUTH)))
    assert off_m < take.uncertainty_m < 9
    assert_export(own_server)


def assert_export(server: Server) -> None:
    """The file before, and the same file with one position in it."""
    before = server.place.stops.read_text(encoding="utf-8")
    shown = flask(server, "survey", "export", "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "+    position: {lat: 51.0000" in shown.stdout
    assert server.place.stops.read_text(encoding="utf-8") == before
    done = flask(server, "survey", "export", "--yes")
    assert done.returncode == 0, done.stderr
    after = server.place.stops.read_text(encoding="utf-8")
    changed = [
        (old, new)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]
    ((_, line),) = changed
    assert "source: surveyed}" in line
    tour = check_bytes(after.encode()).tour
    assert tour is not None
    assert tour.stops[0].autoplay
    assert flask(server, "stops", "check").returncode == 0
    assert "gate" in flask(server, "survey", "list").stdout


def test_a_killed_browser_loses_little(owner: Owner, own_server: Server) -> None:
    phone = owner.switch_on()
    sign_in(phone, "Берик", to=GATE)
    take_over_the_clock(phone)
    phone.open(GATE)
    phone.page.get_by_role("button", name="Start").click()
    Standing(phone).stay(45)
    with suppress(Error):  # an orderly end would leave no draft
        phone.page.goto("chrome://crash", timeout=3000)
    phone = owner.switch_on()
    phone.open(GATE)
    expect(phone.find("#toast")).to_contain_text("A recording was interrupted. What it had")
    expect(phone.find(".takes li")).to_have_count(1)
    expect(phone.find(".takes li")).not_to_contain_text("not sent yet")
    (take,) = sent(own_server)
    assert take.duration_s >= 30

    phone.page.get_by_role("button", name="Start").click()
    phone.page.get_by_role("link", name="All stops").click()
    phone.page.get_by_role("link", name="The gate").click()
    expect(phone.find(".survey .button.main").first).to_be_visible()
    phone.page.get_by_role("button", name="Start").click()
    phone.page.get_by_role("button", name="Stop, keep nothing").click()
    expect(phone.find(".takes li")).to_have_count(1)
    delete = phone.find(".takes button")
    delete.click()
    expect(delete).to_have_text("Press again to delete")
    delete.click()
    expect(phone.find(".takes li")).to_have_count(0)
    assert sent(own_server) == ()


def test_an_outline_is_walked(owner: Owner, own_server: Server) -> None:
    phone = owner.switch_on()
    sign_in(phone, "Берик", to=GATE)
    take_over_the_clock(phone)
    phone.open(GATE)
    phone.page.get_by_label("An outline").check()
    standing = Standing(phone)
    phone.page.get_by_role("button", name="Start").click()
    corners = ((0, 0), (24, 0), (24, 16), (0, 16), (0, 1))
    for (ax, ay), (bx, by) in pairwise(corners):
        steps = abs(bx - ax) + abs(by - ay)
        for step in range(steps):
            standing.at(ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps)
        if (bx, by) == (0, 16):
            expect(phone.find(".recording .state")).to_contain_text("from where you began")
    phone.page.get_by_role("button", name="Finish").click()
    expect(phone.find(".takes li")).to_contain_text("An outline, within")
    expect(phone.find(".survey")).to_contain_text("has been sent.")
    done = flask(own_server, "survey", "export", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    tour = check_bytes(own_server.place.stops.read_bytes()).tour
    assert tour is not None
    gate = tour.stops[0]
    assert (gate.zone.shape, gate.position.source) == ("polygon", "surveyed")
    assert distance_m(gate.position.place, LatLon(*place(12, 8))) < 4


def test_what_is_wrong_is_said_in_words(owner: Owner) -> None:
    phone = owner.switch_on()
    sign_in(phone, "Берик", to=GATE)
    take_over_the_clock(phone)
    phone.open(GATE)
    phone.page.get_by_role("button", name="Start").click()
    advice = phone.find(".recording .state")
    expect(advice).to_contain_text("Waiting for the first position")
    standing = Standing(phone)
    standing.stay(40, accuracy=25)
    expect(advice).to_contain_text("Poor. Step away from walls")
    phone.page.clock.run_for(15_000)
    expect(advice).to_contain_text("No new position for a while")
    phone.page.get_by_role("button", name="Stop, keep nothing").click()
    expect(phone.find(".takes li")).to_have_count(0)
    phone.context.clear_permissions()
    phone.page.get_by_role("button", name="Start").click()
    expect(phone.page.get_by_role("button", name="Start")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_access_and_narrow_screens(
    new_context: Callable[..., BrowserContext], server: Server, language: str, scheme: str
) -> None:
    hire(server, "Берик", Role.EDITOR)
    context = new_context(
        viewport=NARROW, color_scheme=scheme, bypass_csp=True, permissions=["geolocation"]
    )
    phone = Phone(context, server.url)
    address = f"/{language}/staff/survey"
    sign_in(phone, "Берик", to=address)
    for path in (address, f"{address}/gate", f"{address}/lamp"):
        take_over_the_clock(phone)
        phone.open(path)
        phone.find(".survey .fact").first.wait_for()
        if path.endswith("gate"):
            phone.find(".survey .button.main").first.click()
            Standing(phone).stay(4)
            phone.find(".drawing svg").wait_for()
        phone.page.add_script_tag(path=AXE)
        assert phone.page.evaluate(RULES) == [], path
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, path
        if folder := os.environ.get("TOUR_SHOTS"):
            name = f"{language}-{scheme}-{path.rpartition('/')[2]}.png"
            phone.page.screenshot(path=Path(folder) / name, full_page=True)
