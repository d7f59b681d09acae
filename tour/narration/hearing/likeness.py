"""How alike a sound and another voice's reading are, word by word. Pure.

Both are rows of features (``alignment.cepstra``). A reading is first turned towards the voice of
the sound, by what the two have in common in all sentences of a clip; then dynamic time warping
says what the sound costs as it is written, without one of the words, or with another number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tour.narration.alignment import Frames, warped

_CONTEXT = (-6, -3, 0, 3, 6)  # frames of the reading by which one of the sound is foretold
_OWN = _CONTEXT.index(0)
_TRUST = 300.0  # frames: so much it counts that the two voices are alike to begin with
_SPREAD_TRUST = 100.0
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """What makes a reading like a voice; ``scale`` weighs features by how well they agree."""

    turn: Frames
    scale: Frames

    def sound(self, frames: Frames) -> Frames:
        """A sound as it is compared."""
        return np.asarray(frames @ self.scale)

    def reading(self, frames: Frames) -> Frames:
        """A reading as it is compared."""
        return np.asarray(_around(frames) @ self.turn @ self.scale)


def likeness(pairs: Sequence[tuple[Frames, Frames]]) -> Likeness:
    """Learned from sounds and readings of the same sentences, of which a few may be at fault."""
    width = pairs[0][0].shape[1]
    alike = np.zeros((width * len(_CONTEXT) + 1, width))
    alike[_OWN * width : (_OWN + 1) * width] = np.eye(width)
    found = Likeness(alike, np.eye(width))
    for _ in range(_ROUNDS):
        given, wanted = [], []
        for sound, reading in pairs:
            given.append(_around(reading))
            wanted.append(sound[warped(found.sound(sound), found.reading(reading))])
        one, other = np.vstack(given), np.vstack(wanted)
        turn = np.linalg.solve(
            one.T @ one + _TRUST * np.eye(one.shape[1]), one.T @ other + _TRUST * alike
        )
        missed = other - one @ turn
        spread = (missed.T @ missed + _SPREAD_TRUST * np.eye(width)) / (len(missed) + _SPREAD_TRUST)
        found = Likeness(
            np.asarray(turn, dtype=np.float64), np.linalg.cholesky(np.linalg.inv(spread))
        )
    return found


def _around(frames: Frames) -> Frames:
    places = np.arange(len(frames))
    last = len(frames) - 1
    near = [frames[np.clip(places + step, 0, last)] for step in _CONTEXT]
    return np.hstack([*near, np.ones((len(frames), 1))])


def cost(sound: Frames, reading: Frames) -> float:
    """What it costs to lay all of the reading on all of the sound."""
    return float(_ways(_prices(sound, reading))[-1, -1])


def gains(sound: Frames, reading: Frames, spans: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """How much less it costs to leave out each span of the reading, a frame of it.

    A word that is said is worth its price: leaving it out gains little or nothing.
    """
    prices = _prices(sound, reading)
    forth = _ways(prices)
    back = _ways(prices[::-1, ::-1])[::-1, ::-1]
    whole = forth[-1, -1]
    return tuple(
        float(whole - _without(forth, back, start, end)) / max(1, end - start)
        for start, end in spans
    )


def _without(forth: Frames, back: Frames, start: int, end: int) -> float:
    if start <= 0 and end >= forth.shape[1]:
        return float("inf")
    if start <= 0:
        return float(back[0, end])
    before = forth[:, start - 1]
    if end >= forth.shape[1]:
        return float(before[-1])
    after = back[:, end]
    return float(min((before + after).min(), (before[:-1] + after[1:]).min(initial=np.inf)))


def _prices(sound: Frames, reading: Frames) -> Frames:
    squares = (sound**2).sum(axis=1)[:, None] + (reading**2).sum(axis=1) - 2 * sound @ reading.T
    return np.asarray(np.sqrt(np.maximum(squares, 0.0)))


def _ways(prices: Frames) -> Frames:
    """The cheapest way from the first cell to each other; a step goes on in either or both."""
    ways = np.empty_like(prices)
    before: NDArray[np.float64] | None = None
    for column in range(prices.shape[1]):
        price = prices[:, column]
        down = np.cumsum(price)
        if before is None:
            before = down
        else:
            enter = before.copy()
            enter[1:] = np.minimum(enter[1:], before[:-1])
            before = down + np.minimum.accumulate(enter + price - down)
        ways[:, column] = before
    return ways
