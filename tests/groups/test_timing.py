"""One timeline for several languages."""

import pytest
from groups_help import FixedProgramme, track
from hypothesis import given
from hypothesis import strategies as st

from tour.groups.model import Beat, StopRef, Track
from tour.groups.timing import beat_at, compose, respliced

STOP = StopRef("gate", 1, "1")
lengths = st.floats(min_value=0.2, max_value=30, allow_nan=False).map(lambda s: round(s, 2))
paragraphs = st.lists(st.lists(lengths, min_size=1, max_size=4), min_size=1, max_size=4)
tracks = st.builds(lambda made, spoken: track(*made, spoken=spoken), paragraphs, st.booleans())
languages = st.dictionaries(st.sampled_from(["kk", "ru", "en"]), tracks, min_size=1)


def test_a_beat_lasts_as_long_as_the_slowest_language_needs() -> None:
    known = FixedProgramme().known["gate"]
    score = compose(STOP, {"kk": known["kk"], "ru": known["ru"]})
    assert score.beats == (
        Beat(0, 0, 0.0),
        Beat(1, 0, 4.0),
        Beat(1, 1, 10.0),
        Beat(2, 0, 16.0),
    )
    assert score.length_s == 20.0
    assert score.by_text == ()


def test_a_paragraph_with_other_sentences_in_one_language_is_one_beat() -> None:
    score = compose(STOP, FixedProgramme().known["gate"])
    assert [(beat.paragraph, beat.sentence) for beat in score.beats] == [(0, 0), (1, None), (2, 0)]
    assert [beat.at_s for beat in score.beats] == [0.0, 4.0, 15.0]


def test_a_language_without_sound_follows_by_text_and_holds_nobody_up() -> None:
    slow = track([60.0, 60.0], spoken=False)
    score = compose(STOP, {"kk": track([2.0, 2.0]), "ru": slow})
    assert (score.length_s, score.by_text) == (4.0, ("ru",))


def test_without_any_sound_there_is_time_to_read() -> None:
    score = compose(STOP, {"kk": track([2.0], spoken=False), "ru": track([3.0], spoken=False)})
    assert (score.length_s, score.by_text) == (3.0, ())


def test_a_language_with_fewer_paragraphs_says_its_last_for_the_rest() -> None:
    score = compose(STOP, {"kk": track([2.0], [2.0], [2.0]), "ru": track([2.0], [5.0])})
    assert score.beats == (Beat(0, 0, 0.0), Beat(1, None, 2.0))
    assert score.length_s == 7.0


@given(languages)
def test_every_language_has_time_for_every_beat_and_all_end_together(
    made: dict[str, Track],
) -> None:
    score = compose(STOP, made)
    at = [beat.at_s for beat in score.beats]
    assert at[0] == 0.0
    assert at == sorted(at)
    counted = [one for one in made.values() if one.spoken] or list(made.values())
    assert score.length_s >= max(one.length_s for one in counted) - 0.01
    for one in counted:
        begins: dict[int, list[float]] = {}
        for sentence in one.sentences:
            begins.setdefault(sentence.paragraph, []).append(sentence.start_s)
        own = [begins[beat.paragraph][beat.sentence or 0] for beat in score.beats]
        own.append(one.length_s)
        slots = [*at, score.length_s]
        for number in range(len(score.beats)):
            assert slots[number + 1] - slots[number] >= own[number + 1] - own[number] - 0.002


@given(languages, tracks, st.integers(min_value=0, max_value=20))
def test_a_new_language_changes_nothing_before_the_next_beat(
    made: dict[str, Track], joining: Track, first: int
) -> None:
    before = compose(STOP, made)
    after = respliced(before, compose(STOP, made | {"de": joining}), first)
    assert after.beats[:first] == before.beats[:first]
    assert [beat.at_s for beat in after.beats] == sorted(beat.at_s for beat in after.beats)
    if first < len(before.beats) and first < len(after.beats):
        assert after.beats[first].at_s == before.beats[first].at_s


@given(languages)
def test_each_beat_runs_at_its_own_time(made: dict[str, Track]) -> None:
    score = compose(STOP, made)
    for number, beat in enumerate(score.beats):
        assert beat_at(score, beat.at_s) >= number
    assert beat_at(score, -1.0) == 0
    assert beat_at(score, score.length_s + 100) == len(score.beats) - 1


@pytest.mark.parametrize("first", [0, 1, 2, 3, 4])
def test_the_new_language_counts_from_the_next_beat_that_begins_in_both(first: int) -> None:
    known = FixedProgramme().known["gate"]
    old = compose(STOP, {"kk": known["kk"], "ru": known["ru"]})
    new = respliced(old, compose(STOP, known | {"en": track([9.0], [9.0] * 3, [9.0])}), first)
    shapes = [(beat.paragraph, beat.sentence, beat.at_s) for beat in new.beats]
    assert (
        shapes
        == {
            0: [(0, 0, 0.0), (1, None, 9.0), (2, 0, 36.0)],
            1: [(0, 0, 0.0), (1, None, 4.0), (2, 0, 31.0)],
            2: [(0, 0, 0.0), (1, 0, 4.0), (1, 1, 10.0), (2, 0, 16.0)],
            3: [(0, 0, 0.0), (1, 0, 4.0), (1, 1, 10.0), (2, 0, 16.0)],
            4: [(0, 0, 0.0), (1, 0, 4.0), (1, 1, 10.0), (2, 0, 16.0)],
        }[first]
    )
    assert new.length_s == {0: 45.0, 1: 40.0, 2: 25.0, 3: 25.0, 4: 20.0}[first]
