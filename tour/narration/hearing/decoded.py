"""What a player gets of a published file: loudness, peaks, edges, pauses, and both files alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tour.narration.master import window_levels
from tour.narration.model import Cue, Samples
from tour.narration.pcm import MASTER_HZ, amplitude, measure

_LOUDNESS_WITHIN_LU = 0.5
_HIGHEST_DBTP = -1.0
_LONGEST_PAUSE_S = 2.0
_SILENCE = amplitude(-50.0)  # RMS of 10 ms: pauses lie 20 dB below it, the softest consonant above
_EDGE_S = 0.05  # this much silence at both ends shows that nothing was cut off
_STRAY_S = 0.15  # so much sound between two sentences is none of theirs
_AROUND_S = 0.12  # a cue ends where a word does; its sound fades a little longer
_DRIFT_S = 0.05
_SMEAR = 3  # windows on each side: what an encoder smears an edge by
_UNLIKE = 0.01  # of the windows may be loud in one file and silent in the other


@dataclass(frozen=True, slots=True)
class SoundFault:
    """What is wrong with a file, and where: seconds from its start, None for all of it."""

    file: str
    at_s: float | None
    message: str


def faults_of_sound(
    name: str, samples: Samples, cues: Sequence[Cue], duration_s: float, target_lufs: float
) -> Iterator[SoundFault]:
    """Everything that is wrong with one decoded file (48 kHz)."""
    loudness = measure(samples, MASTER_HZ)
    if abs(loudness.lufs - target_lufs) > _LOUDNESS_WITHIN_LU:
        yield SoundFault(name, None, f"{loudness.lufs:.1f} LUFS, wanted {target_lufs:.0f} ± 0.5")
    if loudness.true_peak_dbtp > _HIGHEST_DBTP:
        peak = f"true peak {loudness.true_peak_dbtp:.1f} dBTP, the ceiling is {_HIGHEST_DBTP:.0f}"
        yield SoundFault(name, None, peak)
    length_s = samples.size / MASTER_HZ
    if abs(length_s - duration_s) > _DRIFT_S:
        yield SoundFault(name, None, f"{length_s:.2f} s long, published as {duration_s:.2f} s")
    loud = loud_times(samples)
    where = np.flatnonzero(loud)
    if where.size == 0:
        yield SoundFault(name, 0.0, "there is no sound in it")
        return
    window_s = samples.size / MASTER_HZ / loud.size
    if where[0] * window_s < _EDGE_S:
        yield SoundFault(name, 0.0, "begins in the middle of a sound")
    if (loud.size - 1 - where[-1]) * window_s < _EDGE_S:
        yield SoundFault(name, length_s, "ends in the middle of a sound")
    yield from _pauses(name, loud, cues)
    yield from _stray(name, loud, cues, length_s)


def loud_times(samples: Samples) -> NDArray[np.bool_]:
    """Which 10 ms hold sound."""
    rms, _ = window_levels(samples, MASTER_HZ)
    return rms > _SILENCE


def _pauses(name: str, loud: NDArray[np.bool_], cues: Sequence[Cue]) -> Iterator[SoundFault]:
    """Silences that are too long between the first and the last sound of a paragraph."""
    for number in dict.fromkeys(cue.paragraph for cue in cues):
        inside = [cue for cue in cues if cue.paragraph == number]
        first, last = round(inside[0].start_s * 100), round(inside[-1].end_s * 100)
        sounds = first + np.flatnonzero(loud[first:last])
        for before, after in pairwise([first, *(int(at) for at in sounds), last]):
            pause_s = (after - before) / 100
            if pause_s > _LONGEST_PAUSE_S:
                yield SoundFault(name, before / 100, f"a pause of {pause_s:.1f} s in a paragraph")


def _stray(
    name: str, loud: NDArray[np.bool_], cues: Sequence[Cue], length_s: float
) -> Iterator[SoundFault]:
    """Sound where no sentence is."""
    edges = [0.0, *(at for cue in cues for at in (cue.start_s, cue.end_s)), length_s]
    for began_s, ended_s in zip(edges[::2], edges[1::2], strict=True):
        first = round((began_s + (_AROUND_S if began_s else 0)) * 100)
        last = round((ended_s - (_AROUND_S if ended_s < length_s else 0)) * 100)
        stray = np.flatnonzero(loud[first : max(first, last)])
        if stray.size > _STRAY_S * 100:
            at_s = (first + int(stray[0])) / 100
            yield SoundFault(name, at_s, f"{stray.size / 100:.1f} s of sound between two sentences")


def unlike(name: str, samples: Samples, other: Samples) -> Iterator[SoundFault]:
    """Where a file does not sound when the other one does; both at 48 kHz."""
    one, two = loud_times(samples), loud_times(other)
    length = min(one.size, two.size)
    one, two = one[:length], two[:length]
    apart = (one & ~_widened(two)) | (two & ~_widened(one))
    if apart.mean() > _UNLIKE:
        at_s = float(np.flatnonzero(apart)[0]) / 100
        share = f"{100 * apart.mean():.1f} %"
        yield SoundFault(name, at_s, f"sounds at other times than the other file ({share})")


def _widened(loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.convolve(loud, np.ones(2 * _SMEAR + 1), mode="same") > 0
