"""Lighthouse's judgement of the pages, in every language: `python bench/lighthouse.py [path …]`.

With its own rules for a phone (simulated slow 4G, a slow processor). What costs points is printed
under the table.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pageload.tour import served  # noqa: E402 - after the path
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

LANGUAGES = ("kk", "ru", "en")
PAGES = ("/", "/stops/{first}", "/stops", "/keypad", "/map")
CATEGORIES = {"performance": 0.95, "accessibility": 1, "best-practices": 1, "seo": 1}
RUNNER = ROOT / "bench" / "pageload" / "lighthouse.js"


def main(chosen: list[str]) -> None:
    table = Table("page", *CATEGORIES, header_style="bold", box=None)
    costs: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), stops=1, languages=LANGUAGES) as (port, tour),
    ):
        paths = chosen or [
            f"/{lang}{page.format(first=tour.stops[0].id)}" for page in PAGES for lang in LANGUAGES
        ]
        urls = [f"http://127.0.0.1:{port}{path}" for path in paths]
        with subprocess.Popen(["node", RUNNER, *urls], stdout=subprocess.PIPE, cwd=ROOT) as node:
            assert node.stdout is not None
            for path, line in zip(paths, node.stdout, strict=True):
                judged = json.loads(line)
                scores = {name: judged["scores"][name] for name in CATEGORIES}
                table.add_row(path, *(f"{score:.2f}" for score in scores.values()))
                costs += [
                    f"{path} {name}: {', '.join(judged['costs'][name])}"
                    for name, wanted in CATEGORIES.items()
                    if scores[name] < wanted
                ]
    table.add_row("wanted", *(f"≥ {wanted:.2f}" for wanted in CATEGORIES.values()))
    console = Console()
    console.print(table)
    for cost in costs:
        console.print(cost, markup=False)


if __name__ == "__main__":
    main(sys.argv[1:])
