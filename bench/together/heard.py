"""How far apart voices are, from a recording of all of them on one clock."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
_STEP = 4  # 12 kHz is enough for a voice, and to a twelfth of a millisecond
_WINDOW_S = 1.0
_HOP_S = 0.5
_FURTHEST_S = 0.25
_AUDIBLE = 0.004
_ALIKE = 0.5

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How far apart the voices were.

    ``ms``: of every window, from the earliest voice to the latest. ``lost``: windows in which some
    voice was silent or unlike the others while another spoke.
    """

    ms: tuple[float, ...]
    lost: int

    def percentile(self, share: float) -> float:
        """The spread that this share of the windows (0 to 100) does not pass, in ms."""
        return float(np.percentile(self.ms, share)) if self.ms else float("nan")


def spread(recording: NDArray[np.int16], from_s: float) -> Spread:
    """Channels are voices; windows begin ``from_s`` after the first of them was heard."""
    voices = _thinned(recording)
    rate = RATE // _STEP
    length, hop = int(_WINDOW_S * rate), int(_HOP_S * rate)
    loud = np.abs(voices).max(axis=1) > _AUDIBLE
    begin = int(np.argmax(loud)) + int(from_s * rate)
    found, lost = [], 0
    for at in range(begin, len(voices) - length, hop):
        window = voices[at : at + length]
        levels = np.sqrt((window**2).mean(axis=0))
        if levels.max() < _AUDIBLE:
            continue  # between two sentences
        delays = [_delay_s(window[:, 0], window[:, each], rate) for each in range(window.shape[1])]
        known = [delay for delay in delays if delay is not None]
        if levels.min() < _AUDIBLE / 2 or len(known) < len(delays):
            lost += 1
            continue
        found.append((max(known) - min(known)) * 1000)
    return Spread(tuple(found), lost)


def _thinned(recording: NDArray[np.int16]) -> Samples:
    whole = recording[: len(recording) // _STEP * _STEP].astype(np.float64) / 32_768
    return whole.reshape(-1, _STEP, recording.shape[1]).mean(axis=1)


def _delay_s(one: Samples, other: Samples, rate: int) -> float | None:
    """How much later the other voice is; None when they are not alike."""
    size = 2 * len(one)
    product = np.fft.irfft(np.conj(np.fft.rfft(one, size)) * np.fft.rfft(other, size))
    furthest = int(_FURTHEST_S * rate)
    lags = np.concatenate([product[-furthest:], product[: furthest + 1]])
    best = int(np.argmax(lags))
    if lags[best] < _ALIKE * np.linalg.norm(one) * np.linalg.norm(other):
        return None
    return (best - furthest) / rate
