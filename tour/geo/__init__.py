"""Places on the ground: latitude and longitude, distance and bearing."""

from tour.geo.place import LatLon, bearing_deg, compass_point, distance_m, within_m

__all__ = ["LatLon", "bearing_deg", "compass_point", "distance_m", "within_m"]
