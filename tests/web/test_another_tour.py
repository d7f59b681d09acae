"""Another tour from a club's GPX file: imported, completed, served, narrated, exported again."""

import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskClient
from narrated import narrate
from ruamel.yaml import YAML

from tour import cli
from tour.app import create_app
from tour.catalogue import Stop, Tour, check_text, read_tour
from tour.listening.binding import bind
from tour.settings import ROOT, Settings
from tour.web.pages.words import words

MINE = ROOT / "tests" / "fixtures" / "mine.gpx"
GARDEN = ROOT / "tests" / "fixtures" / "garden.yaml"
WRITTEN = {
    "title": "Written by hand.",
    "subtitle": "A walk among tests.",
    "summary": "There was a mine here, in this test.",
    "getting_there": "Walk.",
    "closing": "Thank you.",
    "orientation": "Look at it.",
    "narration": "It is old.",
    "address": "https://example.org/mine",
    "duration_min": 30,
}


def run(settings: Settings, *arguments: str) -> Result:
    app = create_app(settings)
    cli.register(app)
    return app.test_cli_runner().invoke(args=list(arguments))


def completed(draft: Path) -> str:
    """What an editor makes of a draft: every value that is missing, and nothing else."""
    yaml = YAML()
    document = yaml.load(draft)
    for fault in check_text(draft.read_text(encoding="utf-8")).faults:
        assert "has nothing after the colon" in fault.message
        parts = re.findall(r"\w[\w-]*", fault.path)
        *outer, last = [int(part) if part.isdecimal() else part for part in parts]
        inner = document
        for part in outer:
            inner = inner[part]
        key = last if last in WRITTEN else outer[-1]
        inner[last] = WRITTEN[key]
    written = io.StringIO()
    yaml.dump(document, written)
    return written.getvalue()


def shown(stop: Stop, lang: str) -> tuple[str, str, str, tuple[float, float], float, str]:
    place = (round(stop.position.place.lat, 6), round(stop.position.place.lng, 6))
    title, position = stop.title[lang], stop.position
    return stop.id, stop.code, title, place, position.uncertainty_m, position.source


@pytest.fixture
def mine(settings: Settings, tmp_path: Path) -> Settings:
    """The settings of a server whose tour began as the club's file."""
    draft = tmp_path / "draft.yaml"
    done = run(settings, "tour", "import", str(MINE), "--out", str(draft), "--languages", "en,ru")
    assert done.exit_code == 0, done.output
    assert "a draft with 3 stops, read from GPX" in done.output
    assert "left to write: flask stops check" in done.output
    settings.stops_file.write_text(completed(draft), encoding="utf-8")
    return settings


def exported(client: FlaskClient, tmp_path: Path, ending: str) -> Path:
    answer = client.get(f"/api/v1/tour.{ending}?lang=en")
    assert answer.status_code == 200
    path = tmp_path / f"again.{ending}"
    path.write_bytes(answer.data)
    return path


def test_the_whole_way(mine: Settings, tmp_path: Path) -> None:
    checked = run(mine, "stops", "check", str(mine.stops_file))
    assert checked.exit_code == 0, checked.output
    tour = narrate(mine)
    bind(mine.audio_dir, tour, words)
    assert [stop.title["en"] for stop in tour.stops] == ["The shaft", "The tower", "The heap"]
    client = create_app(mine).test_client()
    manifest = client.get("/api/v1/tour?lang=en").json
    assert [stop["narration"]["status"] for stop in manifest["stops"]] == ["ready"] * 3
    page = client.get("/en/stops/the-shaft").text
    assert "The shaft was sunk in 1890." in page
    assert client.get("/en/podcast.xml").text.count("<item>") == 4
    assert client.get("/ru/tour.epub").status_code == 302
    canvases = json.loads(client.get("/api/v1/iiif/ru/manifest.json").data)["items"]
    assert len(canvases) == 3
    for ending in ("gpx", "kml", "geojson", "tourml"):
        again = tmp_path / f"again-{ending}.yaml"
        file = exported(client, tmp_path, ending)
        done = run(mine, "tour", "import", str(file), "--out", str(again))
        assert done.exit_code == 0, done.output
        back = check_text(again.read_text(encoding="utf-8"))
        if ending == "tourml":
            assert back.faults == ()
            read = read_tour(again)
        else:
            again.write_text(completed(again), encoding="utf-8")
            read = read_tour(again)
        assert [shown(stop, "en") for stop in read.stops] == [
            shown(stop, "en") for stop in tour.stops
        ], ending


@pytest.mark.parametrize("file", [GARDEN, ROOT / "tests" / "fixtures" / "lighthouse.yaml"])
def test_tourml_brings_a_whole_tour_back(settings: Settings, tmp_path: Path, file: Path) -> None:
    own = replace(settings, stops_file=file)
    client = create_app(own).test_client()
    path = exported(client, tmp_path, "tourml")
    out = tmp_path / "again.yaml"
    done = run(own, "tour", "import", str(path), "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "It can be served as it is" in done.output
    before, after = read_tour(file), read_tour(out)
    assert comparable(after) == comparable(before)


def comparable(tour: Tour) -> Tour:
    """All that TourML carries: how words are said, and by which voice, are not of it."""
    return replace(tour, version="", pronunciations={}, voices={})


def test_a_draft_never_overwrites_anything(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "stops-draft.yaml"
    out.write_text("mine", encoding="utf-8")
    done = run(settings, "tour", "import", str(MINE), "--out", str(out))
    assert done.exit_code == 1
    assert "is there already. Name another place with --out" in done.output
    assert out.read_text(encoding="utf-8") == "mine"


def test_what_cannot_be_imported_is_told_in_one_line(settings: Settings, tmp_path: Path) -> None:
    trap = tmp_path / "trap.gpx"
    trap.write_text('<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]><gpx>&x;</gpx>')
    out = tmp_path / "out.yaml"
    done = run(settings, "tour", "import", str(trap), "--out", str(out))
    assert done.exit_code == 1
    assert "declares a document type or entities, which is refused" in done.output
    assert "Traceback" not in done.output
    assert not os.path.lexists(out)
