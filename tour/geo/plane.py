"""A local plane in metres around a place.

The equirectangular projection with the WGS-84 ellipsoid's radii of curvature at its origin. Over
the 5 km that a tour may measure it agrees with geodesic distances to about 0.1 % at the latitude
of the memorial.
"""

from collections.abc import Sequence
from math import cos, degrees, hypot, radians, sin, sqrt

from tour.geo.place import LatLon

XY = tuple[float, float]
Segment = tuple[XY, XY]

_A_M = 6_378_137.0  # WGS-84 equatorial radius
_E2 = 6.694_379_990_14e-3  # WGS-84 first eccentricity squared


class Plane:
    """Metres east and north of an origin."""

    def __init__(self, origin: LatLon) -> None:
        latitude = radians(origin.lat)
        w = sqrt(1 - _E2 * sin(latitude) ** 2)
        self._origin = origin
        self._east_m, self._north_m = _A_M / w * cos(latitude), _A_M * (1 - _E2) / w**3

    def xy(self, place: LatLon) -> XY:
        """The place in metres east and north."""
        east = (place.lng - self._origin.lng + 180) % 360 - 180
        north = place.lat - self._origin.lat
        return radians(east) * self._east_m, radians(north) * self._north_m

    def all_xy(self, places: Sequence[LatLon]) -> tuple[XY, ...]:
        """Places in metres east and north, in their order."""
        return tuple(self.xy(place) for place in places)

    def place(self, point: XY) -> LatLon:
        """The place of a point given in metres."""
        return LatLon(
            self._origin.lat + degrees(point[1] / self._north_m),
            self._origin.lng + degrees(point[0] / self._east_m),
        )


def distance_to_segment_m(point: XY, segment: Segment) -> float:
    """Metres from a point to the nearest point of a segment."""
    (ax, ay), (bx, by) = segment
    dx, dy = bx - ax, by - ay
    squared = dx * dx + dy * dy
    along = ((point[0] - ax) * dx + (point[1] - ay) * dy) / squared if squared else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(point[0] - ax - along * dx, point[1] - ay - along * dy)
