"""The sound of a human take of a whole stop, and where its sentences and words lie in it.

Nobody told when each sentence is said: the text is laid on the take (see ``alignment``), and each
boundary moves to a pause near it. Where no reading can be had, the time is shared out by the length
of the sentences.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from av.error import FFmpegError

from tour.errors import VoiceFailed
from tour.narration.alignment import sentence_starts, word_marks
from tour.narration.captions import word_times
from tour.narration.master import Placed, join, loud_windows, trim, window_levels
from tour.narration.model import Samples, Speech, Spoken, WordTime
from tour.narration.pcm import MASTER_HZ, decibel, decode
from tour.narration.sound import Pauses

_SHORTEST_PAUSE_S = 0.18
_AROUND_S = 0.1  # of a sentence, so that its first sound is whole
_QUIET_SHARE = 0.1  # of a take is quieter than its room's noise: the pauses
_LOWEST_GATE_DB = 15.0
_HIGHEST_GATE_DB = 40.0
_NEAR_S = 1.2
_NEAR_SHARE = 0.35  # of a sentence: how far its end may lie from where its length puts it
_DISTANCE_COST = 0.25  # a pause 1 s away must be 0.25 s longer than one at the spot
_BREATH = 12  # a sentence's pause and start take about as long as so many letters

Gap = tuple[float, float]
"""A pause inside a recording: when it starts and ends, in s."""


def load_recording(
    path: Path, sentences: Sequence[Spoken], language: str, pauses: Pauses
) -> tuple[Samples, tuple[Placed, ...]]:
    """A recording at 48 kHz, trimmed, and where each sentence is in it.

    Raises:
        VoiceFailed: the file is no sound, or silent.
    """
    samples = decode_take(path)
    gate_db = room_gate_db(samples, MASTER_HZ)
    trimmed = trim(samples, MASTER_HZ, gate_db)
    joined, (whole,) = join((trimmed,), (0,), MASTER_HZ, pauses)
    gaps = pauses_in(joined, MASTER_HZ, gate_db)
    starts_s = sentence_starts(joined, MASTER_HZ, sentences, language)
    written = [sentence.written for sentence in sentences]
    return joined, place_sentences(written, (whole.start_s, whole.end_s), gaps, starts_s)


def words_in(
    samples: Samples, sentence: Spoken, place: Placed, language: str
) -> tuple[WordTime, ...]:
    """When the words of a sentence are said in a recording (48 kHz)."""
    from_s = max(0.0, place.start_s - _AROUND_S)
    sound = samples[round(from_s * MASTER_HZ) : round((place.end_s + _AROUND_S) * MASTER_HZ)]
    speech = Speech(sound, MASTER_HZ, word_marks(sound, MASTER_HZ, sentence, language))
    return word_times(sentence, speech, Placed(place.start_s, place.end_s, from_s))


def decode_take(path: Path) -> Samples:
    """The sound of a take, mono at 48 kHz.

    Raises:
        VoiceFailed: the file is no sound, or empty.
    """
    try:
        samples = decode(path, MASTER_HZ)
    except (OSError, FFmpegError, IndexError) as fault:
        message = f"{path.name} cannot be played: {fault}. Record or convert it again."
        raise VoiceFailed(message) from fault
    if samples.size == 0:
        message = f"{path.name} holds no sound."
        raise VoiceFailed(message)
    return samples


def room_gate_db(samples: Samples, rate_hz: int) -> float:
    """How far below the loudest speech a take is silent: twice as loud as its room is sound."""
    rms, _ = window_levels(samples, rate_hz)
    loudest, room = float(rms.max(initial=0.0)), float(np.quantile(rms, _QUIET_SHARE))
    if loudest <= 0 or room <= 0:
        return _HIGHEST_GATE_DB
    return min(max(decibel(loudest / room / 2), _LOWEST_GATE_DB), _HIGHEST_GATE_DB)


def pauses_in(samples: Samples, rate_hz: int, gate_db: float) -> tuple[Gap, ...]:
    """The pauses of at least 0.18 s between sounds, in order."""
    loud, size = loud_windows(samples, rate_hz, gate_db)
    edges = np.flatnonzero(np.diff(loud.astype(np.int8), prepend=0, append=0))
    starts, ends = edges[::2], edges[1::2]
    window_s = size / rate_hz
    return tuple(
        (float(end) * window_s, float(start) * window_s)
        for end, start in zip(ends[:-1], starts[1:], strict=True)
        if (start - end) * window_s >= _SHORTEST_PAUSE_S
    )


def place_sentences(
    sentences: Sequence[str],
    span: tuple[float, float],
    gaps: Sequence[Gap],
    starts_s: Sequence[float] | None = None,
) -> tuple[Placed, ...]:
    """Share ``span`` out, each boundary moved to the best pause near it. In order.

    ``starts_s``: where about the sentences begin; without it their lengths say so.
    """
    start_s, end_s = span
    shares = [len(sentence) + _BREATH for sentence in sentences]
    placed: list[Placed] = []
    for index, share in enumerate(shares[:-1]):
        length_s = (end_s - start_s) * share / sum(shares[index:])
        expected_s = start_s + length_s
        reach_s = max(_NEAR_S, length_s * _NEAR_SHARE)
        if starts_s is not None:
            expected_s, reach_s = min(max(start_s, starts_s[index + 1]), end_s), _NEAR_S
        gap = _best_gap(gaps, start_s, expected_s, reach_s)
        stop_s, next_s = gap or (expected_s, expected_s)
        placed.append(Placed(start_s, stop_s, start_s))
        start_s = next_s
    if sentences:
        placed.append(Placed(start_s, end_s, start_s))
    return tuple(placed)


def _best_gap(gaps: Sequence[Gap], after_s: float, expected_s: float, reach_s: float) -> Gap | None:
    near = [gap for gap in gaps if gap[0] > after_s and abs(sum(gap) / 2 - expected_s) <= reach_s]
    return max(
        near,
        key=lambda gap: gap[1] - gap[0] - _DISTANCE_COST * abs(sum(gap) / 2 - expected_s),
        default=None,
    )
