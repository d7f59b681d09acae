"""Measure the arrival engine beside simple rules: what they start on walks whose truth is known.

Without arguments the walks are simulated, over random sites that no parameter was chosen on. With a
folder of walks (subfolders with a site.jsonl, and a scorer of its own, score.py) those are used.

    .venv/bin/python bench/arrival.py [--walks FOLDER] [--sites 4] [--visitors 30] [--seed 7]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from walks.tally import Tally, count  # noqa: E402 - after the path

REPLAY = ROOT / "tour" / "client" / "arrival" / "replay.js"
RULES = ROOT / "bench" / "walks" / "rules.js"
SIMULATE = ROOT / "tour" / "zones" / "walks" / "simulate.js"

Figures = Mapping[str, float]

COLUMNS = {
    "visits": ("visits", "{:.0f}"),
    "recall": ("recall", "{:.3f}"),
    "recall_20s": ("≤ 20 s", "{:.3f}"),
    "false_per_h": ("false/h", "{:.2f}"),
    "wrong_stop_per_h": ("wrong/h", "{:.2f}"),
    "restarts_per_h": ("restarts/h", "{:.2f}"),
    "pass_start_rate": ("pass-bys", "{:.1%}"),
    "delay_settled_p50": ("p50 s", "{:.1f}"),
    "delay_settled_p95": ("p95 s", "{:.1f}"),
}


def replay(folder: Path) -> tuple[dict[str, Any], float]:
    """Return the starts of the engine on a folder's walks, and microseconds a fix."""
    walks = sorted(str(path) for path in (folder / "walks").iterdir())
    command = ["node", str(REPLAY), "--time", str(folder / "site.jsonl"), *walks]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout), json.loads(done.stderr)["us_per_fix"]


def run_rules(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the starts of the simple rules, by the rule's name."""
    walks = sorted(str(path) for path in (folder / "walks").iterdir())
    command = ["node", str(RULES), str(folder / "site.jsonl"), *walks]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


def score(scorer: Path, folder: Path, starts: Mapping[str, Any]) -> dict[str, Figures]:
    """Return the scorer's figures, "all" first, then by profile."""
    with tempfile.TemporaryDirectory() as scratch:
        given, out = Path(scratch) / "starts.json", Path(scratch) / "score.json"
        given.write_text(json.dumps(starts), encoding="utf-8")
        command = [sys.executable, str(scorer), str(folder), str(given)]
        command += ["--by", "profile", "--json", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found = json.loads(out.read_text(encoding="utf-8"))
    return {"all": found["total"], **found["groups"]}


def add_rows(table: Table, name: str, groups: Mapping[str, Figures]) -> None:
    for group, figures in groups.items():
        cells = [form.format(figures[key] or 0) for key, (_, form) in COLUMNS.items()]
        table.add_row(name if group == "all" else "", group, *cells)
    table.add_section()


def measure_given(table: Table, walks: Path) -> list[float]:
    """Score engine and rules on every set of walks in the folder, by the folder's own scorer."""
    times = []
    scorer = walks / "score.py"
    for site in sorted(walks.glob("*/site.jsonl")):
        folder = site.parent
        starts, us = replay(folder)
        times.append(us)
        add_rows(table, f"engine ({folder.name})", score(scorer, folder, starts))
        for name, given in run_rules(folder).items():
            add_rows(table, name, {"all": score(scorer, folder, given)["all"]})
    return times


def measure_simulated(table: Table, sites: int, visitors: int, seed: int) -> list[float]:
    """Score engine and rules on walks made for the purpose."""
    times = []
    groups: dict[str, Tally] = {"all": Tally()}
    rules: dict[str, dict[str, Tally]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        command = ["node", str(SIMULATE), scratch, str(seed), str(sites), str(visitors)]
        subprocess.run(command, check=True)
        for site in sorted(Path(scratch).glob("*/site.jsonl")):
            starts, us = replay(site.parent)
            times.append(us)
            count(site.parent, starts, groups)
            for name, given in run_rules(site.parent).items():
                count(site.parent, given, rules.setdefault(name, {}))
    figures = {"all": groups.pop("all").figures()}
    figures |= {name: groups[name].figures() for name in sorted(groups)}
    add_rows(table, f"engine ({sites} random sites)", figures)
    for name, tallies in rules.items():
        add_rows(table, name, {"all": tallies["all"].figures()})
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the arrival engine.")
    parser.add_argument("--walks", type=Path, help="folder with walks and their scorer")
    parser.add_argument("--sites", type=int, default=4, help="random sites to simulate")
    parser.add_argument("--visitors", type=int, default=30, help="walks on each of them")
    parser.add_argument("--seed", type=int, default=7, help="of the simulation")
    given = parser.parse_args()
    table = Table(title="Arrival: starts against the truth")
    table.add_column("rule", no_wrap=True)
    table.add_column("profile", no_wrap=True)
    for heading, _ in COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    if given.walks:
        times = measure_given(table, given.walks)
    else:
        times = measure_simulated(table, given.sites, given.visitors, given.seed)
    console = Console(width=132)
    console.print(table)
    console.print(f"processor time: {sum(times) / len(times):.0f} µs a fix (goal ≤ 50)")


if __name__ == "__main__":
    main()
