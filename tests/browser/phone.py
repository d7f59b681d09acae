"""A visitor's phone: one browser window, and what a test does and sees on it."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 640}

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
    "--autoplay-policy=user-gesture-required",  # Safari's rule
]

UNSENT = """async () => {
  const waiting = Object.keys(localStorage).filter(key => key.includes('.event.'));
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === 'tour.lighthouse')) return waiting.length;
  const done = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const database = await done(indexedDB.open('tour.lighthouse'));
  const keys = await done(database.transaction('kept').objectStore('kept').getAllKeys());
  database.close();
  return waiting.length + keys.filter(key => key.startsWith('event.')).length;
}"""
"""How many events this phone still has to send."""


class Phone:
    """A page of the tour. Faults that the browser reports are kept in ``faults``."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    def open(self, path: str) -> "Phone":
        self.page.goto(self.url + path, wait_until="load")
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    # The player, by what the visitor sees

    @property
    def play_button(self) -> Locator:
        return self.find("#player .play")

    def play(self) -> None:
        self.play_button.click()
        self.until("!sound.paused && sound.currentTime > 0.05")

    def pause(self) -> None:
        self.play_button.click()
        self.until("sound.paused")

    def sound(self) -> dict[str, Any]:
        """The audio element as it is now."""
        seen: dict[str, Any] = self.page.evaluate(
            """() => ({ at: sound.currentTime, paused: sound.paused, rate: sound.playbackRate,
                        length: sound.duration, src: sound.src, ready: sound.readyState })"""
        )
        return seen

    def until(self, condition: str, timeout: float = 8000) -> None:
        """Wait until a condition of the page holds; ``timeout`` in ms."""
        script = re.sub(r"\bsound\b", "document.getElementById('sound')", condition)
        try:
            self.page.wait_for_function(f"() => {script}", timeout=timeout)
        except Error as error:
            msg = f"never: {condition}; at {self.path}; faults: {self.faults}"
            raise AssertionError(msg) from error

    def until_found(self, condition: str, arg: object = None, timeout: float = 20_000) -> None:
        """Wait until an asynchronous function says true: ``wait_for_function`` awaits none."""
        found = self.page.evaluate(
            f"""async ([arg, timeout]) => {{
              const end = performance.now() + timeout;
              while (performance.now() < end) {{
                if (await ({condition})(arg)) return true;
                await new Promise(resolve => setTimeout(resolve, 50));
              }}
            }}""",
            [arg, timeout],
        )
        assert found is True, f"never: {condition}; at {self.path}; faults: {self.faults}"

    def until_unsent(self, condition: str) -> None:
        """Wait until the number of events that are not sent yet is as ``condition`` says."""
        self.until_found(f"async () => (await ({UNSENT})()) {condition}")

    def stored(self, key: str) -> Any:  # noqa: ANN401 - whatever was kept
        """What the tour keeps on this phone under a key."""
        return self.page.evaluate(
            "key => JSON.parse(localStorage.getItem(`tour.lighthouse.${key}`))", key
        )
