"""Places to wait, and gates: such that they help the phone and take nothing from a stop."""

from tour.catalogue.entries import PositionEntry, StopsFile
from tour.catalogue.report import Report
from tour.catalogue.rules.places import FARTHEST_STOP_M, is_near, place_of, swapped, zone_of
from tour.catalogue.zones import distance_to_zone_m
from tour.geo import LatLon, distance_m

WORST_REST_M = 10
"""A bench that stands somewhere within more than this tells the phone nothing."""
MOST_PLACES = 254
"""As many zones and places to wait fit on the map of the phone's arrival engine."""


def check_rests(file: StopsFile, report: Report) -> None:
    """Report places to wait that cannot be right, and what no gate can be."""
    rests = (file.tour.rests if file.tour else None) or []
    for number, rest in enumerate(rests):
        _check_rest(number, rest, file, report)
    places = len(rests) + len(file.stops or ())
    if rests and places > MOST_PLACES:
        message = f"there are {places} stops and places to wait, and {MOST_PLACES} is the most"
        advice = "keep the places to wait that are near stops"
        report.fault(("tour", "rests"), message, advice, at="key")
    for index, stop in enumerate(file.stops or ()):
        if stop.passthrough and stop.kind == "indoor":
            report.warn(
                ("stops", index, "passthrough"),
                f"{report.stop_name(index)} is indoors, where nothing begins by itself",
                "take passthrough away",
                at="key",
            )


def _check_rest(number: int, rest: PositionEntry, file: StopsFile, report: Report) -> None:
    path = ("tour", "rests", number)
    name = report.name(path)
    if rest.source == "sketch":
        message = f"{name} is a sketch: a place to wait helps only where it really is"
        report.fault((*path, "source"), message, "measure it or read it from a map, or delete it")
    elif rest.uncertainty_m is not None and rest.uncertainty_m > WORST_REST_M:
        message = f"{name} is known within {rest.uncertainty_m:g} m"
        advice = f"a place to wait must be known within {WORST_REST_M} m; measure it, or delete it"
        report.fault((*path, "uncertainty_m"), message, advice)
    place = place_of(rest)
    anchor = file.tour.anchor if file.tour else None
    here = place_of(anchor) if anchor else None
    if place is None:
        return
    if here and not is_near(place, here):
        km = distance_m(place, here) / 1000
        advice = f"check lat and lng: it lies within {FARTHEST_STOP_M // 1000} km"
        if is_near(swapped(place), here):
            advice = "lat and lng are swapped: write them the other way round"
        report.fault(path, f"{name} is {km:.1f} km from the anchor of the tour", advice)
        return
    _warn_inside(number, place, file, report)


def _warn_inside(number: int, place: LatLon, file: StopsFile, report: Report) -> None:
    path = ("tour", "rests", number)
    for index, stop in enumerate(file.stops or ()):
        if stop.kind == "indoor" or stop.zone is None:
            continue
        zone = zone_of(stop.zone, place_of(stop.position) if stop.position else None)
        if zone is not None and distance_to_zone_m(place, zone) < 0:
            report.warn(
                path,
                f"{report.name(path)} lies in the zone of {report.stop_name(index)}, which does "
                "not begin for people who sit down there",
                "leave it out if it belongs to the stop, or make the zone's margin smaller",
            )
