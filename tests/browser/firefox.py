"""Firefox ESR as a visitor's phone, under the strictest rule on who may speak."""

import os
from pathlib import Path
from shutil import which

from ear import PAREC, PULSEAUDIO, Ear
from phone import PHONE
from playwright.sync_api import BrowserContext, Playwright

FIREFOX = which("firefox-esr")
MISSING = None in {FIREFOX, PULSEAUDIO, PAREC}
REASON = "needs Firefox and a sound server: apt-get install firefox-esr pulseaudio"
AFTER_A_TAP = {
    "media.autoplay.default": 5,  # nothing plays before the page was tapped, not even silently
    "media.autoplay.blocking_policy": 0,
}
"""The strictest rule under which a page can ever speak by itself."""
ONLY_IN_A_TAP = AFTER_A_TAP | {"media.autoplay.blocking_policy": 2}
"""Every single sound needs a tap of its own: what a visitor may choose."""


def start_firefox(
    playwright: Playwright,
    profile: Path,
    ear: Ear,
    *,
    rule: dict[str, int] = AFTER_A_TAP,
    **options: object,
) -> BrowserContext:
    """Firefox on a profile that stays."""
    return playwright.firefox.launch_persistent_context(
        profile,
        channel="moz-firefox",
        executable_path=FIREFOX,
        env=os.environ | ear.environ,
        firefox_user_prefs=rule,
        headless=True,
        viewport=PHONE,
        locale="en-GB",
        **options,
    )
