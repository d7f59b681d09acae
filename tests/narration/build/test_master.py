from itertools import pairwise

import numpy as np
import pytest
from beeper import RATE_HZ, tone
from hypothesis import given
from hypothesis import strategies as st

from tour.errors import VoiceFailed
from tour.narration.master import Trimmed, faded, join, level, trim
from tour.narration.pcm import MASTER_HZ, measure, resample
from tour.narration.sound import Pauses

PAUSES = Pauses()


def silence(seconds: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    return np.zeros(round(seconds * rate_hz), dtype=np.float32)


def words(count: int, rate_hz: int = MASTER_HZ, pitch_hz: float = 210.0) -> np.ndarray:
    pieces = [
        piece
        for index in range(count)
        for piece in (tone(pitch_hz + 17 * (index % 5), 0.3, rate_hz), silence(0.1, rate_hz))
    ]
    return np.concatenate(pieces)


@given(before=st.integers(0, 3000), after=st.integers(0, 9000), loudness=st.floats(0.01, 15.0))
def test_trimming_cuts_silence_and_never_sound(before: int, after: int, loudness: float) -> None:
    sound = (tone(220, 0.4) + 0.01) * loudness
    whole = np.concatenate([np.zeros(before), sound, np.zeros(after)]).astype(np.float32)
    trimmed = trim(whole, RATE_HZ)
    start = round(trimmed.cut_s * RATE_HZ)
    assert start <= before
    assert start + trimmed.samples.size >= before + sound.size
    assert np.array_equal(trimmed.samples, whole[start : start + trimmed.samples.size])
    assert trimmed.samples.size <= sound.size + round(0.2 * RATE_HZ) + 1
    assert abs(trimmed.cut_s + trimmed.onset_s - before / RATE_HZ) <= 0.010
    assert abs(trimmed.cut_s + trimmed.offset_s - (before + sound.size) / RATE_HZ) <= 0.010


def test_a_quiet_consonant_at_the_edge_is_kept() -> None:
    hiss = np.random.default_rng(0).normal(0, 0.0012, round(0.08 * RATE_HZ)).astype(np.float32)
    whole = np.concatenate([silence(0.3), hiss, tone(200, 0.3), hiss, silence(0.3)])
    trimmed = trim(whole, RATE_HZ)
    assert trimmed.cut_s + trimmed.onset_s == pytest.approx(0.3, abs=0.011)
    assert trimmed.cut_s + trimmed.offset_s == pytest.approx(0.76, abs=0.011)


@pytest.mark.parametrize(
    "samples", [silence(1), silence(0), np.full(9000, 1e-6, np.float32), np.full(900, np.nan)]
)
def test_silence_and_nonsense_are_refused(samples: np.ndarray) -> None:
    with pytest.raises(VoiceFailed):
        trim(samples.astype(np.float32), RATE_HZ)


def test_the_words_of_others_stand_a_little_apart() -> None:
    sentence = trim(np.concatenate([silence(0.2), tone(200, 0.5), silence(0.4)]), RATE_HZ)
    quotations = [False, True, True, False, True]
    _, placed = join([sentence] * 5, [0, 0, 0, 0, 1], RATE_HZ, PAUSES, quotations)
    gaps = [after.start_s - before.end_s for before, after in pairwise(placed)]
    wanted = [PAUSES.quotation_s, PAUSES.sentence_s, PAUSES.quotation_s, PAUSES.paragraph_s]
    assert gaps == pytest.approx(wanted, abs=0.001)
    assert PAUSES.sentence_s < PAUSES.quotation_s < PAUSES.paragraph_s < 2


def test_pauses_are_measured_from_sound_to_sound() -> None:
    sentence = trim(np.concatenate([silence(0.2), tone(200, 0.5), silence(0.4)]), RATE_HZ)
    joined, placed = join([sentence] * 3, [0, 0, 1], RATE_HZ, PAUSES)
    first, second, third = placed
    assert first.start_s == pytest.approx(PAUSES.lead_in_s, abs=0.001)
    assert second.start_s - first.end_s == pytest.approx(PAUSES.sentence_s, abs=0.001)
    assert third.start_s - second.end_s == pytest.approx(PAUSES.paragraph_s, abs=0.001)
    assert joined.size / RATE_HZ - third.end_s == pytest.approx(PAUSES.lead_out_s, abs=0.001)
    for place in placed:
        at = round((place.start_s + 0.02) * RATE_HZ)
        assert np.abs(joined[at : at + 400]).max() > 0.04
        assert np.abs(joined[round((place.end_s + 0.005) * RATE_HZ) :][:2000]).max() < 1e-6


def test_edges_are_soft_so_that_nothing_clicks() -> None:
    soft = faded(np.full(5000, 0.5, dtype=np.float32), 480)
    assert abs(float(soft[0])) < 1e-5
    assert abs(float(soft[-1])) < 1e-5
    assert np.abs(np.diff(soft)).max() < 0.002
    assert np.all(soft[480:-480] == 0.5)


@pytest.mark.parametrize("loudness", [0.02, 0.3, 4.0])
def test_level_is_reached_from_quiet_and_from_loud(loudness: float) -> None:
    levelled = level(words(12) * np.float32(loudness), -16.0, -2.0)
    assert measure(levelled).lufs == pytest.approx(-16.0, abs=0.1)


def test_peaks_between_samples_are_held_under_the_ceiling() -> None:
    # A tone at a quarter of the rate, 45 degrees off: its samples lie 3 dB below its peaks.
    count = MASTER_HZ * 4
    hidden = np.sin(np.pi / 2 * np.arange(count) + np.pi / 4).astype(np.float32)
    spiky = words(10)[:count] * np.float32(2)
    for at in range(20_000, 150_000, 16_001):
        spiky[at : at + 96] += hidden[:96] * np.float32(1.5)
    before = measure(spiky)
    after = level(spiky, -16.0, -2.0)
    assert before.true_peak_dbtp - before.lufs > 16
    assert measure(after).true_peak_dbtp <= -1.85
    assert measure(after).lufs == pytest.approx(-16.0, abs=0.3)


def test_what_cannot_be_measured_is_not_levelled() -> None:
    with pytest.raises(VoiceFailed, match="too short"):
        level(tone(200, 0.1, MASTER_HZ), -16.0, -2.0)


@given(st.integers(2_000, 30_000))
def test_resampling_keeps_time(count: int) -> None:
    click = np.zeros(count, dtype=np.float32)
    click[count // 2] = 1.0
    there = resample(click, RATE_HZ, MASTER_HZ)
    assert abs(there.size - 2 * count) <= 1
    assert abs(int(np.argmax(np.abs(there))) - 2 * (count // 2)) <= 1


def test_nothing_joins_to_silence_alone() -> None:
    joined, placed = join([], [], RATE_HZ, PAUSES)
    assert placed == ()
    assert not joined.any()
    assert Trimmed(joined, 0, 0, 0).samples is joined
