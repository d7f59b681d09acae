"""The tour that is served."""

from time import thread_time

import pytest

from tour.catalogue import CheckResult, check_text
from tour.catalogue.model import Tour
from tour.catalogue.texts import words
from tour.settings import ROOT

STOPS_FILE = ROOT / "stops.yaml"
pytestmark = pytest.mark.skipif(not STOPS_FILE.exists(), reason="there is no stops.yaml yet")


@pytest.fixture(scope="module")
def result() -> CheckResult:
    return check_text(STOPS_FILE.read_text(encoding="utf-8"))


@pytest.fixture
def tour(result: CheckResult) -> Tour:
    assert result.faults == ()
    assert result.tour is not None
    return result.tour


def test_it_has_twelve_to_fourteen_stops_in_three_languages(tour: Tour) -> None:
    assert 12 <= len(tour.stops) <= 14
    assert tour.languages == ("kk", "ru", "en")


def test_no_position_is_said_to_be_surveyed_and_nothing_plays_by_itself(tour: Tour) -> None:
    positions = [tour.anchor, *(stop.position for stop in tour.stops)]
    assert "surveyed" not in {position.source for position in positions}
    assert not any(stop.autoplay for stop in tour.stops)


def test_english_narrations_have_the_length_of_a_stop(tour: Tour) -> None:
    counts = {stop.id: len(words(stop.narration["en"])) for stop in tour.stops}
    assert {key: count for key, count in counts.items() if not 150 <= count <= 260} == {}


def test_it_is_read_in_well_under_a_second() -> None:
    text = STOPS_FILE.read_text(encoding="utf-8")
    start = thread_time()
    check_text(text)
    assert thread_time() - start < 1.0
