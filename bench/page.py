"""Measure the phone's page on a slow line and without one: `python bench/page.py [runs]`.

What it weighs is told of the English page, and of the heaviest of three languages; the times are of
the English one.

The real tour with the real voices, each run in a cold browser (Chromium, a new profile). The line
is one of ours (`pageload/line.py`): 400 kb/s and 400 ms, plain HTTP without TLS. "Sound" is the
moment at which the element's clock moves after `playing`; it is counted from the tap's own time
stamp, and for an arrival from the moment at which the walk decides to play.
"""

import itertools
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pageload.line import Line, line_to  # noqa: E402 - after the path
from pageload.phone import LOOK_MS, new_phone  # noqa: E402
from pageload.tour import served  # noqa: E402
from playwright.sync_api import Playwright, sync_playwright  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tour.catalogue import Stop  # noqa: E402

BITS_S, ROUND_TRIP_S = 400_000, 0.4
SETTLED_MS = 5000
LANG = "en"
LANGUAGES = ("kk", "ru", "en")


@contextmanager
def slow(port: int) -> Iterator[Line]:
    with line_to(port, bits_s=BITS_S, round_trip_s=ROUND_TRIP_S) as line:
        yield line


def weigh(playwright: Playwright, port: int, path: str) -> tuple[float, float]:
    """KB: what the page asks for but sound, with headers; all that comes, the worker's too."""
    sizes: dict[str, float] = {}
    sound: set[str] = set()
    with line_to(port) as line, new_phone(playwright) as phone:
        session = phone.context.new_cdp_session(phone.page)
        session.send("Network.enable")
        session.on(
            "Network.responseReceived",
            lambda event: event["type"] == "Media" and sound.add(event["requestId"]),
        )
        session.on(
            "Network.loadingFinished",
            lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
        )
        phone.open(f"http://127.0.0.1:{line.port}{path}").noted("ready")
        phone.page.wait_for_timeout(SETTLED_MS)
        shell = sum(size for each, size in sizes.items() if each not in sound)
        return shell / 1024, line.down_bytes / 1024


def load(playwright: Playwright, port: int, path: str) -> tuple[float, float]:
    """(first contentful paint, the page can be used) in s after the address was entered."""
    with slow(port) as line, new_phone(playwright) as phone:
        phone.open(f"http://127.0.0.1:{line.port}{path}")
        return phone.noted("painted"), phone.noted("ready")


def tap(playwright: Playwright, port: int, path: str, *, settled: bool) -> float:
    """From the tap on "Listen" to sound: as soon as there is a button, or some seconds later."""
    with slow(port) as line, new_phone(playwright) as phone:
        phone.open(f"http://127.0.0.1:{line.port}{path}")
        button = phone.page.locator("#player .play")
        button.wait_for()
        if settled:
            phone.page.wait_for_timeout(SETTLED_MS)
        button.click()
        return phone.noted("sound")


def save(playwright: Playwright, url: str, profile: Path) -> None:
    with new_phone(playwright, profile) as phone:
        phone.open(f"{url}/{LANG}/save")
        phone.page.locator("[data-save-start]").click()
        phone.page.locator("[data-save-state]", has_text="Saved:").wait_for()


def tap_saved(playwright: Playwright, url: str, profile: Path, path: str) -> float:
    """The same without a server, in a browser that was started anew."""
    with new_phone(playwright, profile) as phone:
        phone.open(url + path)
        phone.page.locator("#player .play").click()
        return phone.noted("sound")


def arrive_saved(playwright: Playwright, url: str, profile: Path, stop: Stop) -> float:
    """From the arrival to sound, without a server. The phone stands at the stop already."""
    lat, lng = stop.position.place.lat, stop.position.place.lng
    turns = itertools.cycle((0.0, 2e-6))

    def stand() -> None:
        here: Any = {"latitude": lat + next(turns), "longitude": lng, "accuracy": 4}
        phone.context.set_geolocation(here)
        phone.page.wait_for_timeout(1000 - LOOK_MS)

    with new_phone(playwright, profile) as phone:
        stand()
        phone.open(f"{url}/{LANG}/")
        phone.page.get_by_role("button", name="Walk with the tour").click()
        return phone.noted("sound", stand)


def main(runs: int) -> None:
    table = Table("what", "median", "worst", "wanted", header_style="bold", box=None)

    def row(what: str, wanted: str, take: Callable[[], float]) -> None:
        taken = [take() for _ in range(runs)]
        add(what, wanted, taken)

    def add(what: str, wanted: str, taken: list[float]) -> None:
        table.add_row(what, f"{statistics.median(taken):.2f} s", f"{max(taken):.2f} s", wanted)

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        playwright = stack.enter_context(sync_playwright())
        with served(folder, stops=2, languages=LANGUAGES) as (port, tour):
            behind = {"home": "/", "stop": f"/stops/{tour.stops[0].id}"}
            pages = {name: f"/{LANG}{path}" for name, path in behind.items()}
            for name, path in behind.items():
                weighed = {lang: weigh(playwright, port, f"/{lang}{path}") for lang in LANGUAGES}
                columns = [("shell without sound", "≤ 30 KB"), ("with the worker", "")]
                if name != "home":
                    columns.pop()  # a stop's sound would be in it
                for place, (what, wanted) in enumerate(columns):
                    kb = {lang: each[place] for lang, each in weighed.items()}
                    worst = max(kb, key=kb.__getitem__)
                    heaviest = f"{kb[worst]:.1f} KB, {worst}"
                    table.add_row(f"{name}, {what}", f"{kb[LANG]:.1f} KB", heaviest, wanted)
            for name, path in pages.items():
                loads = [load(playwright, port, path) for _ in range(runs)]
                add(f"{name}, slow line: first paint", "≤ 2 s", [paint for paint, _ in loads])
                add(f"{name}, slow line: can be used", "≤ 2 s", [ready for _, ready in loads])
            for name, settled in (("as soon as it is there", False), ("some seconds later", True)):
                row(
                    f"tap to sound, slow line, {name}",
                    "≤ 1.2 s",
                    lambda settled=settled: tap(playwright, port, pages["stop"], settled=settled),
                )
            url = f"http://127.0.0.1:{port}"
            save(playwright, url, folder / "profile")
        kept = (playwright, url, folder / "profile")
        row("tap to sound, saved", "≤ 0.25 s", lambda: tap_saved(*kept, pages["stop"]))
        row("arrival to sound, saved", "≤ 0.1 s", lambda: arrive_saved(*kept, tour.stops[0]))
    Console().print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
