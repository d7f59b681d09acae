"""A phone that notes when it was tapped, when it could be used and when it spoke."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--autoplay-policy=user-gesture-required",
]
LOOKS, LOOK_MS = 300, 100
SIZE: Any = {"width": 390, "height": 844}
NOTES = """
const note = (what, ms) => console.log('NOTE ' + JSON.stringify({ what, ms }));
let tapped = 0;
addEventListener('pointerdown', ({ timeStamp }) => { tapped = timeStamp; }, true);
addEventListener('playing', ({ target }) => {
  if (!target.src.includes('/audio/')) return;
  const began = performance.getEntriesByName('tour-start').at(-1)?.startTime ?? tapped;
  const from = target.currentTime;
  const look = () => {
    if (target.currentTime > from) note('sound', performance.now() - began);
    else requestAnimationFrame(look);
  };
  look();
}, true);
new PerformanceObserver(list => list.getEntries().forEach(({ name, startTime }) => {
  if (name === 'first-contentful-paint') note('painted', startTime);
  if (name === 'tour-ready') note('ready', startTime);
})).observe({ entryTypes: ['paint', 'mark'] });
"""


class Phone:
    """One browser; ``notes`` are what its page told first of each kind, in ms."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(NOTES)
        self.context = context
        self.notes: dict[str, float] = {}
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        kind, _, told = message.text.partition(" ")
        if kind == "NOTE":
            note = json.loads(told)
            self.notes.setdefault(note["what"], note["ms"])

    def open(self, url: str) -> "Phone":
        """Does not wait for the page."""
        self.page.goto(url, wait_until="commit")
        return self

    def noted(self, what: str, step: Callable[[], object] = lambda: None) -> float:
        """What is first noted of a kind, in s; ``step`` is done before each look."""
        for _ in range(LOOKS):
            if what in self.notes:
                return self.notes[what] / 1000
            step()
            self.page.wait_for_timeout(LOOK_MS)
        msg = f"never noted: {what}; at {self.page.url}: {self.page.inner_text('body')[-400:]}"
        raise AssertionError(msg)


@contextmanager
def new_phone(playwright: Playwright, profile: Path | None = None) -> Iterator[Phone]:
    """A cold browser, on a new profile or on one that stays."""
    with tempfile.TemporaryDirectory() as folder:
        context = playwright.chromium.launch_persistent_context(
            profile or folder,
            executable_path="/usr/bin/chromium",
            args=ARGS,
            viewport=SIZE,
            locale="en-GB",
            permissions=["geolocation"],
        )
        try:
            yield Phone(context)
        finally:
            context.close()
