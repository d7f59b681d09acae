"""Faults that a listener would hear in a file, put into sound on purpose."""

import numpy as np
import pytest

from tour.narration.hearing.decoded import faults_of_sound, measured, unlike, worst_of
from tour.narration.master import level
from tour.narration.model import Cue, Samples
from tour.narration.pcm import MASTER_HZ

CUES = (Cue(0, "One.", 0.3, 2.3), Cue(0, "Two.", 2.75, 4.75), Cue(1, "Three.", 5.65, 7.65))
LENGTH_S = 8.25


def speech(*spans: tuple[float, float]) -> Samples:
    noise = np.random.default_rng(1).normal(0, 0.1, round(LENGTH_S * MASTER_HZ))
    sound = np.zeros(noise.size, dtype=np.float32)
    for start_s, end_s in spans:
        first, last = round(start_s * MASTER_HZ), round(end_s * MASTER_HZ)
        sound[first:last] = noise[first:last]
    return sound


GOOD = level(speech(*((cue.start_s, cue.end_s) for cue in CUES)), -16.0, -2.5)


def faults(samples: Samples, cues: tuple[Cue, ...] = CUES, duration_s: float = LENGTH_S) -> str:
    one = measured("a.webm", samples, cues)
    found = faults_of_sound(one, samples, cues, duration_s, -16.0)
    return "; ".join(f"{fault.at_s}: {fault.message}" for fault in found)


def test_a_good_file_has_no_fault() -> None:
    assert faults(GOOD) == ""


def test_loudness_and_peaks_are_held() -> None:
    assert "LUFS, wanted -16 ± 0.5" in faults(GOOD * np.float32(0.9))
    assert "LUFS" not in faults(GOOD * np.float32(0.96))
    peaked = GOOD.copy()
    peaked[MASTER_HZ : MASTER_HZ + 3] = 0.99
    assert "true peak" in faults(peaked)


@pytest.mark.parametrize(("where", "word"), [(0, "begins"), (-1, "ends")])
def test_a_clipped_edge_is_told(where: int, word: str) -> None:
    clipped = GOOD[round(0.28 * MASTER_HZ) :] if where == 0 else GOOD[: round(7.63 * MASTER_HZ)]
    shift = 0.28 if where == 0 else 0.0
    cues = tuple(
        Cue(one.paragraph, one.text, one.start_s - shift, one.end_s - shift) for one in CUES
    )
    assert f"{word} in the middle of a sound" in faults(clipped, cues, clipped.size / MASTER_HZ)


def test_a_long_pause_inside_a_paragraph_is_told_with_its_place() -> None:
    cues = (Cue(0, "One.", 0.3, 1.0), Cue(0, "Two.", 3.2, 4.75), *CUES[2:])
    spans = [(cue.start_s, cue.end_s) for cue in cues]
    message = faults(level(speech(*spans), -16.0, -2.5), cues)
    assert message.startswith("0.99")
    assert "a pause of 2.2 s in a paragraph" in message
    apart = (Cue(0, "One.", 0.3, 1.0), Cue(1, "Two.", 3.2, 4.75), *CUES[2:])
    assert "pause" not in faults(level(speech(*spans), -16.0, -2.5), apart)


def test_sound_that_is_no_sentence_is_told() -> None:
    spans = [(cue.start_s, cue.end_s) for cue in CUES]
    stray = level(speech(*spans, (5.0, 5.3)), -16.0, -2.5)
    assert "5.0: 0.3 s of sound between two sentences" in faults(stray)


def test_silence_and_a_wrong_length_are_told() -> None:
    assert "there is no sound in it" in faults(np.zeros_like(GOOD))
    assert "published as 9.00 s" in faults(GOOD, duration_s=9.0)


def test_two_files_that_differ_are_told() -> None:
    assert list(unlike("b.mp3", GOOD, GOOD)) == []
    (fault,) = unlike("b.mp3", np.roll(GOOD, MASTER_HZ), GOOD)
    assert "at other times" in fault.message


def test_figures_are_those_of_the_sound() -> None:
    one = measured("a.webm", GOOD, CUES)
    assert one.length_s == pytest.approx(LENGTH_S)
    assert one.loudness.lufs == pytest.approx(-16, abs=0.2)
    assert one.lead_s == pytest.approx(0.3, abs=0.011)
    assert one.tail_s == pytest.approx(LENGTH_S - 7.65, abs=0.011)
    ((at_s, pause_s),) = one.pauses
    assert at_s == pytest.approx(2.3, abs=0.02)
    assert pause_s == one.longest_pause_s == pytest.approx(0.45, abs=0.02)
    silent = measured("a.webm", np.zeros_like(GOOD), CUES)
    assert (silent.lead_s, silent.pauses) == (pytest.approx(LENGTH_S), ())


def test_the_worst_of_all_files_are_told_with_their_names() -> None:
    quiet = measured("quiet.webm", GOOD * np.float32(0.9), CUES)
    cues = (Cue(0, "One.", 0.3, 1.0), Cue(0, "Two.", 2.8, 4.75), *CUES[2:])
    slow = measured(
        "slow.mp3", level(speech(*((c.start_s, c.end_s) for c in cues)), -16, -2.5), cues
    )
    lines = list(worst_of([quiet, slow]))
    assert any("quietest -16.9 LUFS (quiet.webm)" in line for line in lines)
    assert any("longest pause in a paragraph 1.8 s (slow.mp3)" in line for line in lines)
    assert list(worst_of([])) == []
