"""Visitors' phones: real browsers, each a process of its own, that join a group and are heard."""

from dataclasses import dataclass
from shutil import which
from typing import Literal

from playwright.sync_api import Browser, Page, Playwright

from together.studio import Studio

Kind = Literal["chromium", "firefox"]
CHROMIUM, FIREFOX = which("chromium"), which("firefox-esr")
_ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=user-gesture-required",
)
_AFTER_A_TAP = {"media.autoplay.default": 5, "media.autoplay.blocking_policy": 0}
_SIZE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Visitor:
    """Who comes with which phone."""

    kind: Kind = "chromium"
    lang: str = "en"
    output: str = "headphones"


def join(running: Playwright, room: Studio, number: int, group: str, visitor: Visitor) -> Page:
    """A phone that follows the group, heard on this channel; ``group`` is an address and a code."""
    page = _browser(running, room.environ(number), visitor.kind).new_page(viewport=_SIZE)
    url, code = group.rsplit("/", 1)
    page.goto(f"{url}/{visitor.lang}/group/{code}")
    page.check(f"[name=output][value={visitor.output}]")
    page.click("[data-group-join] [type=submit]")
    page.wait_for_selector("[data-group-follow]")
    return page


def _browser(running: Playwright, environ: dict[str, str], kind: Kind) -> Browser:
    if kind == "firefox":
        return running.firefox.launch(
            channel="moz-firefox",
            executable_path=FIREFOX,
            env=environ,
            firefox_user_prefs=_AFTER_A_TAP,
        )
    return running.chromium.launch(
        executable_path=CHROMIUM,
        args=list(_ARGS),
        env=environ,
        ignore_default_args=["--mute-audio"],
    )
