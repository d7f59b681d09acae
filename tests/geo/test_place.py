"""Places, distances and bearings."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tour.geo import LatLon, bearing_deg, compass_point, distance_m, within_m

unhurried = settings(deadline=None)  # a busy machine is no failure
places = st.builds(LatLon, st.floats(-90, 90), st.floats(-180, 180))
near = st.builds(LatLon, st.floats(51.0, 51.1), st.floats(70.9, 71.0))
ASTANA, KARAGANDA = LatLon(51.1605, 71.4704), LatLon(49.8047, 73.1094)


@unhurried
@given(places)
def test_a_place_is_no_distance_from_itself(place: LatLon) -> None:
    assert distance_m(place, place) == 0


@unhurried
@given(places, places)
def test_distance_is_the_same_both_ways_and_within_half_the_globe(a: LatLon, b: LatLon) -> None:
    there = distance_m(a, b)
    assert there == pytest.approx(distance_m(b, a), abs=1e-6)
    assert 0 <= there <= 20_003_932  # half a meridian, the longest way there is


@unhurried
@given(near, near, near)
def test_a_way_round_is_never_shorter(a: LatLon, b: LatLon, c: LatLon) -> None:
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 1e-6


@unhurried
@given(places, places, st.floats(0.98, 1.02))
def test_within_a_distance_is_what_the_distance_says(a: LatLon, b: LatLon, share: float) -> None:
    furthest_m = distance_m(a, b) * share
    assert within_m(a, b, furthest_m) is (distance_m(a, b) <= furthest_m)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (LatLon(0, 0), LatLon(0.01, 0)),
        (LatLon(0, 0), LatLon(0, 0.01)),
        (LatLon(89.99, 0), LatLon(90, 0)),
        (LatLon(-89, 10), LatLon(89, 10)),
        (LatLon(0, 0), LatLon(0.5, 179.7)),
        (ASTANA, KARAGANDA),
    ],
)
def test_no_geodesic_is_longer_than_the_quick_look_allows_for(a: LatLon, b: LatLon) -> None:
    assert not within_m(a, b, distance_m(a, b) * 0.9999)


def test_known_distances() -> None:
    assert distance_m(ASTANA, KARAGANDA) == pytest.approx(190_850, rel=0.01)
    # A degree of the equator on WGS-84: 6378137 m * pi / 180.
    assert distance_m(LatLon(0, 0), LatLon(0, 1)) == pytest.approx(111_319.49, abs=0.01)


@unhurried
@given(places, places)
def test_a_bearing_lies_in_the_circle(a: LatLon, b: LatLon) -> None:
    assert 0 <= bearing_deg(a, b) < 360


@pytest.mark.parametrize(
    ("lat", "lng", "bearing"),
    [(1, 0, 0), (0, 1, 90), (-1, 0, 180), (0, -1, 270)],
)
def test_bearings_of_the_four_winds(lat: float, lng: float, bearing: float) -> None:
    assert bearing_deg(LatLon(0, 0), LatLon(lat, lng)) == pytest.approx(bearing)


@unhurried
@given(near, near)
def test_the_way_back_bears_the_other_way(a: LatLon, b: LatLon) -> None:
    if distance_m(a, b) < 1:
        return
    turn = (bearing_deg(b, a) - bearing_deg(a, b)) % 360
    assert turn == pytest.approx(180, abs=0.2)  # meridians lean together a little


def test_a_bearing_a_hair_west_of_north_is_north_itself() -> None:
    assert bearing_deg(LatLon(0, 0), LatLon(1, -1e-17)) == 0.0


@pytest.mark.parametrize(
    ("bearing", "point"),
    [(0, "n"), (22, "n"), (23, "ne"), (90, "e"), (135, "se"), (180, "s"), (225, "sw")],
)
def test_compass_points(bearing: float, point: str) -> None:
    assert compass_point(bearing) == point


def test_compass_points_close_the_circle() -> None:
    assert [compass_point(b) for b in (270, 315, 337, 338, 359.9)] == ["w", "nw", "nw", "n", "n"]


@unhurried
@given(st.floats(0, 360, exclude_max=True))
def test_the_compass_point_is_within_an_eighth_of_the_bearing(bearing: float) -> None:
    middle = 45 * ("n", "ne", "e", "se", "s", "sw", "w", "nw").index(compass_point(bearing))
    assert abs((bearing - middle + 180) % 360 - 180) <= 22.5


@pytest.mark.parametrize(
    ("lat", "lng"),
    [
        *product([90.01, -91, float("nan"), float("inf")], [0]),
        (0, 180.5),
        (0, -181),
        (0, float("nan")),
    ],
)
def test_what_is_no_place_is_refused(lat: float, lng: float) -> None:
    with pytest.raises(ValueError, match="degrees"):
        LatLon(lat, lng)
