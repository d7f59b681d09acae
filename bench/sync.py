"""Measure how close the phones of a group keep step. Prints one table.

Real browsers, each a process of its own, follow a guide on the real server; what each of them
sends to the sound card is recorded on one clock and compared, a second at a time, from two seconds
after the start. Between Chromium and Firefox stays what neither tells of its way to the sound card
(34–109 ms when it was measured): a group with both has rows of its own, without a goal. Then phones
in three languages play a stop to its end, and their sentences are looked for in the recording. All
browsers run on this one machine: what a loudspeaker or Bluetooth adds is not in it, and what a busy
machine costs is. The clock is asked over a mobile network that is only computed: 25 ms each way at
least, with chance added on both.

    .venv/bin/python bench/sync.py [seconds]
"""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Playwright, sync_playwright
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from together.heard import Spread, spread  # noqa: E402
from together.languages import Together, clip_of, together  # noqa: E402
from together.phones import FIREFOX, Visitor, join  # noqa: E402
from together.studio import Studio, studio  # noqa: E402
from together.walk import LANGUAGES, Guide, served  # noqa: E402

SETTLED_S = 2.0
KNOWING_S = 15.0
LAST_WORDS_S = 3.0
OUTPUTS = {"headphones": "<audio>, rate nudged", "loudspeaker": "sound card, cross-faded"}
GROUPS = (4, 8)
WANTED = {"headphones": "median ≤ 25, p95 ≤ 50", "loudspeaker": "median ≤ 10"}
Recording = NDArray[np.int16]


@contextmanager
def following(
    running: Playwright, room: Studio, group: str, visitors: Sequence[Visitor]
) -> Iterator[None]:
    """Phones that have been with the group for a while: a new output errs by some ms at first."""
    pages = [join(running, room, number, group, each) for number, each in enumerate(visitors)]
    time.sleep(KNOWING_S)
    try:
        yield
    finally:
        for page in pages:
            browser = page.context.browser
            assert browser is not None
            browser.close()


def listen(running: Playwright, url: str, visitors: Sequence[Visitor], seconds: float) -> Recording:
    """Play to a group and record it."""
    guide = Guide(url)
    group = f"{url}/{guide.code}"
    with (
        studio(len(visitors)) as room,
        room.recording() as heard,
        following(running, room, group, visitors),
    ):
        guide.press("play", stop=guide.stop)
        time.sleep(seconds)
        guide.press("end")
    return heard[0]


def listen_to_the_end(running: Playwright, url: str) -> Together:
    """Play a stop to its end in every language, in one of them on Firefox too."""
    guide = Guide(url)
    visitors = [Visitor(lang=lang) for lang in LANGUAGES]
    visitors += [Visitor("firefox", LANGUAGES[0])] if FIREFOX else []
    group = f"{url}/{guide.code}"
    with (
        studio(len(visitors)) as room,
        room.recording() as heard,
        following(running, room, group, visitors),
    ):
        state = guide.press("play", stop=guide.stop)["state"]
        time.sleep(state["at_ms"] / 1000 - time.time() + state["length_s"] + LAST_WORDS_S)
        guide.press("end")
    clips = {lang: clip_of(url, guide.stop, lang) for lang in LANGUAGES}
    beats = [(beat["paragraph"], beat["sentence"]) for beat in state["beats"]]
    return together(heard[0], [clips[visitor.lang] for visitor in visitors], beats)


def clock_errors(url: str, phones: int) -> list[float]:
    """Errors in ms of the clock that a phone knows after its first questions."""
    done = subprocess.run(
        ["node", str(ROOT / "bench/together/clock.mjs"), url, str(phones)],
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(abs(error) for error in json.loads(done.stdout))


def clock_row(errors: Sequence[float]) -> tuple[str, ...]:
    middle, most = errors[len(errors) // 2], errors[int(len(errors) * 0.95)]
    figures = (f"{middle:.1f}", f"{most:.1f}", f"{errors[-1]:.1f}")
    name = "clock error over a computed mobile network, ms"
    return name, *figures, f"{len(errors)} phones", "p95 ≤ 5"


def spread_row(visitors: Sequence[Visitor], found: Spread) -> tuple[str, ...]:
    figures = tuple(f"{found.percentile(share):.1f}" for share in (50, 95, 100))
    output, mixed = visitors[0].output, visitors[-1].kind == "firefox"
    name = f"spread of {len(visitors)} phones{', one Firefox' * mixed}, {OUTPUTS[output]}, ms"
    wanted = "" if mixed else WANTED[output]
    return name, *figures, f"{len(found.ms)}, {found.lost} lost", wanted


def language_rows(found: Together) -> Iterator[tuple[str, ...]]:
    figures = tuple(f"{found.percentile(share):.0f}" for share in (50, 95, 100))
    languages, of = ", ".join(LANGUAGES), f"{len(found.joints_ms)}, {found.lost} lost"
    yield f"beginnings of shared sentences in {languages}, ms", *figures, of, ""
    yield "one phone ahead of another, in sentences", "", "", f"{found.ahead}", "", "≤ 1"
    yield "last words of the stop, ms apart", "", "", f"{found.ends_ms:.0f}", "", ""


def companies() -> Iterator[list[Visitor]]:
    """Groups of one language: Chromium alone, few and many; then with a Firefox."""
    for output in OUTPUTS:
        yield from ([Visitor(output=output)] * phones for phones in GROUPS)
    if FIREFOX:
        for output in OUTPUTS:
            yield [Visitor(output=output)] * (GROUPS[0] - 1) + [Visitor("firefox", output=output)]


def main(seconds: float) -> None:
    missing = [name for name in ("pulseaudio", "parec", "chromium") if shutil.which(name) is None]
    if missing:
        print(f"Left out: {', '.join(missing)} not found.")
        print("On Debian: apt-get install chromium firefox-esr pulseaudio pulseaudio-utils")
        return
    titles = ("what", "median", "p95", "worst", "of", "wanted")
    table = Table(*titles, header_style="bold", box=None)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), secrets.randbelow(10_000) + 20_000) as url,
        sync_playwright() as running,
    ):
        table.add_row(*clock_row(clock_errors(url, 200)))
        for visitors in companies():
            heard = listen(running, url, visitors, seconds)
            table.add_row(*spread_row(visitors, spread(heard, SETTLED_S)))
        for row in language_rows(listen_to_the_end(running, url)):
            table.add_row(*row)
    Console(width=150).print(table)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 16.0)
