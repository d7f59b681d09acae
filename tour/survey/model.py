"""What the room of surveying speaks of."""

from dataclasses import dataclass
from typing import Literal

from tour.geo import LatLon

TakeShape = Literal["point", "line", "polygon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One recording of a stop, as a phone averaged it.

    The true place lies within ``uncertainty_m`` of each of ``points`` in 95 of 100 cases;
    ``spread_m`` is how far the phone's single fixes lay from it (root mean square). ``used`` of
    ``fixes`` were good. ``id`` was made by the phone.
    """

    id: str
    stop: str
    shape: TakeShape
    points: tuple[LatLon, ...]
    uncertainty_m: float
    spread_m: float
    recorded_ms: int
    duration_s: float
    fixes: int
    used: int
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What all takes of one stop say together.

    ``outline`` is the take whose line or polygon stands for all of them. ``disagreeing`` are the
    ids of takes too far from the others to be true with them. With ``settled`` false they could
    not be left out, because no majority agrees; the uncertainty then covers them.
    """

    place: LatLon
    uncertainty_m: float
    outline: Take | None
    disagreeing: frozenset[str]
    settled: bool
