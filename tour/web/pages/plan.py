"""The site plan: where the stops lie to each other, in words and as a drawing.

The drawing is a local tangent plane around the anchor, in metres, north up: over the few hundred
metres of a tour the error is far below the positions' own uncertainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from typing import Final

from tour.catalogue.model import Position, Stop, Tour
from tour.geo import LatLon, bearing_deg, compass_point, distance_m
from tour.geo.place import CompassPoint

FAR_M: Final = 2000.0
"""From here on a distance is told in kilometres."""

_METRES_PER_DEGREE: Final = 111_195.0
_BORDER_M: Final = 40.0
_BESIDE_M: Final = 5.0
_DOT_SHARE: Final = 0.035


@dataclass(frozen=True, slots=True)
class Way:
    """How to come to a stop from the one before it; metres are rounded to tens."""

    code: str
    metres: int
    direction: CompassPoint

    @property
    def kilometres(self) -> int | None:
        """Whole kilometres where metres would be no help, else None."""
        return round(self.metres / 1000) if self.metres > FAR_M else None

    @property
    def beside(self) -> bool:
        """Whether the two places are as good as one."""
        return self.metres == 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A stop in the drawing: x to the east and y to the south, in metres."""

    stop: Stop
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The plan as SVG needs it, in metres."""

    left: float
    top: float
    width: float
    height: float
    dots: tuple[Dot, ...]

    @property
    def sketched(self) -> bool:
        """Whether any stop that is drawn has only a sketch of a position."""
        return any(dot.stop.position.source == "sketch" for dot in self.dots)

    @property
    def dot_radius(self) -> float:
        """Radius of a stop's dot, so that its number can be read on a narrow screen."""
        return max(self.width, self.height) * _DOT_SHARE

    @property
    def path(self) -> str:
        """The walking order as SVG points."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)


def drawn(tour: Tour) -> tuple[Stop, ...]:
    """The stops that the plan shows: those of the memorial itself; the others are told in words."""
    return tuple(
        stop
        for stop in tour.stops
        if stop.kind != "off-site" and distance_m(tour.anchor.place, stop.position.place) <= FAR_M
    )


def ways(tour: Tour) -> dict[str, Way]:
    """Stop id → the way from the stop before it, where the positions are good enough to tell it."""
    return {
        after.id: way
        for before, after in pairwise(tour.stops)
        if (way := _way(before, after)) is not None
    }


def _way(before: Stop, stop: Stop) -> Way | None:
    start, end = before.position.place, stop.position.place
    metres = distance_m(start, end)
    surveyed = before.position.source == stop.position.source == "surveyed"
    if not surveyed and metres <= before.position.uncertainty_m + stop.position.uncertainty_m:
        return None  # each may lie on the other's other side
    rounded = 0 if metres < _BESIDE_M else max(10, round(metres / 10) * 10)
    return Way(before.code, rounded, compass_point(bearing_deg(start, end)))


def drawing(tour: Tour) -> Drawing:
    """The stops near the anchor, with room around them; the anchor alone when there are none."""
    dots = [Dot(stop, *_flat(tour.anchor, stop.position.place)) for stop in drawn(tour)]
    xs = [dot.x for dot in dots] or [0.0]
    ys = [dot.y for dot in dots] or [0.0]
    left, right = _padded(xs)
    top, bottom = _padded(ys)
    apart = max(right - left, bottom - top) * _DOT_SHARE * 2
    return Drawing(left, top, right - left, bottom - top, _side_by_side(dots, apart))


def _side_by_side(dots: Sequence[Dot], apart: float) -> tuple[Dot, ...]:
    """Dots at one place stand beside each other, so that both numbers can be read."""
    placed: list[Dot] = []
    for dot in dots:
        beside = sum(
            hypot(dot.x - other.x, dot.y - other.y) < _BESIDE_M for other in dots[: len(placed)]
        )
        placed.append(Dot(dot.stop, dot.x + beside * apart, dot.y))
    return tuple(placed)


def _flat(anchor: Position, place: LatLon) -> tuple[float, float]:
    x = (place.lng - anchor.place.lng) * _METRES_PER_DEGREE * cos(radians(anchor.place.lat))
    y = (anchor.place.lat - place.lat) * _METRES_PER_DEGREE
    return x, y


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    short = max(0.0, 150.0 - (high - low)) / 2
    return low - _BORDER_M - short, high + _BORDER_M + short
