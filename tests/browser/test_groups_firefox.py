"""A phone with Firefox follows the same guide, beside one with Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ear import Ear
from firefox import MISSING, REASON, start_firefox
from group_help import Follower, Guide, NewContext, employ, until_in_step
from playwright.sync_api import Playwright
from running import Server

pytestmark = [pytest.mark.browser, pytest.mark.skipif(MISSING, reason=REASON)]


@pytest.fixture
def firefox(playwright: Playwright, tmp_path: Path, server: Server, ear: Ear) -> Iterator[Follower]:
    context = start_firefox(playwright, tmp_path / "profile", ear)
    yield Follower(context, server.url)
    context.close()


def test_firefox_keeps_step_with_chromium(
    new_context: NewContext, server: Server, firefox: Follower
) -> None:
    employ(server)
    guide = Guide(new_context(), server.url)
    code = guide.open_group()
    chromium = Follower(new_context(), server.url).join(code)
    firefox.join(code)
    guide.play()
    chromium.until_sounding()
    firefox.until_sounding()
    until_in_step(firefox, chromium)
    guide.press("Pause")
    firefox.until("sound.paused", 15_000)
    guide.press("Go on")
    firefox.until_sounding()
    firefox.page.get_by_role("button", name="Leave, and go on alone").click()
    firefox.page.wait_for_url("**/en/stops/gate")
