"""What a rule started on many walks, as the figures of one row."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tour.zones.figures import quantile
from tour.zones.judge import Presence, Start, Verdict, judge

Starts = Mapping[str, list[dict[str, Any]]]

ORDINARY = ("clear", "normal", "building", "gaps", "frozen", "real")
"""Kinds of phones with the reception that visitors usually have, scored together."""


@dataclass
class Tally:
    """What happened on some walks."""

    hours: float = 0.0
    visits: int = 0
    passes: int = 0
    passes_started: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    delays: list[float] = field(default_factory=list)

    def add(
        self, duration_s: float, truth: Iterable[Presence], verdicts: Iterable[Verdict]
    ) -> None:
        """Count one walk."""
        kinds = Counter(presence.kind for presence in truth)
        self.hours += duration_s / 3600
        self.visits += kinds["visit"]
        self.passes += kinds["pass"]
        for verdict in verdicts:
            self.outcomes[verdict.outcome] += 1
            self.passes_started += verdict.outcome == "pass"
            if verdict.delay_s is not None:
                self.delays.append(verdict.delay_s)

    def figures(self) -> dict[str, float]:
        """Return the figures of one row of the table; rates per visitor-hour."""
        hours, visits = max(self.hours, 1e-9), max(self.visits, 1)
        delays = sorted(self.delays)
        false = self.outcomes["false"] + self.outcomes["wrong"]
        return {
            "visits": self.visits,
            "recall": len(delays) / visits,
            "recall_20s": sum(delay <= 20 for delay in delays) / visits,
            "false_per_h": false / hours,
            "wrong_stop_per_h": self.outcomes["wrong"] / hours,
            "restarts_per_h": self.outcomes["restart"] / hours,
            "pass_start_rate": self.passes_started / max(self.passes, 1),
            "delay_settled_p50": quantile(delays, 0.5),
            "delay_settled_p95": quantile(delays, 0.95),
        }


def count(folder: Path, starts: Starts, groups: dict[str, Tally]) -> None:
    """Add the walks of one site to the tallies: "all", "ordinary" and one for each profile."""
    for path in sorted((folder / "walks").iterdir()):
        with path.open(encoding="utf-8") as file:
            head, *lines = (json.loads(line) for line in file if '"type":"fix"' not in line)
        truth = [Presence.read(line) for line in lines]
        given = [Start(start["stop"], start["t"]) for start in starts.get(head["id"], [])]
        verdicts = judge(truth, given)
        ordinary = ("ordinary",) if head["profile"] in ORDINARY else ()
        for name in ("all", *ordinary, head["profile"]):
            groups.setdefault(name, Tally()).add(head["duration"], truth, verdicts)
