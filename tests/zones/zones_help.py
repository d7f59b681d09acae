"""Stops on a plane in metres, for tests of the zones' judgement."""

from tour.catalogue.model import Kind, Position, PositionSource, Shape, Stop, Zone
from tour.geo import LatLon

_LAT, _LNG = 50.0, 70.0
_M_PER_LAT = 111_132
_M_PER_LNG = 71_555


def at(east_m: float, north_m: float) -> LatLon:
    return LatLon(_LAT + north_m / _M_PER_LAT, _LNG + east_m / _M_PER_LNG)


def stop(
    number: int,
    *places: tuple[float, float],
    margin_m: float = 8,
    shape: Shape = "circle",
    kind: Kind = "outdoor",
    source: PositionSource = "surveyed",
) -> Stop:
    """A stop whose outline is given in metres."""
    texts = {"en": f"Stop <{number}> & more"}
    points = tuple(at(*place) for place in places)
    return Stop(
        id=f"stop-{number}",
        number=number,
        code=str(number),
        kind=kind,
        title=texts,
        position=Position(points[0], 3, source),
        zone=Zone(shape, points, margin_m),
        sources=(),
        content_note=None,
        review={"en": "reviewed"},
        orientation=texts,
        narration=texts,
    )


CLEAN = (
    stop(1, (0, 0)),
    stop(2, (0, 60)),
    stop(3, (55, 60), margin_m=9),
    stop(4, (60, 0), (95, 0), shape="line", margin_m=7),
)
OVERLAPPING = (
    stop(1, (0, 0)),
    stop(2, (0, 60), margin_m=9),
    stop(3, (9, 60), margin_m=9),
    stop(4, (60, 0)),
)
