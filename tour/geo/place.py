"""Latitude and longitude on WGS-84, with geopy's geodesic distance.

The bearing is the initial great-circle course on the sphere; over the kilometres of one tour it
differs from the ellipsoidal azimuth by less than 0.2 degrees.
"""

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, isfinite, radians, sin, sqrt
from typing import Literal

CompassPoint = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]
_COMPASS: tuple[CompassPoint, ...] = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
_EARTH_M = 6_371_008.8  # its mean radius (IUGG)
_ELLIPSOID = 1.01  # no geodesic is so much longer than the way on the sphere


@dataclass(frozen=True, slots=True)
class LatLon:
    """A place on the ground, in degrees (WGS-84).

    Raises:
        ValueError: latitude outside ±90, longitude outside ±180, or not a number.
    """

    lat: float
    lng: float

    def __post_init__(self) -> None:
        """Refuse what is no place on the ground."""
        if not (isfinite(self.lat) and -90 <= self.lat <= 90):
            msg = f"latitude must lie between -90 and 90 degrees, not {self.lat}"
            raise ValueError(msg)
        if not (isfinite(self.lng) and -180 <= self.lng <= 180):
            msg = f"longitude must lie between -180 and 180 degrees, not {self.lng}"
            raise ValueError(msg)


def distance_m(a: LatLon, b: LatLon) -> float:
    """Metres between two places along the WGS-84 ellipsoid (geopy, Karney 2013)."""
    # geopy brings the clients of all its map services along: loaded by who measures.
    from geopy.distance import geodesic  # noqa: PLC0415

    return float(geodesic((a.lat, a.lng), (b.lat, b.lng)).m)


def within_m(a: LatLon, b: LatLon, furthest_m: float) -> bool:
    """Whether two places lie no further apart than this, by ``distance_m``.

    Places that are clearly nearer are told by the sphere alone.
    """
    return _on_the_sphere_m(a, b) * _ELLIPSOID <= furthest_m or distance_m(a, b) <= furthest_m


def _on_the_sphere_m(a: LatLon, b: LatLon) -> float:
    """The haversine formula."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin(radians(b.lng - a.lng) / 2) ** 2
    return 2 * _EARTH_M * asin(min(1.0, sqrt(half)))


def bearing_deg(a: LatLon, b: LatLon) -> float:
    """Initial bearing from ``a`` to ``b``: degrees clockwise from north, 0 ≤ bearing < 360."""
    lat_a, lat_b, d_lng = radians(a.lat), radians(b.lat), radians(b.lng - a.lng)
    east = sin(d_lng) * cos(lat_b)
    north = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(d_lng)
    bearing = degrees(atan2(east, north)) % 360
    return 0.0 if bearing == 360 else bearing  # -1e-17 % 360 rounds up to 360.0


def compass_point(bearing: float) -> CompassPoint:
    """The nearest of the eight compass points to a bearing in degrees."""
    return _COMPASS[round(bearing / 45) % 8]
