import re
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tour.narration.captions import timestamp, webvtt, word_times
from tour.narration.master import Placed
from tour.narration.model import Cue, Speech, Spoken, WordTime

STAMP = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
times = st.floats(0, 400_000, allow_nan=False)


def seconds(text: str) -> float:
    match = re.fullmatch(STAMP, text)
    assert match is not None, text
    hours, minutes, whole, ms = map(int, match.groups())
    return hours * 3600 + minutes * 60 + whole + ms / 1000


@given(times)
def test_a_timestamp_says_the_time_to_the_millisecond(at_s: float) -> None:
    assert abs(seconds(timestamp(at_s)) - at_s) <= 0.00051


@given(times, times)
def test_timestamps_sort_like_times(one: float, other: float) -> None:
    if abs(one - other) > 0.001:
        assert (seconds(timestamp(one)) < seconds(timestamp(other))) == (one < other)


@st.composite
def cues(draw: st.DrawFn) -> list[Cue]:
    made = []
    at_s = 0.0
    for _ in range(draw(st.integers(0, 6))):
        text = " ".join(draw(st.lists(st.text("aқя<>&-.", min_size=1), min_size=1, max_size=6)))
        start_s = at_s + draw(st.floats(0, 3))
        end_s = start_s + draw(st.floats(0, 8))
        words = tuple(
            WordTime(word.start(), word.end(), at, at)
            for word in re.finditer(r"\S+", text)
            for at in [draw(st.floats(start_s - 1, end_s + 1))]
        )
        made.append(Cue(0, text, start_s, end_s, words))
        at_s = end_s
    return made


@given(cues(), st.text())
def test_any_cues_give_a_file_that_players_accept(some: list[Cue], title: str) -> None:
    head, _note, *blocks = webvtt(some, title, "kk").removesuffix("\n").split("\n\n")
    assert head.startswith("WEBVTT")
    assert "-->" not in head
    assert len(blocks) == len(some)
    latest = 0.0
    for index, (block, cue) in enumerate(zip(blocks, some, strict=True)):
        name, timing, payload = block.split("\n")
        assert name == str(index)
        start_s, end_s = map(seconds, timing.split(" --> "))
        assert latest <= start_s < end_s
        latest = start_s
        inside = [seconds(stamp) for stamp in re.findall(r"<([\d:.]+)>", payload)]
        assert all(one < other for one, other in pairwise([start_s, *inside, end_s]))
        plain = re.sub(r"<[\d:.]+>", "", payload)
        assert "<" not in plain
        assert ">" not in plain
        text = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert text.split() == cue.text.split()


def test_a_year_said_in_many_words_lasts_as_long_as_all_of_them() -> None:
    #          0123456789
    written = "In 1937, she came."
    said = "In nineteen thirty-seven, she came."
    spoken = Spoken(written, said, ((0, 2, 0, 2), (3, 25, 3, 8), (26, 29, 9, 12), (30, 35, 13, 18)))
    marks = ((0, 2, 0.2, 0.3), (3, 11, 0.3, 0.8), (12, 25, 0.8, 1.5), (26, 29, 1.7, 1.9))
    speech = Speech(np.zeros(1, np.float32), 24_000, (*marks, (30, 35, 1.9, 2.4)))
    found = word_times(spoken, speech, Placed(10.2, 12.4, 10.0))
    assert [(word.start, word.end) for word in found] == [(0, 2), (3, 8), (9, 12), (13, 18)]
    year = found[1]
    assert abs(year.start_s - 10.3) < 1e-9
    assert abs(year.end_s - 11.5) < 1e-9


def test_a_word_is_never_outside_its_sentence() -> None:
    spoken = Spoken("a b", "a b", ((0, 1, 0, 1), (2, 3, 2, 3)))
    speech = Speech(np.zeros(1, np.float32), 24_000, ((0, 1, -5.0, 1.0), (2, 3, 0.5, 99.0)))
    first, second = word_times(spoken, speech, Placed(3.0, 4.0, 3.0))
    assert (first.start_s, second.end_s) == (3.0, 4.0)
    assert first.start_s <= second.start_s


def test_without_marks_there_are_no_word_times() -> None:
    spoken = Spoken("a b", "a b", ((0, 1, 0, 1), (2, 3, 2, 3)))
    speech = Speech(np.zeros(1, np.float32), 24_000)
    assert word_times(spoken, speech, Placed(0, 1, 0)) == ()
    assert "<" not in webvtt([Cue(0, "a b", 0, 1)], "t", "en")


def test_marks_that_end_in_any_order_keep_their_last_end() -> None:
    spoken = Spoken("a", "a-b", ((0, 3, 0, 1),))
    speech = Speech(np.zeros(1, np.float32), 24_000, ((0, 1, 0.1, 0.2), (2, 3, 0.2, 0.6)))
    (word,) = word_times(spoken, speech, Placed(0, 1, 0))
    assert (word.start_s, word.end_s) == (0.1, 0.6)
