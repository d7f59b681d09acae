"""Judge starts against the truth of simulated walks: hits, restarts, pass-bys, false starts."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Span = dict[str, Any]
Starts = Mapping[str, list[dict[str, Any]]]

EARLY_S = 10.0  # narration may begin this long before the visitor enters the zone
PASS_SLACK_S = 3.0
REPLAY_S = 600.0  # who comes back after this long may hear it again
PRESENT = ("visit", "revisit", "either")


@dataclass
class Tally:
    """What happened on some walks."""

    hours: float = 0.0
    visits: int = 0
    passes: int = 0
    passes_started: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    delays: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return the figures of one row of the table; rates per visitor-hour."""
        hours, visits = max(self.hours, 1e-9), max(self.visits, 1)
        delays = sorted(self.delays)
        false = self.kinds["false"] + self.kinds["wrong"]
        return {
            "visits": self.visits,
            "recall": len(delays) / visits,
            "recall_20s": sum(delay <= 20 for delay in delays) / visits,
            "false_per_h": false / hours,
            "wrong_stop_per_h": self.kinds["wrong"] / hours,
            "restarts_per_h": self.kinds["restart"] / hours,
            "pass_start_rate": self.passes_started / max(self.passes, 1),
            "delay_settled_p50": _quantile(delays, 0.5),
            "delay_settled_p95": _quantile(delays, 0.95),
        }


def _quantile(ordered: list[float], share: float) -> float:
    if not ordered:
        return float("nan")
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _find(spans: Iterable[Span], start: Span, before: float, after: float = 0.0) -> Span | None:
    for span in spans:
        if span["stop"] == start["stop"] and (
            span["from"] - before <= start["t"] <= span["to"] + after
        ):
            return span
    return None


class _Walk:
    """The truth of one walk, and which parts of it have been used up by starts."""

    def __init__(self, truth: list[Span]) -> None:
        self.by_kind: defaultdict[str, list[Span]] = defaultdict(list)
        for span in truth:
            self.by_kind[span["kind"]].append(span)
        self.used: set[int] = set()
        self.heard_until: dict[str, float] = {}
        self.delays: list[float] = []

    def _use(self, span: Span, first: str) -> str:
        if id(span) in self.used:
            return "restart"
        self.used.add(id(span))
        return first

    def judge(self, start: Span) -> str:
        open_visits = [visit for visit in self.by_kind["visit"] if id(visit) not in self.used]
        if visit := _find(open_visits, start, EARLY_S):
            self.heard_until[start["stop"]] = visit["to"]
            self.delays.append(start["t"] - visit["settled"])
            return self._use(visit, "hit")
        again = _find(self.by_kind["revisit"], start, EARLY_S)
        heard = self.heard_until.get(start["stop"])
        if heard is not None:
            return "replay" if again and again["from"] - heard >= REPLAY_S else "restart"
        if again:
            return "replay"
        return self._judge_unasked(start)

    def _judge_unasked(self, start: Span) -> str:
        if brief := _find(self.by_kind["either"], start, EARLY_S):
            return self._use(brief, "either")
        if passed := _find(self.by_kind["pass"], start, PASS_SLACK_S, PASS_SLACK_S):
            return self._use(passed, "pass")
        if _find(self.by_kind["near"], start, 1.0, 1.0):
            return "near"
        elsewhere = any(
            span["stop"] != start["stop"] and span["from"] <= start["t"] <= span["to"]
            for kind in PRESENT
            for span in self.by_kind[kind]
        )
        return "wrong" if elsewhere else "false"


def _read(path: Path) -> tuple[Span, list[Span]]:
    with path.open(encoding="utf-8") as lines:
        head = json.loads(next(lines))
        return head, [json.loads(line) for line in lines if line.startswith('{"type":"truth"')]


def judge(folder: Path, starts: Starts, groups: dict[str, Tally]) -> None:
    """Add the walks of one site to the tallies: "all" and one for each profile."""
    for path in sorted((folder / "walks").iterdir()):
        head, truth = _read(path)
        walk = _Walk(truth)
        ordered = sorted(starts.get(head["id"], []), key=lambda start: start["t"])
        kinds = Counter(walk.judge(start) for start in ordered)
        for name in ("all", head["profile"]):
            tally = groups.setdefault(name, Tally())
            tally.hours += head["duration"] / 3600
            tally.visits += len(walk.by_kind["visit"])
            tally.passes += len(walk.by_kind["pass"])
            tally.passes_started += sum(id(span) in walk.used for span in walk.by_kind["pass"])
            tally.kinds.update(kinds)
            tally.delays.extend(walk.delays)
