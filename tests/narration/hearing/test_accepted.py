"""What was accepted in a sentence: that, and nothing else that may be found in it later."""

import json
from pathlib import Path

import pytest

from tour.narration.heard import Kind, accepted_path
from tour.narration.hearing.gate import Accepted, accept, doubts, failures, read_accepted
from tour.narration.hearing.model import Difference, Heard, Trouble
from tour.narration.hearing.ranking import Ranked
from tour.narration.hearing.verify import Clip
from tour.settings import ROOT

TEXT = "Печь была одна."
LOST, NAME = Difference("печь", ""), Difference("одна", "родна")


def heard(
    written: str = TEXT,
    pace: float = 0.08,
    trouble: Trouble = "",
    grave: tuple[Difference, ...] = (),
) -> Heard:
    return Heard(0, 0.0, written, "", 0, 0, 0, 0, 0, 0, pace, (), (), grave, trouble)


def ranked(right: float = -1.5, pace: float = 0.08, amiss: tuple[str, ...] = ()) -> Ranked:
    return Ranked(0, 0.0, TEXT, right, -4.5, pace, amiss)


def clip(one: Heard | Ranked) -> Clip:
    """The sentence among twelve others with which nothing is wrong."""
    if isinstance(one, Ranked):
        usual = [Ranked(n, 0.0, str(n), -1.5, -4.5, 0.08) for n in range(1, 13)]
        return Clip("gate", "kk", "", ranked=(one, *usual))
    return Clip("gate", "ru", "", heard=(one, *(heard(str(n)) for n in range(1, 13))))


FOUND: dict[str, Heard | Ranked] = {
    "too long": heard(pace=0.16),
    "too short": heard(pace=0.03),
    "lost": heard(trouble="lost"),
    "doubled": heard(trouble="doubled"),
    "a word": heard(grave=(LOST,)),
    "another word": heard(grave=(NAME,)),
    "amiss": ranked(amiss=("the word “печь” is not heard",)),
    "amiss otherwise": ranked(amiss=("the word “одна” is not heard",)),
    "as likely": ranked(right=-4.0),
    "unlikely": ranked(right=-3.0),
    "ranked too long": ranked(pace=0.16),
    "ranked too short": ranked(pace=0.03),
}


def accepted_after(path: Path, one: Heard | Ranked) -> Accepted:
    accept(path, [clip(one)], Accepted())
    return read_accepted(path)


@pytest.mark.parametrize("later", FOUND)
@pytest.mark.parametrize("once", FOUND)
def test_what_is_accepted_once_is_accepted_for_nothing_else(
    tmp_path: Path, once: str, later: str
) -> None:
    accepted = accepted_after(tmp_path / "stops.heard.json", FOUND[once])
    (doubt,) = doubts([clip(FOUND[later])])
    assert accepted.has(doubt) is (once == later)


def test_of_several_faults_each_must_have_been_accepted(tmp_path: Path) -> None:
    path = tmp_path / "stops.heard.json"
    both = heard(pace=0.16, trouble="lost", grave=(LOST, NAME))
    accepted = accepted_after(path, both)
    assert all(map(accepted.has, doubts([clip(both)])))
    fewer = accepted_after(path, heard(pace=0.17, grave=(NAME,)))
    assert [fewer.has(one) for one in doubts([clip(both)])] == [False, False, True]


def test_accepting_one_sentence_keeps_what_was_accepted_in_others(tmp_path: Path) -> None:
    path = tmp_path / "stops.heard.json"
    first = accepted_after(path, FOUND["lost"])
    other = Clip("lamp", "ru", "", heard=(heard("Нар было много.", grave=(NAME,)),))
    accept(path, [other], first)
    (doubt,) = doubts([clip(FOUND["lost"])])
    assert read_accepted(path).has(doubt)


def old_form(path: Path, language: str, found: list[str]) -> Accepted:
    document = {"format": 2, "figures": {}, "sentences": {language: {TEXT: found}}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return read_accepted(path)


@pytest.mark.parametrize(
    ("found", "passes"),
    [
        (["печь → –"], {"a word"}),
        (["печь → –", "одна → родна"], {"a word", "another word"}),
        (["the word “печь” is not heard"], {"amiss"}),
        ([], set()),
    ],
)
def test_a_file_without_kinds_accepts_what_it_names(
    tmp_path: Path, found: list[str], passes: set[str]
) -> None:
    path = tmp_path / "stops.heard.json"
    accepted = {language: old_form(path, language, found) for language in ("ru", "kk")}
    assert passes == {
        name
        for name, one in FOUND.items()
        for doubt in doubts([clip(one)])
        if accepted[doubt.clip.language].has(doubt)
    }


def test_the_published_tour_has_its_figures_and_its_words_accepted() -> None:
    path = accepted_path(ROOT / "stops.yaml")
    document = json.loads(path.read_bytes())
    accepted = read_accepted(path)
    assert {language: dict(stops) for language, stops in accepted.figures.items()} == document[
        "figures"
    ]
    words = [
        (language, text, one)
        for language, texts in document["sentences"].items()
        for text, found in texts.items()
        for one in (found if isinstance(found, list) else found.get("word", ()))
    ]
    assert words
    for language, text, one in words:
        said, _, other = one.partition(" → ")
        known = heard(text, grave=(Difference(said.strip("–"), other.strip("–")),))
        assert list(failures([Clip("", language, "", heard=(known,))], accepted, whole=False)) == []
        lost = heard(text, trouble="lost")
        (refusal,) = failures([Clip("", language, "", heard=(lost,))], accepted, whole=False)
        kind: Kind = refusal.reason.kind
        assert kind == "lost"
