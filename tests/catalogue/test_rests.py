"""Places to wait, and gates that people walk through."""

import pytest
from catalogue_help import NewWarnings, OnlyFault, Replacement, Spoil, place_in, spoilt

from tour.geo import LatLon

REST = "{lat: 51.0003, lng: 71.0008, uncertainty_m: 4, source: surveyed}"
IN_THE_GATE = "{lat: 51.00005, lng: 71.0, uncertainty_m: 4, source: map}"
WITHOUT = '  phone: "+7 000 000 00 00"\n'
GATE_KIND = '    code: "1"\n    kind: outdoor\n'
LAMP_KIND = '    code: "2"\n    kind: indoor\n'


def rests(*places: str) -> Replacement:
    return WITHOUT, "".join((WITHOUT, "  rests:\n", *(f"    - {place}\n" for place in places)))


def passthrough(kind: str, value: str) -> Replacement:
    return kind, f"{kind}    passthrough: {value}\n"


def test_a_tour_has_the_places_to_wait_and_the_gates_that_its_file_has(spoil: Spoil) -> None:
    plain = spoil().tour
    tour = spoil(rests(REST), passthrough(GATE_KIND, "true")).tour
    assert plain is not None
    assert tour is not None
    assert [rest.place for rest in tour.rests] == [LatLon(51.0003, 71.0008)]
    assert [stop.passthrough for stop in tour.stops] == [True, False]
    assert (plain.rests, [stop.passthrough for stop in plain.stops]) == ((), [False, False])
    assert tour.version != plain.version


Case = tuple[Replacement, str, str, str, str]

FAULTS: dict[str, Case] = {
    "no-list": (
        (WITHOUT, f"{WITHOUT}  rests: here\n"),
        *("tour.rests", "rests: →here", '"here", where a list is needed', "[first, second]"),
    ),
    "missing": (
        rests(REST.replace("lng: 71.0008, ", "")),
        *("tour.rests[0]", "    - →{lat: 51.0003", '"lng" is missing in tour.rests[0]', '"lng:"'),
    ),
    "unknown-key": (
        rests(REST, REST.replace("51.0003, lng", "51.0004, lon")),
        *("tour.rests[1].lon", "51.0004, →lon:", '"lon" is not known', 'did you mean "lng"?'),
    ),
    "no-number": (
        rests(REST.replace("51.0003", '"51,0003"')),
        *("tour.rests[0].lat", 'lat: →"51,0003"', "where a number is needed", "51.0782"),
    ),
    "sketch": (
        rests(REST.replace("4, source: surveyed", "100, source: sketch")),
        *("tour.rests[0].source", "m: 100, source: →sketch", "is a sketch", "measure it"),
    ),
    "uncertain": (
        rests(REST.replace("4, source: surveyed", "11, source: map")),
        *("tour.rests[0].uncertainty_m", "uncertainty_m: →11", "within 11 m", "within 10 m"),
    ),
    "swapped": (
        rests(REST.replace("51.0003, lng: 71.0008", "71.0008, lng: 51.0003")),
        *("tour.rests[0]", "    - →{lat: 71.0008", "km from the anchor", "lng are swapped"),
    ),
    "far": (
        rests(REST.replace("51.0003", "51.1003")),
        *("tour.rests[0]", "    - →{lat: 51.1003", "is 11.2 km from", "within 5 km"),
    ),
    "no-yes": (
        passthrough(GATE_KIND, '"yes"'),
        *("stops[0].passthrough", 'through: →"yes"', "true or false is needed", "without quotes"),
    ),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_a_fault(only_fault: OnlyFault, tour_text: str, case: Case) -> None:
    replacement, path, marked, message, advice = case
    fault = only_fault(replacement)
    assert fault.path == path
    assert (fault.line, fault.column) == place_in(spoilt(tour_text, replacement), marked)
    assert message in fault.message
    assert advice in fault.advice


def test_no_more_places_than_the_phone_can_hold(only_fault: OnlyFault, spoil: Spoil) -> None:
    assert spoil(rests(*[REST] * 252)).faults == ()
    fault = only_fault(rests(*[REST] * 253))
    assert "255 stops and places to wait, and 254 is the most" in fault.message


WARNINGS: dict[str, Case] = {
    "in-a-zone": (
        rests(IN_THE_GATE),
        *("tour.rests[0]", "    - →{lat: 51.00005", 'in the zone of stop "gate"', "leave it out"),
    ),
    "gate-indoors": (
        passthrough(LAMP_KIND, "true"),
        *("stops[1].passthrough", "→passthrough: true", "is indoors", "take passthrough away"),
    ),
}


@pytest.mark.parametrize("case", WARNINGS.values(), ids=WARNINGS)
def test_a_warning(new_warnings: NewWarnings, tour_text: str, case: Case) -> None:
    replacement, path, marked, message, advice = case
    (warning,) = new_warnings(replacement)
    assert warning.path == path
    assert (warning.line, warning.column) == place_in(spoilt(tour_text, replacement), marked)
    assert message in warning.message
    assert advice in warning.advice
