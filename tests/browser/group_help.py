"""A guide at the desk, and phones that follow."""

import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from phone import Phone
from playwright.sync_api import BrowserContext, expect
from running import Server
from staff_help import hire, sign_in

from tour.staff import Role

AWAITED = """() => {
  let ran = Date.now();
  let woke = null;
  const sound = document.getElementById('sound');
  const before = sound.src;
  const look = setInterval(() => {
    if (Date.now() - ran > 3000) woke = performance.now();
    ran = Date.now();
    if (woke === null || sound.src === before || sound.paused || sound.seeking) return;
    if (sound.currentTime === 0) return;
    clearInterval(look);
    window.caughtUpMs = performance.now() - woke;
  }, 20);
}"""
"""How long another sound than the present one takes to be heard, from a sleep of over 3 s."""

ASLEEP_S = 3.6
LOOKS = 9
STATUS = "[data-group-status]"
SOUNDING = "!sound.paused && sound.currentTime > 0"
STANDING = """() => {
  const sound = document.getElementById('sound');
  const lit = document.querySelector('.transcript .now');
  const spans = [...document.querySelectorAll('.transcript [data-start]')];
  return { at: sound.currentTime, when: Date.now(),
           paused: sound.paused, rate: sound.playbackRate, lit: spans.indexOf(lit),
           stop: document.querySelector('[data-group-stop] .number')?.textContent };
}"""


class Guide(Phone):
    """A phone with the desk open."""

    code = ""

    def open_group(self, name: str = "Айгүл") -> str:
        sign_in(self, name, to="/en/desk")
        self.page.get_by_role("button", name="Open a group").click()
        self.page.wait_for_url(re.compile(r"/en/desk/\w{6}$"))
        self.code = self.path.rsplit("/", 1)[1]
        expect(self.find("[data-desk-status]")).to_contain_text("Nothing plays yet")
        return self.code

    def take_over(self, code: str, name: str) -> None:
        sign_in(self, name, to="/en/desk")
        self.find("#take-code").fill(code.lower())
        self.page.get_by_role("button", name="Take over").click()
        self.page.wait_for_url(f"**/en/desk/{code}")
        self.code = code

    def play(self, stop: str = "gate") -> None:
        self.find(f"[data-play={stop}]").click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def counts(self) -> dict[str, str]:
        """What the desk says of the phones."""
        rows = self.find("[data-desk-phones] div").all_inner_texts()
        return dict(re.split(r"\n+", row, maxsplit=1) for row in rows)  # type: ignore[misc]

    def until_paused(self) -> None:
        """Wait until the group stands, so that the guide can speak."""
        expect(self.find("[data-desk-status]")).to_contain_text("You can speak", timeout=15_000)

    def until_counted(self, name: str, value: str) -> None:
        row = self.find("[data-desk-phones] div").filter(has_text=re.compile(f"^{name}"))
        expect(row.locator("dd")).to_have_text(re.compile(value), timeout=15_000)


class Follower(Phone):
    """A visitor's phone in a group."""

    def join(self, code: str, lang: str = "en", output: str = "headphones") -> "Follower":
        self.open(f"/{lang}/group/{code}")
        self.find(f"[name=output][value={output}]").check()
        self.find("[data-group-join] [type=submit]").click()
        self.find("[data-group-follow]").wait_for()
        return self

    def standing(self) -> dict[str, Any]:
        """Where the sound is, at which ms since 1970."""
        seen: dict[str, Any] = self.page.evaluate(STANDING)
        return seen

    def until_sounding(self, timeout: float = 8000) -> None:
        self.until(SOUNDING, timeout)

    def until_past(self, second: float) -> None:
        self.until(f"!sound.paused && sound.currentTime > {second}", 15_000)

    def until_lit(self, place: int) -> None:
        """Wait until this sentence of the text, counted from 0, is marked as spoken."""
        self.until(
            f"document.querySelectorAll('.transcript [data-start]')[{place}]"
            ".classList.contains('now')"
        )

    def says(self, text: str, timeout: float = 8000) -> None:
        expect(self.find(STATUS)).to_contain_text(text, timeout=timeout)


def apart_s(one: Follower, other: Follower) -> float:
    """How far two phones of one language are apart while a sentence is spoken."""
    here, there = one.standing(), other.standing()
    return float(abs(here["at"] - there["at"] - (here["when"] - there["when"]) / 1000))


def until_apart(one: Follower, other: Follower) -> None:
    """Wait until two phones of one language are clearly somewhere else."""
    deadline = time.monotonic() + 10
    while apart_s(one, other) < 1:
        assert time.monotonic() < deadline, "both went the same way"
        one.page.wait_for_timeout(120)


def until_in_step(one: Follower, other: Follower, within_s: float = 0.1) -> None:
    """Wait until two phones of one language keep step.

    A single reading may be off by what a browser's clock of the sound is coarse: the middle of nine
    in a row is not, and of a phone that hunts for its place it is far off.
    """
    seen: list[float] = []
    for _ in range(80):
        seen.append(apart_s(one, other))
        if len(seen) >= LOOKS and median(seen[-LOOKS:]) < within_s:
            return
        one.page.wait_for_timeout(120)
    raise AssertionError([round(each, 3) for each in seen])


def employ(server: Server) -> None:
    for name in ("Айгүл", "Данияр"):
        hire(server, name, Role.GUIDE)


NewContext = Callable[..., BrowserContext]
