"""What is made of files of other programs, and what is refused."""

import io
import json
import re

import pytest
from ruamel.yaml import YAML

from tour.catalogue import Tour, check_text
from tour.catalogue.drafts import read_found, write_draft
from tour.catalogue.drafts.found import MOST_STOPS
from tour.errors import InvalidInput
from tour.settings import ROOT

GPX = """\
<?xml version="1.0"?>
<gpx version="1.1" creator="a club" xmlns="http://www.topografix.com/GPX/1/1">
  <metadata><name>The old mine: a walk</name></metadata>
  <wpt lat="47.1" lon="8.2"><ele>510</ele><name>The shaft</name><desc>It was sunk in 1890.

Ore was found.</desc></wpt>
  <wpt lat="47.1003" lon="8.2001"><name>The shaft</name></wpt>
  <trk><trkseg><trkpt lat="1" lon="1"/></trkseg></trk>
</gpx>
"""
KML = """\
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Halde</name><Folder>
  <Placemark><name>7. Förderturm</name><description>Der Turm.</description>
    <Point><coordinates>
      8.2,47.1,510
    </coordinates></Point></Placemark>
  <Placemark><name>Weg</name>
    <LineString><coordinates>8,47 8,48</coordinates></LineString></Placemark>
</Folder></Document></kml>
"""
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [8.2, 47.1]},
            "properties": {"name": 'The "shaft": a: b # c', "description": "Deep.\u0007"},
        },
        {"type": "Feature", "geometry": None, "properties": None},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}},
    ],
}
TOURML = """\
<tourml:TourSet xmlns:tourml="http://www.imamuseum.org/TourML/2011/11" xmlns:gml="urn:gml">
<tourml:Tour tourml:id="org.museum.mine">
  <tourml:Title xml:lang="en">The mine</tourml:Title>
  <tourml:Title xml:lang="es">La mina</tourml:Title>
  <tourml:RootStopRef tourml:id="b"/>
  <tourml:Asset tourml:id="geo-a"><tourml:Content><tourml:Data>
    <gml:Point><gml:pos>47.102 8.203</gml:pos></gml:Point>
  </tourml:Data></tourml:Content></tourml:Asset>
  <tourml:Asset tourml:id="geo-b"><tourml:Content><tourml:Data>{"type":"Point",
    "coordinates":[8.2,47.1]}</tourml:Data></tourml:Content></tourml:Asset>
  <tourml:Stop tourml:id="a" tourml:view="AudioStop"><tourml:Title>Ore</tourml:Title>
    <tourml:Description xml:lang="es">Mineral.</tourml:Description>
    <tourml:AssetRef tourml:id="geo-a"/></tourml:Stop>
  <tourml:Stop tourml:id="b" tourml:view="AudioStop"><tourml:Title xml:lang="es">Pozo</tourml:Title>
    <tourml:AssetRef tourml:id="geo-b" tourml:usage="geo"/>
    <tourml:PropertySet>
      <tourml:Property tourml:name="code">200</tourml:Property></tourml:PropertySet>
  </tourml:Stop>
  <tourml:Stop tourml:id="c"><tourml:Title>No place</tourml:Title></tourml:Stop>
  <tourml:Connection tourml:srcId="b" tourml:destId="a" tourml:priority="0"/>
</tourml:Tour></tourml:TourSet>
"""
BOMB = """\
<?xml version="1.0"?>
<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<gpx><metadata><name>&b;</name></metadata></gpx>
"""
FETCHES = """\
<?xml version="1.0"?>
<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<gpx><metadata><name>&x;</name></metadata></gpx>
"""


def draft_of(content: str, name: str = "mine.gpx", *languages: str) -> str:
    found = read_found(content.encode(), name, languages[0] if languages else "en")
    return write_draft(found, name, languages)


def left(draft: str) -> set[str]:
    return {fault.path for fault in check_text(draft).faults}


def filled(draft: str) -> Tour:
    """The draft after an editor has written something wherever something is missing."""
    yaml = YAML()
    document = yaml.load(draft)
    for fault in check_text(draft).faults:
        *outer, last = re.findall(r"\w[\w-]*", fault.path)
        inner = document
        for part in outer:
            inner = inner[int(part)] if part.isdecimal() else inner[part]
        special = {"address": "https://example.org", "duration_min": 45}
        assert inner[last] is None
        inner[last] = special.get(last, "Written.")
    written = io.StringIO()
    yaml.dump(document, written)
    result = check_text(written.getvalue())
    assert result.tour is not None, result.faults
    return result.tour


@pytest.mark.parametrize(
    ("content", "name"),
    [(GPX, "mine.gpx"), (KML, "halde.kml"), (json.dumps(GEOJSON), "a.geojson"), (TOURML, "m.xml")],
)
@pytest.mark.parametrize("languages", [(), ("de", "en")])
def test_a_draft_lacks_only_what_an_editor_writes(
    content: str, name: str, languages: tuple[str, ...]
) -> None:
    draft = draft_of(content, name, *languages)
    result = check_text(draft)
    assert result.faults
    for fault in result.faults:
        assert "has nothing after the colon" in fault.message, fault
    tour = filled(draft)
    assert {stop.position.source for stop in tour.stops} == {"sketch"}
    assert not any(stop.autoplay for stop in tour.stops)
    assert {state for stop in tour.stops for state in stop.review.values()} == {"draft"}


def test_gpx_waypoints_become_stops() -> None:
    tour = filled(draft_of(GPX))
    assert tour.id == "mine"
    assert tour.title["en"] == "The old mine: a walk"
    shaft, other = tour.stops
    assert (shaft.id, shaft.code, shaft.title["en"]) == ("the-shaft", "1", "The shaft")
    assert (other.id, other.code) == ("the-shaft-2", "2")
    assert (shaft.position.place.lat, shaft.position.place.lng) == (47.1, 8.2)
    assert shaft.narration["en"] == "It was sunk in 1890.\n\nOre was found."
    assert shaft.position.uncertainty_m == 100


def test_kml_points_become_stops_and_lines_do_not() -> None:
    tour = filled(draft_of(KML, "halde.kml", "de"))
    (tower,) = tour.stops
    assert (tower.code, tower.title["de"]) == ("7", "Förderturm")
    assert tower.position.place.lng == 8.2
    assert tower.narration["de"] == "Der Turm."


def test_geojson_texts_are_only_texts() -> None:
    (shaft,) = filled(draft_of(json.dumps(GEOJSON), "a.geojson")).stops
    assert shaft.title["en"] == 'The "shaft": a: b # c'
    assert shaft.narration["en"] == "Deep."


def test_tourml_stops_follow_their_connections_in_every_language() -> None:
    draft = draft_of(TOURML, "m.xml")
    assert "  languages: [en, es]\n" in draft
    tour = filled(draft)
    assert [stop.id for stop in tour.stops] == ["b", "a"], "from the root stop on"
    pit, ore = tour.stops
    assert pit.title["es"] == "Pozo"
    assert ore.title["en"] == "Ore"
    assert ore.narration["es"] == "Mineral."
    assert (ore.position.place.lat, ore.position.place.lng) == (47.102, 8.203)


def test_circles_around_near_stops_do_not_meet() -> None:
    points = "".join(
        f'<wpt lat="47.1" lon="{8.2 + number * 0.0001:.4f}"><name>P{number}</name></wpt>'
        for number in range(6)
    )
    tour = filled(draft_of(f'<gpx version="1.1"><metadata/>{points}</gpx>'))
    assert all(1 <= stop.zone.margin_m < 4 for stop in tour.stops), "7.6 m apart"


def test_stops_upon_each_other_are_left_to_the_editor() -> None:
    same = '<wpt lat="47.1" lon="8.2"><name>P</name></wpt>' * 2
    messages = [fault.message for fault in check_text(draft_of(f"<gpx>{same}</gpx>")).faults]
    assert any("overlap" in message for message in messages)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "declares a document type or entities, which is refused"),
        (FETCHES, "declares a document type or entities, which is refused"),
        ("<gpx><wpt", "no whole XML file"),
        ("<html/>", "begins with <html>"),
        ("hello", "no GPX, KML, GeoJSON or TourML"),
        ("", "no GPX, KML, GeoJSON or TourML"),
        ("{", "no whole JSON file"),
        ("[" * 100_000, "no whole JSON file"),
        ("{}", "FeatureCollection"),
        ("[]", "FeatureCollection"),
        ('{"features": [5]}', "no feature that is a point"),
        ("PK\x03\x04zip", "Unpack it"),
        ("<gpx><trk/></gpx>", "a track alone has no stops"),
        ("<kml/>", "no placemark that is a point"),
        ("<TourSet/>", "only refers to tours elsewhere"),
        ("<Tour/>", "No stop of the TourML file has a place"),
        ('<gpx><wpt lat="95" lon="1"/></gpx>', "Waypoint 1 has no place on the ground"),
        ('<gpx><wpt lat="x" lon="1"/></gpx>', "Waypoint 1 has no place on the ground"),
        ('<gpx><wpt lat="nan" lon="1"/></gpx>', "Waypoint 1 has no place on the ground"),
        ("<gpx>" + '<wpt lat="1" lon="1"/>' * (MOST_STOPS + 1) + "</gpx>", "at most 200"),
    ],
)
def test_what_cannot_be_used_is_told_plainly(content: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_found(content.encode(), "file", "en")


def test_the_entities_of_xml_itself_are_no_trap() -> None:
    tour = filled(draft_of('<gpx><wpt lat="1" lon="1"><name>A &amp; B &#x416;</name></wpt></gpx>'))
    assert tour.stops[0].title["en"] == "A & B Ж"


def test_an_own_id_of_the_tour_and_hostile_values_stay_inside_their_places() -> None:
    trap = 'x"]\n    kind: indoor # '
    features = [
        {
            "type": "Feature",
            "id": trap,
            "geometry": {"type": "Point", "coordinates": [1, 1]},
            "properties": {
                "title": trap,
                "code": trap,
                "kind": trap,
                "position_source": trap,
                "review": trap,
                "sources": [{"title": trap, "address": "https://example.org/?" + trap}],
            },
        }
    ]
    document = {"features": features, "language": "en", "licence": {"name": trap, "url": trap}}
    found = read_found(json.dumps(document).encode(), "x.geojson", "en")
    result = check_text(write_draft(found, trap, ("en",), "mine"))
    assert "mine" in write_draft(found, trap, ("en",), "mine")
    assert all(
        "nothing after the colon" in fault.message or "no web address" in fault.message
        for fault in result.faults
    ), result.faults


def test_the_example_of_the_repository_is_no_import() -> None:
    content = (ROOT / "stops.yaml").read_bytes()
    with pytest.raises(InvalidInput, match="no GPX, KML, GeoJSON or TourML"):
        read_found(content, "stops.yaml", "en")
