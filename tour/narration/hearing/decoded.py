"""What a player gets of a published file: loudness, peaks, edges, pauses, and both files alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tour.narration.master import window_levels
from tour.narration.model import Cue, Samples
from tour.narration.pcm import MASTER_HZ, Loudness, amplitude, measure

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


@dataclass(frozen=True, slots=True)
class Measured:
    """A decoded file in figures. ``lead_s``, ``tail_s``: silence before and after all sound.

    ``pauses``: where each silence inside a paragraph begins and how long it is, in s, in order.
    A file without any sound has a lead as long as itself.
    """

    file: str
    length_s: float
    loudness: Loudness
    lead_s: float
    tail_s: float
    pauses: tuple[tuple[float, float], ...]

    @property
    def longest_pause_s(self) -> float:
        """The longest silence inside a paragraph."""
        return max((pause_s for _, pause_s in self.pauses), default=0.0)


def measured(name: str, samples: Samples, cues: Sequence[Cue]) -> Measured:
    """What can be measured of one decoded file (48 kHz)."""
    loud = loud_times(samples)
    where = np.flatnonzero(loud)
    length_s = samples.size / MASTER_HZ
    window_s = length_s / max(1, loud.size)
    return Measured(
        file=name,
        length_s=length_s,
        loudness=measure(samples, MASTER_HZ),
        lead_s=float(where[0]) * window_s if where.size else length_s,
        tail_s=float(loud.size - 1 - where[-1]) * window_s if where.size else 0.0,
        pauses=tuple(_pauses(loud, cues)) if where.size else (),
    )


def faults_of_sound(
    one: Measured, samples: Samples, cues: Sequence[Cue], duration_s: float, target_lufs: float
) -> Iterator[SoundFault]:
    """Everything that is wrong with the decoded file that was measured."""
    name, loudness, length_s = one.file, one.loudness, one.length_s
    if abs(loudness.lufs - target_lufs) > _LOUDNESS_WITHIN_LU:
        yield SoundFault(name, None, f"{loudness.lufs:.1f} LUFS, wanted {target_lufs:.0f} ± 0.5")
    if loudness.true_peak_dbtp > _HIGHEST_DBTP:
        peak = f"true peak {loudness.true_peak_dbtp:.1f} dBTP, the ceiling is {_HIGHEST_DBTP:.0f}"
        yield SoundFault(name, None, peak)
    if abs(length_s - duration_s) > _DRIFT_S:
        yield SoundFault(name, None, f"{length_s:.2f} s long, published as {duration_s:.2f} s")
    if one.lead_s >= length_s:
        yield SoundFault(name, 0.0, "there is no sound in it")
        return
    if one.lead_s < _EDGE_S:
        yield SoundFault(name, 0.0, "begins in the middle of a sound")
    if one.tail_s < _EDGE_S:
        yield SoundFault(name, length_s, "ends in the middle of a sound")
    for at_s, pause_s in one.pauses:
        if pause_s > _LONGEST_PAUSE_S:
            yield SoundFault(name, at_s, f"a pause of {pause_s:.1f} s in a paragraph")
    yield from _stray(name, loud_times(samples), cues, length_s)


def loud_times(samples: Samples) -> NDArray[np.bool_]:
    """Which 10 ms hold sound."""
    rms, _ = window_levels(samples, MASTER_HZ)
    return rms > _SILENCE


def _pauses(loud: NDArray[np.bool_], cues: Sequence[Cue]) -> Iterator[tuple[float, float]]:
    """Silences between the first and the last sound of a paragraph: where, and how long, in s."""
    for number in dict.fromkeys(cue.paragraph for cue in cues):
        inside = [cue for cue in cues if cue.paragraph == number]
        first, last = round(inside[0].start_s * 100), round(inside[-1].end_s * 100)
        sounds = first + np.flatnonzero(loud[first:last])
        for before, after in pairwise([first, *(int(at) for at in sounds), last]):
            if after - before > 1:
                yield before / 100, (after - before) / 100


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


def worst_of(sounds: Sequence[Measured]) -> Iterator[str]:
    """The extremes among some files, a line for people each; nothing of no file."""
    if not sounds:
        return

    def told(what: str, figure: Callable[[Measured], float], unit: str, *, most: bool) -> str:
        worst = (max if most else min)(sounds, key=figure)
        return (
            f"{what} {figure(worst):.{2 if unit == 's' and not most else 1}f} {unit} ({worst.file})"
        )

    yield told("quietest", lambda one: one.loudness.lufs, "LUFS", most=False)
    yield told("loudest", lambda one: one.loudness.lufs, "LUFS", most=True)
    yield told("highest true peak", lambda one: one.loudness.true_peak_dbtp, "dBTP", most=True)
    yield told("shortest silence at the start", lambda one: one.lead_s, "s", most=False)
    yield told("shortest silence at the end", lambda one: one.tail_s, "s", most=False)
    yield told("longest pause in a paragraph", lambda one: one.longest_pause_s, "s", most=True)
