"""GeoJSON, GPX and KML, read by libraries that are not ours: no sketch looks like a survey."""

import json
from pathlib import Path

import fastkml
import geojson
import gpxpy
import pytest
from fastkml import validator
from listening_help import BASE, GARDEN, HOSTILE, parsed, tour_of

from tour.catalogue import Tour, read_tour
from tour.listening import geodata
from tour.settings import ROOT
from tour.web.pages.words import words

SKETCH = "sketch, not surveyed, within 120 m"
SURVEYED = "surveyed, within 5 m"
OFF_SITE = """\
  - id: quay
    code: "3"
    kind: off-site
    title: {kk: "Айлақ", ru: "Причал", en: "The quay"}
    position: {lat: 51.02, lng: 71.03, uncertainty_m: 150, source: map}
    zone: {shape: circle, margin_m: 10}
    sources: [KEEPER]
    review: {kk: draft, ru: draft, en: draft}
    orientation: {kk: "Суға қараңыз.", ru: "Посмотрите на воду.", en: "Look at the water."}
    narration: {kk: "Су тынық.", ru: "Вода спокойна.", en: "The water is calm."}
"""


@pytest.fixture
def tour(tour_text: str) -> Tour:
    return tour_of(tour_text + OFF_SITE)


@pytest.fixture
def hostile(tour_text: str) -> Tour:
    name = HOSTILE.replace("'", "''")
    spoilt = tour_text.replace('en: "The gate"', f"en: '{name}'")
    return tour_of(spoilt.replace('title: "The keeper\'s diary"', f"title: '{name}'"))


def test_geojson_is_valid_and_says_what_a_position_is_worth(tour: Tour) -> None:
    written = geodata.geojson(tour, "en", BASE, words("en"))
    read = geojson.loads(written)
    assert read.is_valid, read.errors()
    gate, lamp, quay = read.features
    assert gate.geometry.coordinates == [71.0, 51.0], "RFC 7946: longitude first"
    assert gate.id == "gate"
    assert gate.properties == {
        "number": 1,
        "code": "1",
        "title": "The gate",
        "kind": "outdoor",
        "position": SKETCH,
        "position_source": "sketch",
        "position_uncertainty_m": 120,
        "content_note": None,
        "review": "draft",
        "url": f"{BASE}/en/stops/gate",
        "sources": [{"title": "The keeper's diary", "address": "https://example.org/diary"}],
    }
    assert lamp.properties["position"] == SURVEYED
    assert quay.properties["position"] == "taken from a map, not surveyed, within 150 m"
    whole = json.loads(written)
    assert whole["licence"]["name"] == "Apache-2.0"
    assert "must not be shown as if it had been" in whole["description"]


def test_gpx_has_waypoints_and_a_route_in_walking_order(tour: Tour) -> None:
    written = geodata.gpx(tour, "en", BASE, words("en"))
    read = gpxpy.parse(written.decode())
    assert read.version == "1.1"
    assert parsed(written).tag == "{http://www.topografix.com/GPX/1/1}gpx"
    assert [each.name for each in read.waypoints] == ["1. The gate", "2. The lamp", "3. The quay"]
    gate = read.waypoints[0]
    assert (gate.latitude, gate.longitude) == (51.0, 71.0)
    assert gate.source == gate.comment == SKETCH
    assert SKETCH in gate.description
    assert "The keeper's diary (https://example.org/diary)" in gate.description
    assert gate.link == f"{BASE}/en/stops/gate"
    (route,) = read.routes
    assert [each.name for each in route.points] == ["1. The gate", "2. The lamp"]
    assert [each.source for each in route.points] == [SKETCH, SURVEYED]
    assert route.description == "The order of the stops. It is not a path on the ground."
    assert read.copyright_license == "https://www.apache.org/licenses/LICENSE-2.0"


def test_gpx_children_stand_in_the_order_of_the_schema(tour: Tour) -> None:
    space = "{http://www.topografix.com/GPX/1/1}"
    root = parsed(geodata.gpx(tour, "en", BASE, words("en")))
    point = root.find(f"{space}wpt")
    assert point is not None
    names = [each.tag.removeprefix(space) for each in point]
    assert names == ["name", "cmt", "desc", "src", "link", "type", "extensions"]
    metadata = [each.tag.removeprefix(space) for each in root[0]]
    assert metadata == ["name", "desc", "copyright", "link"]


def test_kml_is_read_and_says_what_a_position_is_worth(tour: Tour) -> None:
    written = geodata.kml(tour, "en", BASE, words("en"))
    read = fastkml.KML.from_string(written.decode().partition("?>")[2].strip())
    (document,) = read.features
    gate, lamp, quay = document.features
    assert gate.name == "1. The gate"
    assert (gate.geometry.x, gate.geometry.y) == (71.0, 51.0)
    assert SKETCH in gate.description
    data = {each.name: each.value for each in gate.extended_data.elements}
    assert data["position"] == SKETCH
    assert data["position_source"] == "sketch"
    assert data["position_uncertainty_m"] == "120"
    assert lamp.description.startswith("This stop speaks of a death.")
    assert SURVEYED in lamp.description
    assert "not surveyed, within 150 m" in quay.description


@pytest.mark.parametrize("file", [ROOT / "stops.yaml", GARDEN])
def test_kml_is_valid_by_the_official_schema(file: Path, tmp_path: Path) -> None:
    tour = read_tour(file)
    for lang in tour.languages:
        written = tmp_path / f"{lang}.kml"
        written.write_bytes(geodata.kml(tour, lang, BASE, words(lang)))
        assert validator.validate(file_to_validate=written) is True


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_no_sketch_of_the_real_tour_is_told_as_surveyed(lang: str) -> None:
    tour = read_tour(ROOT / "stops.yaml")
    say = words(lang)
    sketch = say("listening.position_sketch", metres="{m}").partition("{m}")[0]
    features = geojson.loads(geodata.geojson(tour, lang, BASE, say)).features
    waypoints = gpxpy.parse(geodata.gpx(tour, lang, BASE, say).decode()).waypoints
    assert len(features) == len(waypoints) == len(tour.stops)
    for stop, feature, waypoint in zip(tour.stops, features, waypoints, strict=True):
        if stop.position.source == "sketch":
            assert feature.properties["position"].startswith(sketch)
            assert waypoint.source.startswith(sketch)
        assert f"{stop.position.uncertainty_m:g}" in waypoint.source


def test_hostile_titles_are_only_titles(hostile: Tour) -> None:
    for write in (geodata.gpx, geodata.kml):
        document = write(hostile, "en", BASE, words("en"))
        assert b"<script" not in document
        assert any(each.text == f"1. {HOSTILE}" for each in parsed(document).iter())
    read = geojson.loads(geodata.geojson(hostile, "en", BASE, words("en")))
    assert read.features[0].properties["title"] == HOSTILE


def test_a_tour_without_a_licence_allows_nothing() -> None:
    tour = tour_of(GARDEN.read_text(encoding="utf-8"))
    assert tour.licence is None
    read = json.loads(geodata.geojson(tour, "en", BASE, words("en")))
    assert read["licence"] is None
    assert "All rights in the texts are reserved" in read["description"]
    gpx = geodata.gpx(tour, "en", BASE, words("en"))
    assert gpxpy.parse(gpx.decode()).copyright_license is None
    for document in (gpx, geodata.kml(tour, "en", BASE, words("en"))):
        assert b"Apache" not in document
        assert b"All rights in the texts are reserved" in document


def test_another_tour_is_written_too() -> None:
    tour = tour_of(GARDEN.read_text(encoding="utf-8"))
    read = geojson.loads(geodata.geojson(tour, "en", BASE, words("en")))
    assert read.is_valid
    assert [each.geometry.coordinates for each in read.features] == [
        [-70.5, -33.9],
        [-70.51, -33.92],
    ]
    gpx = gpxpy.parse(geodata.gpx(tour, "en", BASE, words("en")).decode())
    assert gpx.name == "The garden & <orchard>"
    assert [each.name for each in gpx.routes[0].points] == ["10. The pear tree"]
    assert "The gardener's book & ]]> its index" in gpx.waypoints[1].description
