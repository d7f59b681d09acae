"""The saved tour walked through without a server: what starts there starts by itself.

A script that a test runs in a page counts as the visitor's own gesture, and a page that was just
touched may speak. So after the one tap nothing here touches the page: it is only told where it is,
and what it does it reports by itself.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ear import PAREC, PULSEAUDIO, Ear
from firefox import MISSING, ONLY_IN_A_TAP, REASON, start_firefox
from owner import Owner
from phone import ARGS, PHONE
from playwright.sync_api import BrowserContext, ConsoleMessage, Playwright, expect
from running import Place, Server
from walking_tour import Walker

pytestmark = pytest.mark.browser

REPORT = """
let told = '';
document.addEventListener('timeupdate', ({ target }) => {
  const { pathname } = new URL(target.src || location.href);
  if (!pathname.startsWith('/audio/') || pathname === told || target.currentTime === 0) return;
  told = pathname;
  const touched = navigator.userActivation?.isActive ?? null;
  console.log('REPORT ' + JSON.stringify({ speaks: pathname, touched }));
}, true);
"""


def start_chromium(
    playwright: Playwright, profile: Path, ear: Ear, **options: object
) -> BrowserContext:
    return playwright.chromium.launch_persistent_context(
        profile,
        executable_path="/usr/bin/chromium",
        args=ARGS,
        ignore_default_args=["--mute-audio"],
        env=ear.environ,
        viewport=PHONE,
        locale="en-GB",
        **options,
    )


BROWSERS = [
    pytest.param(
        start_chromium,
        id="chromium",
        marks=pytest.mark.skipif(
            None in {PULSEAUDIO, PAREC},
            reason="needs a sound server: apt-get install pulseaudio",
        ),
    ),
    pytest.param(start_firefox, id="firefox", marks=pytest.mark.skipif(MISSING, reason=REASON)),
]


@pytest.fixture
def walked_server(to_walk_through: Place, tmp_path: Path) -> Iterator[Server]:
    running = Server(to_walk_through.copy_to(tmp_path / "walked")).start()
    yield running
    running.stop()


@pytest.fixture(params=BROWSERS)
def owner(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    tmp_path: Path,
    walked_server: Server,
    ear: Ear,
) -> Iterator[Owner[Walker]]:
    def start() -> BrowserContext:
        start_browser: Callable[..., BrowserContext] = request.param
        context = start_browser(playwright, tmp_path / "profile", ear, permissions=["geolocation"])
        context.add_init_script(REPORT)
        return context

    phone = Owner(start, walked_server, Walker)
    yield phone
    phone.switch_off()


class Listener:
    """What a page reports."""

    def __init__(self, walker: Walker) -> None:
        self.reports: list[dict[str, Any]] = []
        walker.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        kind, _, told = message.text.partition(" ")
        if kind == "REPORT":
            self.reports.append(json.loads(told))

    def stand_until_told(self, walker: Walker, count: int, seconds: int) -> None:
        """A position a second, until so many sounds have begun."""
        east, north = walker.here
        for second in range(seconds):
            if len(self.reports) >= count:
                return
            walker.stand(east + 0.3 * (second % 2), north)
            walker.page.wait_for_timeout(1000)
        msg = f"only told: {self.reports}; faults: {walker.faults}"
        raise AssertionError(msg)


def test_the_saved_tour_is_walked_without_a_server(
    owner: Owner[Walker], walked_server: Server, ear: Ear
) -> None:
    walker = owner.switch_on().stand(0, -14)
    walker.open("/en/save").find("[data-save-start]").click()
    expect(walker.find("[data-save-state]")).to_contain_text("Saved:", timeout=20_000)
    manifest = walker.context.request.get(f"{walker.url}/api/v1/tour?lang=en").json()
    stops = {
        audio["url"]: stop["id"]
        for stop in manifest["stops"]
        for audio in stop["narration"]["audio"]
    }
    walked_server.stop()

    walker = owner.switch_on().stand(0, -14)
    listener = Listener(walker)
    walker.open("/en/").page.get_by_role("button", name="Walk with the tour").click()
    assert not ear.hears(1)
    walker.walk_to(0, 0)
    listener.stand_until_told(walker, 1, seconds=15)
    assert ear.hears()
    walker.walk_to(30, 0)
    listener.stand_until_told(walker, 2, seconds=60)
    assert ear.hears()
    assert [stops[each["speaks"]] for each in listener.reports] == ["gate", "pier"]
    assert True not in [each["touched"] for each in listener.reports]
    walker.page.wait_for_url("**/en/stops/pier")
    expect(walker.find("#player .now b")).to_have_text("2")


def test_a_note_is_heard_before_its_stop_without_a_server(
    owner: Owner[Walker], walked_server: Server, ear: Ear
) -> None:
    walker = owner.switch_on().stand(200, -14)
    walker.open("/en/save").find("[data-save-start]").click()
    expect(walker.find("[data-save-state]")).to_contain_text("Saved:", timeout=20_000)
    manifest = walker.context.request.get(f"{walker.url}/api/v1/tour?lang=en").json()
    grave = next(stop["narration"] for stop in manifest["stops"] if stop["id"] == "grave")
    parts = {file["url"]: part for part in ("note_audio", "audio") for file in grave[part]}
    walked_server.stop()

    walker = owner.switch_on().stand(200, -14)
    listener = Listener(walker)
    walker.open("/en/").page.get_by_role("button", name="Walk with the tour").click()
    assert not ear.hears(1)
    walker.walk_to(200, 0)
    listener.stand_until_told(walker, 1, seconds=15)
    assert ear.hears()
    listener.stand_until_told(walker, 2, seconds=15)
    assert ear.hears()
    assert [parts[each["speaks"]] for each in listener.reports] == ["note_audio", "audio"]
    assert True not in [each["touched"] for each in listener.reports]
    expect(walker.find("#testimony")).to_be_visible()


@pytest.mark.skipif(MISSING, reason=REASON)
def test_a_browser_that_wants_a_tap_for_every_sound_asks(
    playwright: Playwright, tmp_path: Path, walked_server: Server, ear: Ear
) -> None:
    profile = tmp_path / "profile"
    context = start_firefox(
        playwright, profile, ear, rule=ONLY_IN_A_TAP, permissions=["geolocation"]
    )
    walker = Walker(context, walked_server.url).stand(0, -8).open("/en/").begin()
    walker.walk_to(0, 0)
    walker.linger_until("document.querySelector('#walk .card-text').innerText.includes('1. The')")
    assert walker.sound()["paused"]
    walker.page.get_by_role("button", name="Play", exact=True).click()
    walker.until("!sound.paused && sound.currentTime > 0.05")
    assert ear.hears()
    context.close()
