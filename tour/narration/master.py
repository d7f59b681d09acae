"""From sentences to one levelled sound: trim, join with pauses, level, limit. Pure.

The limiter looks ahead (it has the whole sound), so it has no attack to overshoot in: the gain is
lowered smoothly before a peak and raised smoothly after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tour.errors import VoiceFailed
from tour.narration.model import Samples
from tour.narration.pcm import MASTER_HZ, SILENT_LUFS, amplitude, measure
from tour.narration.sound import Pauses

_WINDOW_S = 0.010
_GATE_DB = 50.0  # below the loudest 10 ms: breath and the ends of consonants are above it
_FLOOR = 1e-4  # −80 dBFS: nothing quieter is speech, whatever the loudest window is
_HEAD_S = 0.060  # kept before the first sound, so that a soft start is whole
_TAIL_S = 0.120  # and after the last: rooms and vowels fade slowly
_OVERSAMPLING = 4
_TAPS = 32
_CONTROL = 24  # samples per gain value: 0.5 ms at 48 kHz
_REACH = 40  # gain values on each side of a peak: 20 ms
_CHUNK = 4096  # blocks looked at together: 13 MB
_PART = 1 << 18  # samples whose gain is worked out together
_LEVEL_PASSES = 6
_HEADROOM_DB = 10.0  # at most so much gain makes up for what the limiter takes
_CLOSE_ENOUGH_LU = 0.05


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A sentence without its silence: where it was cut out of, and where in it sound is."""

    samples: Samples
    cut_s: float
    onset_s: float
    offset_s: float


@dataclass(frozen=True, slots=True)
class Placed:
    """When a sentence sounds in a joined clip; ``shift_s`` takes engine time to clip time."""

    start_s: float
    end_s: float
    shift_s: float


def loud_windows(
    samples: Samples, rate_hz: int, gate_db: float = _GATE_DB
) -> tuple[NDArray[np.bool_], int]:
    """Which 10 ms windows hold sound (RMS within the gate of the loudest), and their length."""
    rms, size = window_levels(samples, rate_hz)
    loudest = float(rms.max(initial=0.0))
    return rms > max(_FLOOR, loudest * amplitude(-gate_db)), size


def window_levels(samples: Samples, rate_hz: int) -> tuple[NDArray[np.float64], int]:
    """The RMS of each 10 ms, and how many samples that is."""
    size = max(1, round(rate_hz * _WINDOW_S))
    count = -(-samples.size // size)
    padded = np.zeros(count * size, dtype=np.float64)
    padded[: samples.size] = samples
    return np.sqrt(np.mean(np.square(padded.reshape(count, size)), axis=1)), size


def trim(samples: Samples, rate_hz: int, gate_db: float = _GATE_DB) -> Trimmed:
    """Cut the silence at both ends, but for 60 ms before the sound and 120 ms after it.

    ``gate_db``: what lies further below the loudest 10 ms is silence.

    Raises:
        VoiceFailed: there is no sound in it, or samples that are no numbers.
    """
    if not np.isfinite(samples).all():
        raise VoiceFailed("The voice gave samples that are no numbers.")
    loud, size = loud_windows(samples, rate_hz, gate_db)
    where = np.flatnonzero(loud)
    if where.size == 0:
        raise VoiceFailed("The voice gave silence.")
    onset, offset = int(where[0]) * size, min(samples.size, (int(where[-1]) + 1) * size)
    start = max(0, onset - round(_HEAD_S * rate_hz))
    end = min(samples.size, offset + round(_TAIL_S * rate_hz))
    return Trimmed(
        samples=samples[start:end],
        cut_s=start / rate_hz,
        onset_s=(onset - start) / rate_hz,
        offset_s=(offset - start) / rate_hz,
    )


def faded(samples: Samples, length: int) -> Samples:
    """The same with soft edges (raised cosine), ``length`` samples at each end."""
    length = min(length, samples.size // 2)
    if length == 0:
        return samples
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length)).astype(np.float32)
    soft = samples.astype(np.float32, copy=True)
    soft[:length] *= ramp
    soft[-length:] *= ramp[::-1]
    return soft


def join(
    sentences: Sequence[Trimmed],
    paragraphs: Sequence[int],
    rate_hz: int,
    pauses: Pauses,
    quotations: Sequence[bool] | None = None,
) -> tuple[Samples, tuple[Placed, ...]]:
    """Lay sentences one after the other; ``paragraphs[i]`` is the paragraph of sentence i.

    ``quotations[i]``: it is somebody else's words.
    """
    others = quotations or [False] * len(sentences)
    pieces: list[Samples] = []
    placed: list[Placed] = []
    at = 0  # samples laid so far
    quiet_s = 0.0  # silence at the end of what is laid
    for index, sentence in enumerate(sentences):
        if index == 0:
            wanted = pauses.lead_in_s
        elif paragraphs[index] != paragraphs[index - 1]:
            wanted = pauses.paragraph_s
        elif others[index] != others[index - 1]:
            wanted = pauses.quotation_s
        else:
            wanted = pauses.sentence_s
        gap = max(0, round((wanted - quiet_s - sentence.onset_s) * rate_hz))
        pieces += [
            np.zeros(gap, dtype=np.float32),
            faded(sentence.samples, round(pauses.fade_s * rate_hz)),
        ]
        start_s = (at + gap) / rate_hz
        at += gap + sentence.samples.size
        end_s = start_s + sentence.offset_s
        quiet_s = at / rate_hz - end_s
        placed.append(Placed(start_s + sentence.onset_s, end_s, start_s - sentence.cut_s))
    pieces.append(np.zeros(max(0, round((pauses.lead_out_s - quiet_s) * rate_hz)), np.float32))
    return np.concatenate(pieces), tuple(placed)


def _interpolator() -> NDArray[np.float32]:
    """Windowed-sinc kernels of the three points between two samples, shape (3, taps)."""
    around = np.arange(_TAPS) - (_TAPS // 2 - 1)
    steps = np.arange(1, _OVERSAMPLING)[:, None] / _OVERSAMPLING
    distance = around[None, :] - steps
    window = np.cos(np.pi * distance / (_TAPS + 1)) ** 2
    return np.asarray(np.sinc(distance) * window, dtype=np.float32)


def block_peaks(samples: Samples, above: float) -> NDArray[np.float64]:
    """The true peak of each block of 24 samples, as an amplitude.

    It is looked for at 4 times the rate, as ITU-R BS.1770-4 annex 2 does, where the samples
    themselves come within 6 dB of ``above``; elsewhere the highest sample is given.
    """
    count = -(-samples.size // _CONTROL)
    padded = np.zeros(count * _CONTROL + 2 * _TAPS, dtype=np.float32)
    padded[_TAPS : _TAPS + samples.size] = samples
    inside = padded[_TAPS : _TAPS + count * _CONTROL]
    blocks = inside.reshape(count, _CONTROL)
    peaks = np.maximum(blocks.max(axis=1), -blocks.min(axis=1))
    views = np.lib.stride_tricks.sliding_window_view(padded[_TAPS // 2 + 1 :], _TAPS)
    loud = np.flatnonzero(peaks > above / 2)
    for some in np.array_split(loud, 1 + loud.size // _CHUNK):
        which = some[:, None] * _CONTROL + np.arange(_CONTROL)[None, :]
        between = np.abs(views[which] @ _KERNELS.T).max(axis=(1, 2), initial=0.0)
        peaks[some] = np.maximum(peaks[some], between)
    return np.asarray(peaks, dtype=np.float64)


_KERNELS = _interpolator()


def gain_curve(peaks: NDArray[np.float64], ceiling: float, length: int) -> NDArray[np.float32]:
    """A smooth gain (≤ 1) for each of ``length`` samples that keeps every block at the ceiling."""
    gain = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    reach = _REACH + 1  # one more: the line between two gain values must stay below as well
    views = np.lib.stride_tricks.sliding_window_view(
        np.pad(gain, reach, constant_values=1.0), 2 * reach + 1
    )
    window = np.hanning(2 * _REACH + 3)[1:-1]
    held = np.pad(views.min(axis=1), _REACH, mode="edge")
    smooth = np.convolve(held, window / window.sum(), mode="valid")
    centres = (np.arange(smooth.size) + 0.5) * _CONTROL - 0.5
    curve = np.empty(length, dtype=np.float32)
    for start in range(0, length, _PART):  # numpy interpolates in float64: part by part
        some = np.arange(start, min(start + _PART, length))
        curve[some[0] : some[-1] + 1] = np.interp(some, centres, smooth)
    return curve


def level(samples: Samples, target_lufs: float, ceiling_dbtp: float) -> Samples:
    """Bring a sound (48 kHz) to a loudness, with no true peak above the ceiling (to 0.1 dB).

    Raises:
        VoiceFailed: it is too quiet or too short to be measured.
    """
    loudness = measure(samples, MASTER_HZ, peak=False).lufs
    if loudness <= SILENT_LUFS:
        raise VoiceFailed("The sound is too quiet or too short to be levelled.")
    gain_db, ceiling = target_lufs - loudness, amplitude(ceiling_dbtp)
    peaks = block_peaks(samples, ceiling / amplitude(gain_db + _HEADROOM_DB))
    yielded, highest_db = 1.0, gain_db + _HEADROOM_DB  # yielded: LU per dB of gain
    before: tuple[float, float] | None = None
    for _ in range(_LEVEL_PASSES):
        result = samples * np.float32(amplitude(gain_db))
        if peaks.max() * amplitude(gain_db) <= ceiling:
            break
        result *= gain_curve(peaks * amplitude(gain_db), ceiling, samples.size)
        reached = measure(result, MASTER_HZ, peak=False).lufs
        missing = target_lufs - reached
        if abs(missing) < _CLOSE_ENOUGH_LU or (missing > 0 and gain_db >= highest_db):
            break
        if before and gain_db != before[0]:
            yielded = min(1.0, max(0.2, (reached - before[1]) / (gain_db - before[0])))
        before = gain_db, reached
        gain_db = min(gain_db + missing / yielded, highest_db)
    return result
