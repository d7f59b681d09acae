"""The saved tour in Firefox, which plays only where there is something to play to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ear import Ear
from firefox import MISSING, REASON, start_firefox
from owner import Owner, hear_every_stop
from phone import Phone
from playwright.sync_api import Playwright, expect
from running import Server

pytestmark = [pytest.mark.browser, pytest.mark.skipif(MISSING, reason=REASON)]


@pytest.fixture
def owner(
    playwright: Playwright, tmp_path: Path, own_server: Server, ear: Ear
) -> Iterator[Owner[Phone]]:
    phone = Owner(lambda: start_firefox(playwright, tmp_path / "profile", ear), own_server)
    yield phone
    phone.switch_off()


def test_a_saved_tour_needs_no_server(owner: Owner[Phone], own_server: Server, ear: Ear) -> None:
    phone = owner.switch_on().open("/en/save")
    phone.find("[data-save-start]").click()
    expect(phone.find("[data-save-state]")).to_contain_text("Saved:", timeout=20_000)
    own_server.stop()
    phone = owner.switch_on().open("/c/1")
    assert phone.path == "/en/stops/gate"
    phone.play()
    phone.page.get_by_role("slider").fill("14")
    phone.until("!sound.paused && sound.currentTime > 14.2")
    assert ear.hears()
    before = phone.sound()["at"]
    phone.page.get_by_role("link", name="Plan").click()
    expect(phone.find(".stop-dot").first).to_be_visible()
    phone.until(f"!sound.paused && sound.currentTime > {before}")
    assert [each.split()[0] for each in hear_every_stop(phone)] == ["gate", "lamp"]
    assert ear.hears()
    phone.open("/en/keypad?code=2")
    assert phone.path == "/en/stops/lamp"
