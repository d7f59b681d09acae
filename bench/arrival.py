"""Measure the arrival engine beside simple rules: what they start on walks whose truth is known.

The walks are simulated, over random sites that no parameter was chosen on. Where a folder of given
walks lies beside the repository (../shared/walks: subfolders with a site.jsonl, and a scorer of its
own, score.py), those are scored as well, by that scorer.

    .venv/bin/python bench/arrival.py [--walks FOLDER] [--sites 8] [--visitors 15] [--seed 7]
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from walks.tally import ORDINARY, Tally, count  # noqa: E402 - after the path

GIVEN = ROOT.parent / "shared" / "walks"

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
GOALS = {
    "all": ("", "≥ 0.94", "≥ 0.90", "≤ 0.50", "≤ 0.12", "≤ 0.10", "≤ 3 %", "≤ 2", "≤ 20"),
    "ordinary": ("", "≥ 0.98"),
}
GOAL_US = 50


def replay(folder: Path) -> tuple[dict[str, Any], Counter[str]]:
    """Return the starts of the engine on a folder's walks, how many fixes, and the time spent."""
    walks = sorted(str(path) for path in (folder / "walks").iterdir())
    command = ["node", str(REPLAY), "--time", str(folder / "site.jsonl"), *walks]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    spent = json.loads(done.stderr)
    fixes = spent["fixes"]
    return json.loads(done.stdout), Counter(fixes=fixes, us=round(fixes * spent["us_per_fix"]))


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


def profile_of(walk: Path) -> str:
    """Return the label of a walk's file: what kind of phone it was."""
    opened = gzip.open if walk.suffix == ".gz" else open
    with opened(walk, "rt", encoding="utf-8") as file:
        return json.loads(next(file))["profile"]


def score_ordinary(scorer: Path, folder: Path, starts: Mapping[str, Any]) -> Figures:
    """Return the scorer's figures on the walks of ordinary reception, taken together."""
    with tempfile.TemporaryDirectory() as scratch:
        walks = Path(scratch) / "walks"
        walks.mkdir()
        for walk in (folder / "walks").iterdir():
            if profile_of(walk) in ORDINARY:
                (walks / walk.name).symlink_to(walk)
        kept = {walk.name.split(".")[0] for walk in walks.iterdir()}
        chosen = {walk: given for walk, given in starts.items() if walk in kept}
        return score(scorer, Path(scratch), chosen)["all"]


def add_rows(table: Table, name: str, groups: Mapping[str, Figures]) -> None:
    for group, figures in groups.items():
        cells = [form.format(figures[key] or 0) for key, (_, form) in COLUMNS.items()]
        table.add_row(name if group == "all" else "", group, *cells)
    table.add_section()


def measure_given(table: Table, walks: Path) -> Counter[str]:
    """Score engine and rules on every set of walks in the folder, by the folder's own scorer."""
    times: Counter[str] = Counter()
    scorer = walks / "score.py"
    for site in sorted(walks.glob("*/site.jsonl")):
        folder = site.parent
        starts, spent = replay(folder)
        times += spent
        groups = score(scorer, folder, starts)
        every = {"all": groups.pop("all"), "ordinary": score_ordinary(scorer, folder, starts)}
        add_rows(table, f"engine ({folder.name})", every | groups)
        for name, given in run_rules(folder).items():
            add_rows(table, name, {"all": score(scorer, folder, given)["all"]})
    return times


def measure_simulated(table: Table, sites: int, visitors: int, seed: int) -> Counter[str]:
    """Score engine and rules on walks made for the purpose."""
    times: Counter[str] = Counter()
    groups: dict[str, Tally] = {"all": Tally()}
    rules: dict[str, dict[str, Tally]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        command = ["node", str(SIMULATE), scratch, str(seed), str(sites), str(visitors)]
        subprocess.run(command, check=True)
        for site in sorted(Path(scratch).glob("*/site.jsonl")):
            starts, spent = replay(site.parent)
            times += spent
            count(site.parent, starts, groups)
            for name, given in run_rules(site.parent).items():
                count(site.parent, given, rules.setdefault(name, {}))
    together = [name for name in ("all", "ordinary") if name in groups]
    others = sorted(set(groups) - set(together))
    figures = {name: groups[name].figures() for name in together + others}
    add_rows(table, f"engine ({sites} random sites)", figures)
    for name, tallies in rules.items():
        add_rows(table, name, {"all": tallies["all"].figures()})
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the arrival engine.")
    parser.add_argument("--walks", type=Path, default=GIVEN, help="given walks, with a scorer")
    parser.add_argument("--sites", type=int, default=8, help="random sites to simulate")
    parser.add_argument("--visitors", type=int, default=15, help="walks on each of them")
    parser.add_argument("--seed", type=int, default=7, help="of the simulation")
    given = parser.parse_args()
    table = Table(title="Arrival: starts against the truth")
    table.add_column("rule", no_wrap=True)
    table.add_column("profile", no_wrap=True)
    for heading, _ in COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    console = Console(width=132)
    times: Counter[str] = Counter()
    if (given.walks / "score.py").is_file():
        times += measure_given(table, given.walks)
    else:
        console.print("no given walks beside the repository: simulated ones only")
    times += measure_simulated(table, given.sites, given.visitors, given.seed)
    for group, goals in GOALS.items():
        table.add_row("goal (given walks)" if group == "all" else "", group, *goals)
    console.print(table)
    console.print(f"ordinary: {', '.join(ORDINARY)}, as far as the walks have them")
    us = times["us"] / max(1, times["fixes"])
    verdict = "met" if us <= GOAL_US else "missed"
    console.print(f"processor time: {us:.0f} µs a fix (goal ≤ {GOAL_US}): {verdict}")


if __name__ == "__main__":
    main()
