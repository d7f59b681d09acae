"""What an editor should change before visitors come, from what simulated visitors found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from tour.catalogue.zones import gap_m
from tour.zones.figures import Share
from tour.zones.report import StopReport

# A figure must be beyond these at the careful end of its interval: chance alone warns of nothing.
_MOST_MISTAKEN = 0.02
_LEAST_HEARD = 0.9
_MOST_PASSED = 0.12
_MOST_FALSE_PER_H = 0.2

_FREE_M = 5.0
"""Free ground between two zones that phones' positions can mostly tell apart."""
_TOUCHING_M = 0.5
_LEAST_MARGIN_M = 5.0
_USUAL_MARGIN_M = 8.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``stops``: the ids that it is about."""

    stops: tuple[str, ...]
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.message} — {self.advice}"


def findings_on(reports: Sequence[StopReport]) -> tuple[Finding, ...]:
    """Everything worth a warning, neighbours first; in the tour's order."""
    found = list(_confusions(reports))
    confused = {stop for finding in found for stop in finding.stops}
    for report in reports:
        found += _alone(report, has_rival=report.stop.id in confused)
    return tuple(found)


def _confusions(reports: Sequence[StopReport]) -> Iterator[Finding]:
    for a, b in combinations(reports, 2):
        both = [
            (one, other, share)
            for one, other in ((a, b), (b, a))
            if (share := one.mistaken.get(other.stop.id)) is not None
        ]
        mistaken = Share(sum(share.count for _, _, share in both), a.heard.of + b.heard.of)
        if mistaken.interval[0] < _MOST_MISTAKEN:
            continue
        told = " and ".join(
            f"{share} of visits to {one.stop.number} start {other.stop.number}"
            for one, other, share in both
        )
        yield Finding((a.stop.id, b.stop.id), f"{_lie(a, b)}: {told}", _advice_on_pair(a, b))


def _lie(a: StopReport, b: StopReport) -> str:
    gap = gap_m(a.stop.zone, b.stop.zone)
    apart = gap + a.stop.zone.margin_m + b.stop.zone.margin_m
    ground = f"overlap by {-gap:.0f} m" if gap < 0 else f"leave {gap:.0f} m between them"
    if abs(gap) < _TOUCHING_M:
        ground = "touch"
    lie = f"lie {apart:.0f} m apart" if apart >= 1 else "lie in the same place"
    return f"Stops {a.stop.number} and {b.stop.number} {lie}, their zones {ground}"


def _advice_on_pair(a: StopReport, b: StopReport) -> str:
    margins = (a.stop.zone.margin_m, b.stop.zone.margin_m)
    gap = gap_m(a.stop.zone, b.stop.zone)
    if gap >= _FREE_M:
        return "survey both places once more, or make the margins smaller by a quarter"
    room = gap + sum(margins) - _FREE_M
    narrowed = [round(2 * room * margin / sum(margins)) / 2 for margin in margins]
    if min(narrowed) < _LEAST_MARGIN_M:
        return (
            "too near for a phone's position to tell apart: make one stop of both, or move the "
            "place where visitors stand for one of them"
        )
    return (
        f"make the margins smaller: {narrowed[0]:g} m for {a.stop.number} and {narrowed[1]:g} m "
        f"for {b.stop.number} leave {_FREE_M:.0f} m between them"
    )


def _alone(report: StopReport, *, has_rival: bool) -> Iterator[Finding]:
    stop = report.stop
    margin = stop.zone.margin_m
    smaller = f"make its margin smaller than {margin:g} m, or move the zone off the path"
    if report.heard.interval[1] < _LEAST_HEARD:
        if has_rival:
            advice = "mend the neighbours first (see above)"
        elif margin < _USUAL_MARGIN_M:
            advice = f"make its margin wider than {margin:g} m, up to {_USUAL_MARGIN_M:g} m"
        else:
            advice = "look whether people really stand inside this zone"
        message = f"Stop {stop.number} begins in only {report.heard} of visits"
        yield Finding((stop.id,), message, advice)
    if report.passed.interval[0] > _MOST_PASSED:
        message = f"Stop {stop.number} begins for {report.passed} of those who only walk past"
        yield Finding((stop.id,), message, smaller)
    if _at_least_per_h(report) > _MOST_FALSE_PER_H and not has_rival:
        message = (
            f"Stop {stop.number} begins {report.false_starts} times for people who are elsewhere"
        )
        yield Finding((stop.id,), message, smaller)


def _at_least_per_h(report: StopReport) -> float:
    """At least so often it begins falsely, 39 times of 40 (the root of a count spreads by ½)."""
    if not report.false_starts:
        return 0.0
    root = sqrt(report.false_starts)
    return report.false_per_h * (max(0.0, root - 0.98) / root) ** 2
