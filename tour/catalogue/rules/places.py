"""Positions and zones: near the tour, shaped as they say, as certain as can be, apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tour.catalogue.entries import PositionEntry, StopsFile, ZoneEntry
from tour.catalogue.faults import KeyPath
from tour.catalogue.model import Zone
from tour.catalogue.report import Report
from tour.catalogue.zones import distance_to_zone_m, gap_m
from tour.geo import LatLon, distance_m, within_m

FARTHEST_STOP_M = 5_000
LEAST_SKETCH_M = 100
ZONE_SLACK_M = 200
_LEAST_POINTS = {"line": 2, "polygon": 3}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A stop whose position has a proper shape."""

    index: int
    entry: PositionEntry
    place: LatLon

    @property
    def path(self) -> KeyPath:
        return ("stops", self.index, "position")


def check_places(file: StopsFile, report: Report) -> None:
    """Report what cannot be true of the positions and zones."""
    anchor = file.tour.anchor if file.tour else None
    stops = [
        _Placed(index, stop.position, place)
        for index, stop in enumerate(file.stops or ())
        if stop.position and (place := place_of(stop.position))
    ]
    for path, entry in _positions(file):
        _check_certainty(path, entry, report)
    here = place_of(anchor) if anchor else None
    far = _check_near(here, stops, report) if here else set[int]()
    zones: dict[int, Zone] = {}
    for index, stop in enumerate(file.stops or ()):
        if stop.zone is None:
            continue
        place = place_of(stop.position) if stop.position else None
        zone = _checked_zone(index, stop.zone, place, report)
        if zone is None:
            continue
        if stop.position and place and index not in far:
            _check_zone_near(index, zone, place, stop.position, report)
        if stop.kind in {"outdoor", "off-site"}:
            zones[index] = zone
    _check_apart(zones, report)


def place_of(entry: PositionEntry) -> LatLon | None:
    """The place, when both numbers are there."""
    if entry.lat is None or entry.lng is None:
        return None
    return LatLon(entry.lat, entry.lng)


def zone_of(entry: ZoneEntry, place: LatLon | None) -> Zone | None:
    """The zone, when its parts are there and fit each other; a circle stands at ``place``."""
    points = tuple(LatLon(lat, lng) for lat, lng in entry.points or ())
    if entry.shape == "circle":
        points = (place,) if place and not points else ()
    if entry.shape is None or entry.margin_m is None:
        return None
    if len(points) < _LEAST_POINTS.get(entry.shape, 1):
        return None
    return Zone(entry.shape, points, float(entry.margin_m))


def _positions(file: StopsFile) -> Iterator[tuple[KeyPath, PositionEntry]]:
    if file.tour and file.tour.anchor:
        yield ("tour", "anchor"), file.tour.anchor
    for index, stop in enumerate(file.stops or ()):
        if stop.position:
            yield ("stops", index, "position"), stop.position


def _check_certainty(path: KeyPath, entry: PositionEntry, report: Report) -> None:
    uncertainty = entry.uncertainty_m
    if entry.source == "sketch" and uncertainty is not None and uncertainty < LEAST_SKETCH_M:
        report.fault(
            (*path, "uncertainty_m"),
            f"{report.name(path)} is a sketch and said to be true within {uncertainty:g} m; "
            "a sketch cannot be that certain",
            f"write {LEAST_SKETCH_M} or more, or change source to map or surveyed if it is one",
        )


def swapped(place: LatLon) -> LatLon | None:
    """The place with latitude and longitude the other way round, if there is such a place."""
    return LatLon(place.lng, place.lat) if abs(place.lng) <= 90 else None  # noqa: PLR2004 - degrees


def is_near(a: LatLon | None, b: LatLon) -> bool:
    """Whether a place can belong to a tour whose anchor is the other."""
    return a is not None and within_m(a, b, FARTHEST_STOP_M)


def _check_near(anchor: LatLon, stops: list[_Placed], report: Report) -> set[int]:
    """Report stops far from the anchor; returns their indexes."""
    far = [stop for stop in stops if not is_near(stop.place, anchor)]
    if far == stops and len(stops) > 1 and all(is_near(swapped(anchor), s.place) for s in stops):
        message = "tour.anchor has latitude and longitude the other way round than all the stops"
        report.fault(("tour", "anchor"), message, "swap lat and lng of the anchor")
        return {stop.index for stop in far}
    for stop in far:
        km = distance_m(stop.place, anchor) / 1000
        message = f"{report.stop_name(stop.index)} is {km:.1f} km from the anchor of the tour"
        if is_near(swapped(stop.place), anchor):
            advice = "lat and lng are swapped: write them the other way round"
        else:
            advice = f"check lat and lng: a stop lies within {FARTHEST_STOP_M // 1000} km"
        report.fault(stop.path, message, advice)
    return {stop.index for stop in far}


def _checked_zone(
    index: int, entry: ZoneEntry, place: LatLon | None, report: Report
) -> Zone | None:
    path = ("stops", index, "zone")
    points, count = (*path, "points"), len(entry.points or ())
    name = f"the zone of {report.stop_name(index)}"
    if report.is_spoiled(points):
        return None
    wrong = [
        number
        for number, (lat, lng) in enumerate(entry.points or ())
        if abs(lat) > 90 or abs(lng) > 180  # noqa: PLR2004 - degrees
    ]
    for number in wrong:
        advice = "write each point as [latitude, longitude], in this order"
        report.fault((*points, number), f"a point of {name} is no place on the ground", advice)
    if entry.shape == "circle" and count:
        message = f"{name} is a circle and has points"
        advice = "delete the points: a circle stands around the position; or make it a polygon"
        report.fault(points, message, advice, at="key")
    least = _LEAST_POINTS.get(entry.shape or "", 0)
    if count < least:
        message = f"{name} is a {entry.shape} with {count} point{'s' * (count != 1)}"
        advice = f"give it at least {least} points, each as [latitude, longitude]"
        report.fault(points if entry.points is not None else path, message, advice, at="key")
    if entry.shape in {"circle", "line"} and entry.margin_m == 0:
        message = f"{name} has a margin of 0 m, so that nobody can stand in it"
        report.fault((*path, "margin_m"), message, "write how many metres around it still belong")
    return None if wrong else zone_of(entry, place)


def _check_zone_near(
    index: int, zone: Zone, place: LatLon, position: PositionEntry, report: Report
) -> None:
    if position.uncertainty_m is None:
        return
    allowed = position.uncertainty_m + ZONE_SLACK_M
    apart = distance_to_zone_m(place, zone) + zone.margin_m
    if apart <= allowed:
        return
    turned = tuple(swapped(point) for point in zone.points)
    points = tuple(point for point in turned if point)
    advice = "move the points of the zone to the stop, or correct the position"
    if len(points) == len(turned):
        turned_round = Zone(zone.shape, points, zone.margin_m)
        if distance_to_zone_m(place, turned_round) + zone.margin_m <= allowed:
            advice = "its points are swapped: write each as [latitude, longitude]"
    name = report.stop_name(index)
    message = f"the zone of {name} is {apart:.0f} m from its position"
    report.fault(("stops", index, "zone"), message, advice, at="key")


def _check_apart(zones: dict[int, Zone], report: Report) -> None:
    for (first, a), (second, b) in combinations(zones.items(), 2):
        gap = gap_m(a, b)
        if gap < 0:
            report.fault(
                ("stops", second, "zone"),
                f"the zones of {report.stop_name(first)} and {report.stop_name(second)} overlap "
                f"by {-gap:.1f} m",
                "make a margin smaller or move one of them: a visitor can arrive at one stop only",
                at="key",
            )
