"""Measure how close the phones of a group keep step. Prints one table.

Real browsers, each a process of its own, follow a guide on the real server; what each of them
sends to the sound card is recorded on one clock and compared, a second at a time, from two seconds
after the start. All browsers run on this one machine: what a loudspeaker or Bluetooth adds is not
in it, and what a busy machine costs is. The clock is asked over a mobile network that is only
computed: 25 ms each way at least, with chance added on both.

    .venv/bin/python bench/sync.py [phones] [seconds]
"""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from together.heard import Spread, spread  # noqa: E402
from together.studio import Studio, studio  # noqa: E402
from together.walk import Guide, served  # noqa: E402

SETTLED_S = 2.0
KNOWING_S = 3.0
ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=user-gesture-required",
)
OUTPUTS = {"headphones": "<audio>, rate nudged", "loudspeaker": "sound card, cross-faded"}
WANTED = {"headphones": "median ≤ 25, p95 ≤ 50", "loudspeaker": "median ≤ 10"}


def join(running: Playwright, room: Studio, number: int, url: str, output: str) -> Page:
    browser: Browser = running.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=list(ARGS),
        env=room.environ(number),
        ignore_default_args=["--mute-audio"],
    )
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(url)
    page.check(f"[name=output][value={output}]")
    page.click("[data-group-join] [type=submit]")
    page.wait_for_selector("[data-group-follow]")
    return page


def listen(running: Playwright, url: str, output: str, phones: int, seconds: float) -> Spread:
    """Play to a group and record it."""
    guide = Guide(url)
    with studio(phones) as room:
        pages = [
            join(running, room, each, f"{url}/en/group/{guide.code}", output)
            for each in range(phones)
        ]
        time.sleep(KNOWING_S)
        with room.recording() as heard:
            time.sleep(0.5)
            guide.press("play", stop=guide.stop)
            time.sleep(seconds)
        guide.press("end")
        for page in pages:
            browser = page.context.browser
            assert browser is not None
            browser.close()
    return spread(heard[0], SETTLED_S)


def clock_errors(url: str, phones: int) -> list[float]:
    """Errors in ms of the clock that a phone knows after its first questions."""
    done = subprocess.run(
        ["node", str(ROOT / "bench/together/clock.mjs"), url, str(phones)],
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(abs(error) for error in json.loads(done.stdout))


def main(phones: int, seconds: float) -> None:
    missing = [name for name in ("pulseaudio", "parec", "chromium") if shutil.which(name) is None]
    if missing:
        print(f"Left out: {', '.join(missing)} not found.")
        print("On Debian: apt-get install chromium pulseaudio pulseaudio-utils")
        return
    titles = ("what", "median", "p95", "worst", "windows", "wanted")
    table = Table(*titles, header_style="bold", box=None)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), secrets.randbelow(10_000) + 20_000) as url,
        sync_playwright() as running,
    ):
        errors = clock_errors(url, 200)
        table.add_row(
            "clock error over a computed mobile network, ms",
            f"{errors[len(errors) // 2]:.1f}",
            f"{errors[int(len(errors) * 0.95)]:.1f}",
            f"{errors[-1]:.1f}",
            f"{len(errors)} phones",
            "p95 ≤ 5",
        )
        for output, name in OUTPUTS.items():
            found = listen(running, url, output, phones, seconds)
            table.add_row(
                f"spread of {phones} phones, {name}, ms",
                f"{found.percentile(50):.1f}",
                f"{found.percentile(95):.1f}",
                f"{found.percentile(100):.1f}",
                f"{len(found.ms)}, {found.lost} lost",
                WANTED[output],
            )
    Console(width=150).print(table)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 4, float(given[1]) if len(given) > 1 else 24.0)
