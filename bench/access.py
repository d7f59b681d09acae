"""How every page stands against WCAG 2.2 AA, as far as a program can tell.

For each page, the worst of three languages: axe's violations; sideways scrolling at 320 px, with
text twice as large, and with WCAG's text spacing (1.4.10, 1.4.4, 1.4.12), and what is cut off when
text is twice as large; on the way of the Tab key what has no visible focus, what lies wholly under
something else, and whether the end is reached (2.4.7, 2.4.11, 2.1.2); targets smaller than 24 px
(2.5.8).

Prints the table of docs/accessibility.md.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pageload.access import COLUMNS, ROWS, look  # noqa: E402 - after the path
from pageload.tour import served  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from tour.catalogue import read_tour  # noqa: E402

LANGUAGES = ("kk", "ru", "en")


def main() -> None:
    print("| page |", " | ".join(COLUMNS), "|")
    print("|" + "---|" * (len(COLUMNS) + 1))
    tour = read_tour(ROOT / "stops.yaml")
    guarded = next(stop for stop in tour.stops if stop.content_note)
    stops = {"first": tour.stops[0].id, "guarded": guarded.id}
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), stops=guarded.number, languages=LANGUAGES) as (port, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--mute-audio"]
        )
        for row in ROWS:
            found = [
                look(browser, f"http://127.0.0.1:{port}/{lang}", row, stops, axe=True)
                for lang in LANGUAGES
            ]
            worst = [_worst(column, [each[column] for each in found]) for column in COLUMNS]
            print(f"| {row.name} |", " | ".join(worst), "|", flush=True)
        browser.close()


def _worst(column: str, values: list[object]) -> str:
    if column == "end reached":
        return "yes" if all(values) else "no"
    if all(isinstance(value, bool) for value in values):
        return "yes" if any(values) else "no"
    return str(max(int(str(value)) for value in values))


if __name__ == "__main__":
    main()
