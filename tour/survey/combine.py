"""Several takes of one stop → one finding. Pure.

The errors of satellite positions at one place are not independent: what buildings reflect, and the
phone itself, stay the same; within minutes the satellites and the air do too. So takes count less
than their number: errors are taken to be correlated by 0.2 between any two takes, by 0.5 within ten
minutes. A take disagrees when it lies farther from the others than both uncertainties allow.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import dist, sqrt
from statistics import median
from typing import Final

from tour.geo import LatLon
from tour.geo.plane import XY, Plane, Segment, distance_to_segment_m
from tour.survey.model import Finding, Take

_SAME_PLACE: Final = 0.2
_SAME_MINUTES: Final = 0.5
_MINUTES_MS: Final = 10 * 60 * 1000
_ALLOWED: Final = 1.3
_LEAST_M: Final = 1.0
_RADIUS_OF_SPREAD: Final = 1.731
"""95 % radius of a two-dimensional normal error over its root mean square: 2.4477 / √2."""

_ROUNDS: Final = 50
_STEP_M: Final = 1.0


def combine(takes: Sequence[Take]) -> Finding | None:
    """What the takes of one stop say together; None without any.

    The position comes from points where there are any, else from the middle of the outline. The
    order of the takes is no matter.
    """
    takes = sorted(takes, key=lambda take: (take.recorded_ms, take.id))
    points = [take for take in takes if take.shape == "point"]
    outlines = [take for take in takes if take.shape != "point"]
    outline, odd_outlines, outline_m = _outline(outlines)
    if points:
        place, uncertainty_m, odd, settled = _point(points)
        return Finding(place, uncertainty_m, outline, odd | odd_outlines, settled)
    if outline is None:
        return None
    settled = 2 * len(odd_outlines) < len(outlines)
    return Finding(_middle(outline), outline_m, outline, odd_outlines, settled)


def _point(takes: Sequence[Take]) -> tuple[LatLon, float, frozenset[str], bool]:
    plane = Plane(takes[0].points[0])
    at = {take.id: plane.xy(take.points[0]) for take in takes}
    kept = list(takes)
    odd: list[Take] = []
    while len(odd) < (len(takes) - 1) // 2:
        start = _median([at[take.id] for take in kept], [1 / take.uncertainty_m for take in kept])
        worst = max(kept, key=lambda take: _strangeness(take, at[take.id], start, kept))
        if _strangeness(worst, at[worst.id], start, kept) <= 1:
            break
        kept.remove(worst)
        odd.append(worst)
    centre, uncertainty_m = _mean(kept, [at[take.id] for take in kept])
    still = [take for take in kept if _contradicts(take, kept, at)]
    if still:
        uncertainty_m = max(uncertainty_m, *(dist(at[take.id], centre) for take in kept))
    names = frozenset(take.id for take in (*odd, *still))
    return plane.place(centre), max(_LEAST_M, uncertainty_m), names, not still


def _contradicts(take: Take, kept: Sequence[Take], at: Mapping[str, XY]) -> bool:
    """Whether a take lies farther from all others together than both uncertainties allow."""
    others = [each for each in kept if each is not take]
    if not others:
        return False
    centre, uncertainty_m = _mean(others, [at[each.id] for each in others])
    allowed_m = _ALLOWED * sqrt(take.uncertainty_m**2 + uncertainty_m**2)
    return dist(at[take.id], centre) > allowed_m


def _strangeness(take: Take, at: XY, centre: XY, kept: Sequence[Take]) -> float:
    """Above 1 when the take cannot be true with the others."""
    best_m = min(each.uncertainty_m for each in kept)
    return dist(at, centre) / (_ALLOWED * sqrt(take.uncertainty_m**2 + best_m**2))


def _median(points: Sequence[XY], weights: Sequence[float]) -> XY:
    """The weighted geometric median (Weiszfeld 1937): one wild point does not move it far."""
    x = sum(w * p[0] for w, p in zip(weights, points, strict=True)) / sum(weights)
    y = sum(w * p[1] for w, p in zip(weights, points, strict=True)) / sum(weights)
    for _ in range(_ROUNDS):
        pull = [w / max(0.01, dist((x, y), p)) for w, p in zip(weights, points, strict=True)]
        x = sum(w * p[0] for w, p in zip(pull, points, strict=True)) / sum(pull)
        y = sum(w * p[1] for w, p in zip(pull, points, strict=True)) / sum(pull)
    return x, y


def _mean(takes: Sequence[Take], at: Sequence[XY]) -> tuple[XY, float]:
    """The mean by certainty and its 95 % radius, with errors that belong together."""
    raw = [1 / take.uncertainty_m**2 for take in takes]
    weights = [weight / sum(raw) for weight in raw]
    x = sum(w * p[0] for w, p in zip(weights, at, strict=True))
    y = sum(w * p[1] for w, p in zip(weights, at, strict=True))
    shares = [w * take.uncertainty_m for w, take in zip(weights, takes, strict=True)]
    claimed = sum(
        a * b * _correlation(first, second)
        for a, first in zip(shares, takes, strict=True)
        for b, second in zip(shares, takes, strict=True)
    )
    seen = sum(w * dist((x, y), p) ** 2 for w, p in zip(weights, at, strict=True))
    return (x, y), max(sqrt(claimed), _RADIUS_OF_SPREAD * sqrt(seen / len(takes)))


def _correlation(a: Take, b: Take) -> float:
    if a is b:
        return 1.0
    return _SAME_MINUTES if abs(a.recorded_ms - b.recorded_ms) <= _MINUTES_MS else _SAME_PLACE


def _outline(takes: Sequence[Take]) -> tuple[Take | None, frozenset[str], float]:
    """The take nearest to all others of the newest shape, who disagrees, and how sure it is."""
    if not takes:
        return None, frozenset(), 0.0
    shape = max(takes, key=lambda take: take.recorded_ms).shape
    alike = [take for take in takes if take.shape == shape]
    plane = Plane(alike[0].points[0])
    apart = {
        (a.id, b.id): _apart(plane.all_xy(a.points), plane.all_xy(b.points), shape == "polygon")
        for a in alike
        for b in alike
        if a is not b
    }

    def far_m(take: Take) -> tuple[float, float]:
        others = [apart[take.id, other.id] for other in alike if other is not take]
        return (median(others) if others else 0.0) + take.uncertainty_m, take.uncertainty_m

    best = min(alike, key=far_m)
    off = {take.id: apart[best.id, take.id] for take in alike if take is not best}
    odd = {
        take.id
        for take in alike
        if take is not best
        and off[take.id] > _ALLOWED * sqrt(take.uncertainty_m**2 + best.uncertainty_m**2)
    }
    agreeing = [metres for take, metres in off.items() if take not in odd]
    uncertainty_m = max(best.uncertainty_m, *agreeing) if agreeing else best.uncertainty_m
    other_shapes = {take.id for take in takes if take.shape != shape}
    return best, frozenset(odd | other_shapes), uncertainty_m


def _apart(a: Sequence[XY], b: Sequence[XY], closed: bool) -> float:  # noqa: FBT001 - one flag for both
    """The mean distance between two outlines, measured along the one that lies farther."""
    first, second = _segments(a, closed), _segments(b, closed)
    return max(_mean_distance(first, second), _mean_distance(second, first))


def _mean_distance(walked: Sequence[Segment], other: Sequence[Segment]) -> float:
    distances = [
        min(distance_to_segment_m(point, segment) for segment in other)
        for segment in walked
        for point in _along(segment)
    ]
    return sum(distances) / len(distances)


def _along(segment: Segment) -> list[XY]:
    (ax, ay), (bx, by) = segment
    steps = max(1, min(100, round(dist(*segment) / _STEP_M)))
    return [
        (ax + (bx - ax) * share, ay + (by - ay) * share)
        for share in ((number + 0.5) / steps for number in range(steps))
    ]


def _segments(points: Sequence[XY], closed: bool) -> list[Segment]:  # noqa: FBT001 - as above
    return [*pairwise(points), *([(points[-1], points[0])] if closed else [])]


def _middle(take: Take) -> LatLon:
    """The centre of a polygon's area, or the place half-way along a line."""
    plane = Plane(take.points[0])
    points = plane.all_xy(take.points)
    if take.shape == "polygon":
        return plane.place(_centroid(points))
    left = sum(dist(*segment) for segment in pairwise(points)) / 2
    for a, b in pairwise(points):
        length = dist(a, b)
        if length > 0 and left <= length:
            share = left / length
            return plane.place((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
        left -= length
    return take.points[-1]


def _centroid(ring: Sequence[XY]) -> XY:
    area = x = y = 0.0
    for (ax, ay), (bx, by) in _segments(ring, closed=True):
        cross = ax * by - bx * ay
        area += cross / 2
        x += (ax + bx) * cross / 6
        y += (ay + by) * cross / 6
    if abs(area) < _LEAST_M:
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
    return x / area, y / area
