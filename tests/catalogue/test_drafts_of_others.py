"""Drafts of files in the shapes of others: map services, a desktop GIS, museums, devices."""

import pytest
from test_drafts import draft_of, filled

from tour.catalogue import Tour, check_text
from tour.catalogue.drafts import read_found
from tour.errors import InvalidInput
from tour.settings import ROOT

IMPORTS = ROOT / "tests" / "fixtures" / "imports"
WHOLE = ("mymaps.kml", "qgis.geojson", "tap-2011.xml", "tap-1.0.xml", "garmin.gpx", "komoot.gpx")


def written(name: str) -> str:
    return (IMPORTS / name).read_text(encoding="utf-8")


def tour_of(name: str) -> Tour:
    return filled(draft_of(written(name), name))


@pytest.mark.parametrize("name", WHOLE)
def test_a_draft_lacks_only_what_an_editor_writes(name: str) -> None:
    faults = check_text(draft_of(written(name), name)).faults
    assert all("has nothing after the colon" in fault.message for fault in faults), faults
    tour = tour_of(name)
    told = [
        text for stop in tour.stops for text in (*stop.title.values(), *stop.narration.values())
    ]
    assert not any("<" in text or "&" in text.replace(" & ", "") for text in told), told


def test_every_shape_is_tried() -> None:
    files = {path.name for path in IMPORTS.iterdir()}
    assert files == {*WHOLE, "mymaps-link.kml", "qgis-metres.geojson"}


def test_a_map_of_a_map_service() -> None:
    tour = tour_of("mymaps.kml")
    assert tour.title["en"] == "A walk in Nowhere"
    well, mill = tour.stops
    assert (well.position.place.lat, well.position.place.lng) == (47.1, 8.2)
    assert well.narration["en"] == (
        "The well is eleven metres deep. Nobody draws water here now.\n\n"
        "It was dug & lined in 1890."
    )
    assert mill.title["en"] == "The mill"
    assert mill.narration["en"] == "Year: 1901 Text: The mill stood here."


def test_a_layer_of_a_desktop_gis() -> None:
    tour = tour_of("qgis.geojson")
    well, other = tour.stops
    assert (well.code, well.title["en"]) == ("12", "The well")
    assert well.narration["en"] == "The well is eleven metres deep."
    assert (well.position.place.lat, well.position.place.lng) == (47.1, 8.2)
    assert (other.position.place.lat, other.position.place.lng) == (47.103, 8.204)


def test_coordinates_in_another_system_are_refused() -> None:
    content = (IMPORTS / "qgis-metres.geojson").read_bytes()
    with pytest.raises(InvalidInput, match=r"EPSG::3857.*EPSG:4326"):
        read_found(content, "qgis-metres.geojson", "en")


def test_a_tour_of_a_museum_in_the_format_of_2011() -> None:
    tour = tour_of("tap-2011.xml")
    assert tour.languages == ("en", "es")
    assert tour.title["es"] == "La mina de Ninguna Parte"
    shaft, heap = tour.stops
    assert (shaft.code, shaft.title["en"]) == ("200", "The shaft")
    assert (shaft.position.place.lat, shaft.position.place.lng) == (47.1, 8.2)
    assert (heap.position.place.lat, heap.position.place.lng) == (47.103, 8.204)
    assert heap.narration["en"] == "The heap is grown over.\n\nBirches stand on it."


def test_a_tour_of_a_museum_in_the_format_of_2012() -> None:
    tour = tour_of("tap-1.0.xml")
    assert tour.title["en"] == "The mine of Nowhere"
    shaft, heap = tour.stops
    assert shaft.narration["en"] == "The shaft was sunk in 1890."
    assert (heap.id, heap.code) == ("stop-8", "2")


def test_waypoints_of_a_device() -> None:
    well, mill = tour_of("garmin.gpx").stops
    assert well.narration["en"] == "The well is eleven metres deep.", (
        "its comment, for want of more"
    )
    assert mill.narration["en"] == "The mill stood here & turned until 1901."


def test_a_route_of_a_route_service() -> None:
    tour = tour_of("komoot.gpx")
    assert tour.title["en"] == "A walk in Nowhere"
    (well,) = tour.stops
    assert well.narration["en"] == "The well is eleven metres deep."


def test_a_link_to_a_map_elsewhere_is_told_plainly() -> None:
    with pytest.raises(InvalidInput, match="only links to a map elsewhere"):
        read_found((IMPORTS / "mymaps-link.kml").read_bytes(), "mymaps-link.kml", "en")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("No mark-up: 3 < 4 & 5 > 4", "No mark-up: 3 < 4 & 5 > 4"),
        ("<b>Bold</b> and <a href='x'>linked</a>.", "Bold and linked."),
        ("A<br/>B<br><br>C", "A B\n\nC"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<p>A</p><script>alert(1)</script><style>p{}</style><p>B</p>", "A\n\nB"),
        ("<p>unclosed &lt;b&gt; &amp;amp;", "unclosed <b> &amp;"),
    ],
)
def test_mark_up_is_only_read_where_there_is_some(text: str, plain: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    gpx = f'<gpx><wpt lat="1" lon="1"><name>A</name><desc>{escaped}</desc></wpt></gpx>'
    (stop,) = read_found(gpx.encode(), "a.gpx", "en").stops
    assert stop.texts["narration"]["en"] == plain
