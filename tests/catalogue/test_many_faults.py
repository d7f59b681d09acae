"""Everything at once, in the order of the file; and whole tours that are read well."""

from pathlib import Path

import pytest

from tour.catalogue import check_text, read_tour
from tour.catalogue.build import build_tour
from tour.catalogue.entries import StopsFile
from tour.errors import BadCatalogue
from tour.geo import LatLon

BROKEN = """\
tour:
  id: Lighthouse
  languages: [kk, ru, en]
  title: {kz: "Шамшырақ", ru: "Маяк", en: "Lighthouse"}
  subtitle: {kk: "Бір", ru: "Один", en: ""}
  summary: {kk: "Бір", ru: "Один", en: "One"}
  duration_min: "10"
  anchor: {lat: 51.0, lng: 71.0, uncertainty_m: 50, source: map}
  getting_there: {kk: "Бір", ru: "Один"}
  closing: {kk: "Бір", ru: "Один", en: "One"}
sources:
  KEEPER: {title: "Diary", address: https://example.org}
stops:
  - id: gate
    code: 1
    kind: outdoor
    title: {kk: "Қақпа", ru: "Ворота", en: "The gate", en: "Gate"}
    position: {lat: 51.2, lng: 71.0, uncertainty_m: 20, source: sketch}
    zone: {shape: circle, margin_m: 10}
    sources: [KEPER]
    review: {kk: draft, ru: draft, en: done}
    orientation: {kk: "Бір", ru: "Один", en: "One"}
    naration: {kk: "Бір", ru: "Один", en: "One"}
  - id: gate
    code: "2"
    kind: outdoor
"""


def test_all_faults_are_found_at_once_in_the_order_of_the_file() -> None:
    result = check_text(BROKEN)
    assert result.tour is None
    assert [(f.line, f.column, f.path) for f in result.faults] == [
        (2, 7, "tour.id"),
        (4, 11, "tour.title.kz"),
        (5, 41, "tour.subtitle.en"),
        (7, 17, "tour.duration_min"),
        (9, 3, "tour.getting_there"),
        (15, 11, "stops[0].code"),
        (17, 56, "stops[0].title.en"),
        (18, 15, "stops[0].position"),
        (18, 53, "stops[0].position.uncertainty_m"),
        (20, 15, "stops[0].sources[0]"),
        (21, 40, "stops[0].review.en"),
        (23, 5, "stops[0].naration"),
        (24, 5, "stops[1]"),
        (24, 5, "stops[1]"),
        (24, 5, "stops[1]"),
        (24, 5, "stops[1]"),
        (24, 5, "stops[1]"),
        (24, 5, "stops[1]"),
        (24, 5, "stops[1]"),
        (24, 9, "stops[1].id"),
    ]
    assert all(fault.message and fault.advice for fault in result.faults)


def test_the_small_tour_is_read(tour_text: str) -> None:
    tour = check_text(tour_text).tour
    assert tour is not None
    assert (tour.id, tour.languages, tour.duration_min) == ("lighthouse", ("kk", "ru", "en"), 10)
    gate, lamp = tour.stops
    assert (gate.number, gate.code, lamp.number) == (1, "1", 2)
    assert gate.zone.points == (LatLon(51.0, 71.0),)
    assert lamp.zone.points == (LatLon(51.0005, 71.0), LatLon(51.0005, 71.0003))
    assert gate.content_note is None
    assert lamp.content_note is not None
    assert lamp.content_note["en"] == "This stop speaks of a death."
    assert gate.paragraphs("en") == (
        "Stand in front of the gate.",
        "The lighthouse was built in 1937. Twelve people built it.",
        "The door is closed today.",
    )
    assert [p.word for p in tour.pronunciations["en"]] == ["Aral"]
    assert tour.pronunciations["kk"] == ()
    assert not gate.autoplay
    assert not lamp.autoplay


def test_a_tour_cannot_be_changed(tour_text: str) -> None:
    tour = check_text(tour_text).tour
    assert tour is not None
    for mapping in (tour.title, tour.sources, tour.voices, tour.pronunciations):
        with pytest.raises(TypeError):
            mapping["en"] = "x"  # type: ignore[index]


SAME = {
    "comment": ("voices: {}                 # optional", "voices: {} # not needed"),
    "empty-key": ("voices: {}", "voices:"),
    "whole-degrees": ("anchor: {lat: 51.0,", "anchor: {lat: 51,"),
    "other-quotes": ('id: lamp\n    code: "2"', "id: lamp\n    code: '2'"),
    "line-breaks": ("1937. Twelve people", "1937. Twelve\n        people"),
    "language-order": (
        '{kk: "Шам", ru: "Лампа", en: "The lamp"}',
        '{en: "The lamp", kk: "Шам", ru: "Лампа"}',
    ),
    "spaces-between-paragraphs": ("built it.\n\n", "built it.\n   \n"),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_layout_and_comments_leave_the_version(tour_text: str, change: tuple[str, str]) -> None:
    assert change[0] in tour_text
    before, after = check_text(tour_text).tour, check_text(tour_text.replace(*change, 1)).tour
    assert before is not None
    assert before == after


OTHER = {
    "word": ("The door is closed", "The door is open"),
    "review": ("ru: reviewed", "ru: draft"),
    "paragraph": ("built it.\n\n        The door", "built it. The door"),
    "margin": ("margin_m: 10", "margin_m: 11"),
    "say": ('say: "a-rahl"', 'say: "a-ral"'),
    "voice": ("voices: {}", 'voices: {en: "hibari:heart"}'),
    "testimony": ("voices: {}", 'testimony_voices: {kk: "rhvoice:nazgul"}'),
    "phone": ("+7 000", "+7 001"),
}


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_content_changes_the_version(tour_text: str, change: tuple[str, str]) -> None:
    assert change[0] in tour_text
    before, after = check_text(tour_text).tour, check_text(tour_text.replace(*change, 1)).tour
    assert before is not None
    assert after is not None
    assert before.version != after.version
    assert len(after.version) == 16


def test_a_file_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "stops.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=r"stops\.yaml has 20 faults; the first, on line 2"):
        read_tour(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue, match="cannot be opened") as caught:
        read_tour(tmp_path / "stops.yaml")
    (fault,) = caught.value.details["faults"]  # type: ignore[misc]
    assert fault["line"] == 1
    assert "TOUR_STOPS" in fault["advice"]


def test_a_file_in_another_encoding_is_refused_at_its_first_letter(tmp_path: Path) -> None:
    path = tmp_path / "stops.yaml"
    path.write_bytes("tour:\n  id: маяк\n".encode("cp1251"))
    with pytest.raises(BadCatalogue, match="not saved as UTF-8") as caught:
        read_tour(path)
    (fault,) = caught.value.details["faults"]  # type: ignore[misc]
    assert (fault["line"], fault["column"]) == (2, 7)


def test_a_good_file_is_read(tmp_path: Path, tour_text: str) -> None:
    path = tmp_path / "stops.yaml"
    path.write_text(tour_text, encoding="utf-8")
    tour = read_tour(path)
    assert tour == check_text(tour_text).tour
    assert tour.stop("lamp") is tour.stop_by_code("2") is tour.stops[1]
    assert tour.stop("well") is tour.stop_by_code("9") is None


def test_nothing_is_built_from_a_file_that_was_not_checked() -> None:
    with pytest.raises(ValueError, match="not checked"):
        build_tour(StopsFile())
