"""Measure the survey: how far a take of a minute is off, beside the radius that it claims.

Phones are simulated as for the arrival engine, each with faults of its own; nothing of the survey
was fitted on them but the last 16 % of the radius. Prints one table.

    .venv/bin/python bench/survey.py [--takes 3000] [--seed 1]
"""

import argparse
import json
import subprocess
from pathlib import Path

from rich.console import Console
from rich.table import Table

STANDING = Path(__file__).resolve().parent / "walks" / "standing.js"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--takes", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    command = ["node", str(STANDING), str(asked.takes), str(asked.seed)]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    table = Table("phone", "takes", "off, median", "off, 95 %", "radius, median", "inside radius")
    for line in said.splitlines():
        row = json.loads(line)
        if "held" not in row:
            table.add_row(row["phone"], str(row["takes"]), "", "", "", "")
            continue
        metres = (row["off_median_m"], row["off_95_m"], row["radius_median_m"])
        table.add_row(
            row["phone"],
            str(row["takes"]),
            *(f"{each:.1f} m" for each in metres),
            f"{row['held']:.1%}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
