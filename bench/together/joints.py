"""Where the sentences of a clip are in a recording of it: found by their loudness alone.

A sentence may be spoken up to a tenth slower, in the same pitch; so its course of loudness is laid
on the recording at several paces, and the best fit counts. Good to about a hundredth of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from together.heard import RATE

_FRAME_S = 0.01
_PACES = tuple(np.arange(0.88, 1.08, 0.01))
_AHEAD_S = 25.0
_ALIKE = 0.8

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Heard:
    """A sentence as it was heard: seconds of the recording."""

    begin_s: float
    end_s: float


def sentences_heard(
    clip: NDArray[np.int16], cues: Sequence[tuple[float, float]], recorded: NDArray[np.int16]
) -> list[Heard | None]:
    """Each sentence in order, None for one that was not found; both sounds at ``RATE``."""
    own, loud = _loudness(clip), _loudness(recorded)
    found: list[Heard | None] = []
    after = 0
    for begin_s, end_s in cues:
        part = own[round(begin_s / _FRAME_S) : round(end_s / _FRAME_S)]
        length, at, alike = _best(part, loud[after : after + len(part) + int(_AHEAD_S / _FRAME_S)])
        if alike < _ALIKE:
            found.append(None)
            continue
        begin = after + at
        found.append(Heard(begin * _FRAME_S, (begin + length) * _FRAME_S))
        after = begin + length // 2
    return found


def _loudness(sound: NDArray[np.int16]) -> Samples:
    """Of each frame; the root lets quiet parts of a voice count."""
    frame = int(RATE * _FRAME_S)
    whole = sound[: len(sound) // frame * frame].astype(np.float64) / 32_768
    return np.asarray((whole.reshape(-1, frame) ** 2).mean(axis=1) ** 0.25)


def _best(part: Samples, among: Samples) -> tuple[int, int, float]:
    """Length and place of the best fit in frames, and how alike it is (at most 1)."""
    best = (len(part), 0, 0.0)
    for pace in _PACES:
        length = round(len(part) / pace)
        if length > len(among):
            continue
        laid = np.interp(np.linspace(0, len(part) - 1, length), np.arange(len(part)), part)
        laid -= laid.mean()
        sums = np.cumsum(np.concatenate([[0.0], among]))
        squares = np.cumsum(np.concatenate([[0.0], among**2]))
        mean = (sums[length:] - sums[:-length]) / length
        spread = np.maximum(squares[length:] - squares[:-length] - length * mean**2, 1e-9)
        alike = np.correlate(among, laid, "valid") / np.sqrt(spread * (laid**2).sum())
        at = int(np.argmax(alike))
        if alike[at] > best[2]:
            best = (length, at, float(alike[at]))
    return best
