"""Findings into stops.yaml: what was measured changes, and nothing else."""

import pytest
from survey_help import PLANE, SQUARE_M, take

from tour.catalogue.check import check_text
from tour.geo import LatLon
from tour.settings import ROOT
from tour.survey import Finding, Take, combine
from tour.survey.export import rewrite

REAL = (ROOT / "stops.yaml").read_text(encoding="utf-8")


def finding(*takes: Take) -> Finding:
    found = combine(takes)
    assert found is not None
    return found


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    return [
        (old, new)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]


def test_only_the_measured_values_change(tour_text: str) -> None:
    after, skipped = rewrite(tour_text, {"gate": finding(take((3, 4), uncertainty_m=4.2))})
    assert skipped == ()
    ((old, new),) = changed_lines(tour_text, after)
    assert old == "    position: {lat: 51.0, lng: 71.0, uncertainty_m: 120, source: sketch}"
    assert (
        new
        == "    position: {lat: 51.000036, lng: 71.000043, uncertainty_m: 4.5, source: surveyed}"
    )
    tour = check_text(after).tour
    assert tour is not None
    assert tour.stops[0].autoplay


def test_writing_it_twice_changes_nothing_more(tour_text: str) -> None:
    findings = {"gate": finding(take((3, 4)), take(*SQUARE_M, shape="polygon"))}
    once, _ = rewrite(tour_text, findings)
    assert rewrite(once, findings)[0] == once != tour_text


def test_comments_order_and_quoting_stay() -> None:
    text = """\
tour: {id: x} # a word
stops:
  # before the gate
  - id: gate
    position:   # how it is known
      source: "sketch"   # not surveyed
      lng: 71.0
      lat: 51.0 # north
      uncertainty_m: 120
    # about the zone
    zone:
      shape: circle # round
      margin_m: 10
    # after the zone
    code: "1"
"""
    after, _ = rewrite(text, {"gate": finding(take((0, 0)))})
    assert after == text.replace('"sketch"', '"surveyed"').replace(
        "lng: 71.0", "lng: 71.000000"
    ).replace("lat: 51.0 #", "lat: 51.000000 #").replace("uncertainty_m: 120", "uncertainty_m: 5")
    walked, _ = rewrite(text, {"gate": finding(take(*SQUARE_M, shape="polygon"))})
    assert "    # about the zone\n" in walked
    assert "    # after the zone\n" in walked
    assert "      {shape: polygon, margin_m: 3, points: [[51.000000, 71.000000]," in walked


def test_the_points_of_a_line_are_replaced(tour_text: str) -> None:
    walked = take((0, 50), (14, 55), shape="line", stop="lamp")
    after, _ = rewrite(tour_text, {"lamp": finding(walked)})
    assert "margin_m: 6}" in after
    tour = check_text(after).tour
    assert tour is not None
    zone = tour.stops[1].zone
    assert (zone.shape, zone.margin_m, len(zone.points)) == ("line", 6, 2)
    assert PLANE.xy(zone.points[1]) == pytest.approx((14, 55), abs=0.1)


def test_a_long_outline_is_broken_into_lines(tour_text: str) -> None:
    corners = [(x, 0.3 * x * x / 10) for x in range(30)]
    after, _ = rewrite(tour_text, {"gate": finding(take(*corners, shape="line"))})
    assert max(len(line) for line in after.splitlines() if "51.00" in line) <= 100
    tour = check_text(after).tour
    assert tour is not None
    assert len(tour.stops[0].zone.points) == 30


@pytest.mark.parametrize(
    ("takes", "stop", "word"),
    [
        ((take((0, 0), uncertainty_m=30),), "gate", "15 m is the most"),
        ((take((0, 0)), take((60, 0), hours=1)), "gate", "disagree"),
        ((take((0, 0)),), "gone", "no longer in the tour"),
        ((take((0, 0)),), "lamp", "was not walked"),
    ],
)
def test_what_is_not_good_enough_is_left_and_told(
    tour_text: str, takes: tuple[Take, ...], stop: str, word: str
) -> None:
    after, skipped = rewrite(tour_text, {stop: finding(*takes)})
    assert after == tour_text
    assert [each.stop for each in skipped] == [stop]
    assert word in skipped[0].reason


def test_every_stop_of_the_real_tour_can_be_written() -> None:
    tour = check_text(REAL).tour
    assert tour is not None
    findings = {}
    for stop in tour.stops:
        here = stop.position.place
        found = Take(
            id=stop.id,
            stop=stop.id,
            shape="point",
            points=(LatLon(here.lat + 1e-5, here.lng),),
            uncertainty_m=4,
            spread_m=1,
            recorded_ms=1,
            duration_s=40,
            fixes=40,
            used=40,
            by="x",
        )
        findings[stop.id] = finding(found)
    after, skipped = rewrite(REAL, findings)
    lines = changed_lines(REAL, after)
    assert len(lines) + len(skipped) == len(tour.stops)
    assert all("position:" in new and "source: surveyed}" in new for _, new in lines)
    again = check_text(after).tour
    assert again is not None
    assert [stop.narration for stop in again.stops] == [stop.narration for stop in tour.stops]
