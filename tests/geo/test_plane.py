"""The local plane: there and back, and as long as the earth says."""

from math import dist, hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.geo import LatLon, distance_m
from tour.geo.plane import Plane, distance_to_segment_m

METRES = st.floats(-2500, 2500)


@given(st.floats(-70, 70), st.floats(-180, 180), METRES, METRES)
def test_there_and_back(lat: float, lng: float, x: float, y: float) -> None:
    plane = Plane(LatLon(lat, lng))
    try:
        place = plane.place((x, y))
    except ValueError:  # beyond the antimeridian
        return
    assert plane.xy(place) == pytest.approx((x, y), abs=1e-3)


@given(METRES, METRES)
def test_distances_are_those_of_the_earth(x: float, y: float) -> None:
    plane = Plane(LatLon(51.0777, 70.971))
    length = distance_m(LatLon(51.0777, 70.971), plane.place((x, y)))
    assert length == pytest.approx(hypot(x, y), rel=2e-3, abs=0.01)


def test_the_nearest_point_of_a_segment() -> None:
    segment = ((0.0, 0.0), (10.0, 0.0))
    for point, wanted in (((5, 3), 3), ((-4, 3), 5), ((10, 7), 7), ((2, 0), 0)):
        assert distance_to_segment_m(point, segment) == pytest.approx(wanted)
    assert distance_to_segment_m((3, 4), ((0, 0), (0, 0))) == pytest.approx(dist((3, 4), (0, 0)))
