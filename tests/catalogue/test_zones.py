"""Zone geometry: against geodesic distances, against dense sampling, and by its properties."""

from itertools import pairwise
from math import cos, hypot, pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tour.catalogue.model import Shape, Zone
from tour.catalogue.zones import distance_to_zone_m, gap_m
from tour.geo import LatLon, distance_m

ORIGIN = LatLon(51.0782, 70.9716)
M_PER_LAT = 111_256.0  # about, at this latitude
M_PER_LNG = 70_060.0

unhurried = settings(deadline=None)  # a busy machine is no failure
metres = st.floats(-2000, 2000)
margins = st.floats(0, 100)


def at(east_m: float, north_m: float) -> LatLon:
    return LatLon(ORIGIN.lat + north_m / M_PER_LAT, ORIGIN.lng + east_m / M_PER_LNG)


places = st.builds(at, metres, metres)


def box(west: float, south: float, east: float, north: float, margin_m: float = 0) -> Zone:
    corners = (at(west, south), at(east, south), at(east, north), at(west, north))
    return Zone("polygon", corners, margin_m)


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    """Circles, lines, and polygons whose corners go once around a centre (never crossing)."""
    shape: Shape = draw(st.sampled_from(["circle", "line", "polygon"]))
    margin_m = draw(margins)
    if shape == "circle":
        return Zone(shape, (draw(places),), margin_m)
    if shape == "line":
        return Zone(shape, tuple(draw(st.lists(places, min_size=2, max_size=5))), margin_m)
    count = draw(st.integers(3, 7))
    x, y = draw(metres), draw(metres)
    radii = draw(st.lists(st.floats(5, 500), min_size=count, max_size=count))
    corners = tuple(
        at(x + r * cos(2 * pi * i / count), y + r * sin(2 * pi * i / count))
        for i, r in enumerate(radii)
    )
    return Zone(shape, corners, margin_m)


def along(zone: Zone, steps: int = 40) -> list[LatLon]:
    """Points on the zone's outline."""
    points = [*zone.points, zone.points[0]] if zone.shape == "polygon" else list(zone.points)
    if len(points) == 1:
        return points
    return [
        LatLon(a.lat + (b.lat - a.lat) * i / steps, a.lng + (b.lng - a.lng) * i / steps)
        for a, b in pairwise(points)
        for i in range(steps + 1)
    ]


def planar_m(a: LatLon, b: LatLon) -> float:
    return hypot((a.lng - b.lng) * M_PER_LNG, (a.lat - b.lat) * M_PER_LAT)


@unhurried
@given(places, places, margins, margins)
def test_circles_agree_with_the_geodesic(a: LatLon, b: LatLon, m: float, n: float) -> None:
    geodesic = distance_m(a, b)
    apart = gap_m(Zone("circle", (a,), m), Zone("circle", (b,), n)) + m + n
    assert apart == pytest.approx(geodesic, rel=2e-3, abs=0.01)


@unhurried
@given(zones(), zones())
def test_the_gap_is_the_same_seen_from_either_side(a: Zone, b: Zone) -> None:
    # The plane's origin changes with the side: 0.1 % of up to 7 km.
    assert gap_m(a, b) == pytest.approx(gap_m(b, a), rel=3e-3, abs=6)


@unhurried
@given(zones(), zones())
def test_no_two_outline_points_are_nearer_than_the_gap(a: Zone, b: Zone) -> None:
    apart = gap_m(a, b) + a.margin_m + b.margin_m
    nearest = min(planar_m(p, q) for p in along(a, 12) for q in along(b, 12))
    assert apart <= nearest * 1.004 + 0.01
    assert apart >= -1e-9


@unhurried
@given(zones(), zones())
def test_the_gap_is_reached_between_the_outlines_or_one_is_inside(a: Zone, b: Zone) -> None:
    apart = gap_m(a, b) + a.margin_m + b.margin_m
    if apart < 1e-9:  # margins taken away and added again leave a trace
        return
    steps = 40
    longest = max(
        (planar_m(p, q) for z in (a, b) for p, q in pairwise([*z.points, z.points[0]])), default=0
    )
    nearest = min(planar_m(p, q) for p in along(a, steps) for q in along(b, steps))
    assert nearest <= apart * 1.004 + longest / steps + 0.01


@unhurried
@given(zones(), st.floats(0, 50))
def test_wider_margins_close_the_gap_by_as_much(a: Zone, more: float) -> None:
    b = Zone("circle", (ORIGIN,), 10)
    wider = Zone(a.shape, a.points, a.margin_m + more)
    assert gap_m(wider, b) == pytest.approx(gap_m(a, b) - more, abs=1e-6)


@unhurried
@given(zones())
def test_a_zone_overlaps_itself_by_both_margins(zone: Zone) -> None:
    assert gap_m(zone, zone) == pytest.approx(-2 * zone.margin_m, abs=1e-6)


@unhurried
@given(zones(), places)
def test_distance_to_a_zone_is_the_gap_to_a_point_there(zone: Zone, place: LatLon) -> None:
    point = Zone("circle", (place,), 0)
    assert distance_to_zone_m(place, zone) == pytest.approx(gap_m(zone, point), abs=1e-6)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (box(20, 20, 40, 40), 0),
        (Zone("circle", (at(50, 50),), 5), -5),
        (Zone("line", (at(10, 10), at(90, 80)), 1), -1),
        (Zone("line", (at(-50, 50), at(150, 50)), 0), 0),
        (box(-50, 40, 150, 60), 0),
        (box(110, 0, 200, 100), 10),
        (Zone("circle", (at(103, 104),), 1), 4),
    ],
    ids=["box-in-box", "circle-in-box", "line-in-box", "line-through", "cross", "beside", "corner"],
)
def test_known_figures(inner: Zone, expected: float) -> None:
    outer = box(0, 0, 100, 100)
    assert gap_m(outer, inner) == pytest.approx(expected, abs=0.2)
    assert gap_m(inner, outer) == pytest.approx(expected, abs=0.2)


def test_lines_that_cross_have_no_distance() -> None:
    a = Zone("line", (at(-100, -100), at(100, 100)), 2)
    b = Zone("line", (at(-100, 100), at(100, -100)), 3)
    assert gap_m(a, b) == pytest.approx(-5)


def test_a_zone_across_the_date_line_is_not_torn_apart() -> None:
    west, east = LatLon(0, 179.9999), LatLon(0, -179.9999)
    gap = gap_m(Zone("circle", (west,), 0), Zone("circle", (east,), 0))
    assert gap == pytest.approx(distance_m(west, east), rel=1e-3)


def test_distance_inside_goes_down_to_minus_the_margin() -> None:
    assert distance_to_zone_m(at(50, 50), box(0, 0, 100, 100, 8)) == -8
    assert distance_to_zone_m(at(0, 104), box(0, 0, 100, 100, 8)) == pytest.approx(-4, abs=0.1)
