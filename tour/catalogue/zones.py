"""How far zones are from places and from each other, in a local plane."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tour.catalogue.model import Zone
from tour.geo import LatLon
from tour.geo.plane import XY, Plane, Segment, distance_to_segment_m


def distance_to_zone_m(place: LatLon, zone: Zone) -> float:
    """Metres from a place to the zone's edge; negative inside, down to minus the margin."""
    plane = Plane(zone.points[0])
    geometry = plane.all_xy(zone.points)
    return _distance((plane.xy(place),), False, geometry, zone.shape == "polygon") - zone.margin_m


def gap_m(a: Zone, b: Zone) -> float:
    """Metres of free ground between two zones; negative when they overlap. Symmetric."""
    plane = Plane(a.points[0])
    first, second = plane.all_xy(a.points), plane.all_xy(b.points)
    apart = _distance(first, a.shape == "polygon", second, b.shape == "polygon")
    return apart - a.margin_m - b.margin_m


def _distance(a: Sequence[XY], a_is_area: bool, b: Sequence[XY], b_is_area: bool) -> float:  # noqa: FBT001 - one flag belongs to each geometry
    """Between two geometries; 0 where they touch, cross, or one lies inside the other.

    Two geometries that do not cross lie one inside the other wholly or not at all, so that one
    point of each tells.
    """
    if (a_is_area and _contains(a, b[0])) or (b_is_area and _contains(b, a[0])):
        return 0.0
    return min(
        _segments_apart(first, second)
        for first in _segments(a, closed=a_is_area)
        for second in _segments(b, closed=b_is_area)
    )


def _segments(points: Sequence[XY], *, closed: bool) -> Iterator[Segment]:
    if len(points) == 1:
        yield points[0], points[0]
        return
    yield from pairwise(points)
    if closed:
        yield points[-1], points[0]


def _segments_apart(first: Segment, second: Segment) -> float:
    if _cross(first, second):
        return 0.0
    return min(
        distance_to_segment_m(first[0], second),
        distance_to_segment_m(first[1], second),
        distance_to_segment_m(second[0], first),
        distance_to_segment_m(second[1], first),
    )


def _turn(a: XY, b: XY, c: XY) -> float:
    """Positive when a → b → c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cross(first: Segment, second: Segment) -> bool:
    """Whether two segments cross in their middles; mere touching has distance 0 anyway."""
    (a, b), (c, d) = first, second
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _contains(ring: Sequence[XY], point: XY) -> bool:
    """Even-odd rule: a ray to the east crosses the ring an odd number of times."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in _segments(ring, closed=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside
