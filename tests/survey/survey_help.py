"""Takes given in metres around one place."""

from itertools import count

from tour.geo import LatLon
from tour.geo.plane import Plane
from tour.survey import Take
from tour.survey.model import TakeShape

ORIGIN = LatLon(51.0, 71.0)
PLANE = Plane(ORIGIN)
SQUARE_M = ((0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0))
HOUR_MS = 3_600_000
_numbers = count(1)


def take(
    *points: tuple[float, float],
    uncertainty_m: float = 5,
    hours: float = 0,
    shape: TakeShape = "point",
    stop: str = "gate",
    take_id: str = "",
) -> Take:
    return Take(
        id=take_id or f"take-{next(_numbers)}",
        stop=stop,
        shape=shape,
        points=tuple(PLANE.place(point) for point in points),
        uncertainty_m=uncertainty_m,
        spread_m=2,
        recorded_ms=round(1_780_000_000_000 + hours * HOUR_MS),
        duration_s=45,
        fixes=45,
        used=44,
        by="Берик",
    )
