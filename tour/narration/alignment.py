"""When the words of a sound are said that nobody gave times for: a person's take, an online voice.

espeak-ng reads the same text and says when its words begin; dynamic time warping of the two spectra
carries that over to the sound (H. Sakoe and S. Chiba, 1978). Whole takes are laid on roughly
first, to find their sentences; then each sentence closely, to find its words.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tour.errors import VoiceFailed
from tour.narration.engines.espeak import Espeak
from tour.narration.model import Samples, Speech, Spoken, Voice
from tour.narration.pcm import resample

Marks = tuple[tuple[int, int, float, float], ...]
Frames = NDArray[np.float64]

_RATE_HZ = 16_000
FINE_S, _ROUGH_S = 0.01, 0.04
_WINDOW = 400
_BANDS = 24
_CEPSTRA = 13
_PAUSE_S = 0.5  # between the sentences of a reading, as people leave it
_LINK = re.compile(r"\[([^\]]+)\]\(/[^)]*/\)")
_DIAGONAL, _UP, _LEFT = 0, 1, 2


def word_marks(sound: Samples, rate_hz: int, sentence: Spoken, language: str) -> Marks:
    """The words of one sentence in its sound, in s; nothing where espeak-ng knows no such language.

    Measured on voices that say when their words begin: see ``tests/narration/text`` and
    ``bench/words.py``.
    """
    reading = reading_of(sentence, language)
    if reading is None or not reading.marks:
        return ()
    return _carried(_at(sound, rate_hz), reading)


def sentence_starts(
    sound: Samples, rate_hz: int, sentences: Sequence[Spoken], language: str
) -> tuple[float, ...] | None:
    """Roughly where each sentence begins in a take, in s; None where it cannot be told."""
    readings = [reading_of(sentence, language) for sentence in sentences]
    known = [reading for reading in readings if reading is not None]
    if len(known) != len(sentences) or not known:
        return None
    pause = np.zeros(round(_PAUSE_S * _RATE_HZ), dtype=np.float32)
    pieces: list[Samples] = []
    begins = []
    for reading in known:
        begins.append(sum(piece.size for piece in pieces) / _RATE_HZ)
        pieces += [reading.samples, pause]
    whole = np.concatenate(pieces[:-1])
    frames = warped(cepstra(_at(sound, rate_hz), _ROUGH_S), cepstra(whole, _ROUGH_S))
    places = (min(len(frames) - 1, round(at_s / _ROUGH_S)) for at_s in begins)
    return tuple(float(frames[place]) * _ROUGH_S for place in places)


def _carried(sound: Samples, reading: Speech) -> Marks:
    frames = warped(cepstra(sound, FINE_S), cepstra(reading.samples, FINE_S))

    def here(at_s: float) -> float:
        return float(frames[min(len(frames) - 1, round(at_s / FINE_S))]) * FINE_S

    begins = [here(mark[2]) for mark in reading.marks] + [sound.size / _RATE_HZ]
    ends = [here(mark[3]) for mark in reading.marks]
    return tuple(
        (first, last, start_s, max(start_s, min(end_s, next_s)))
        for (first, last, _, _), (start_s, next_s), end_s in zip(
            reading.marks, pairwise(begins), ends, strict=True
        )
    )


def reading_of(sentence: Spoken, language: str) -> Speech | None:
    """espeak-ng's reading at 16 kHz, its marks in the spoken text; None where it has none."""
    voice = _voices().get(language)
    if voice is None:
        return None
    plain, origin = _without_links(sentence.spoken)
    try:
        speech = Espeak().speak(Spoken(plain, plain, ()), voice)
    except VoiceFailed:
        return None
    marks = tuple((origin[a], origin[b - 1] + 1, c, d) for a, b, c, d in speech.marks)
    return Speech(_at(speech.samples, speech.rate_hz), _RATE_HZ, marks)


@cache
def _voices() -> dict[str, Voice]:
    return {voice.language: voice for voice in Espeak().voices()}


def _without_links(text: str) -> tuple[str, list[int]]:
    """The text with the word for each ``[word](/phonemes/)``, and where each letter stood."""
    plain, origin, at = "", [], 0
    for link in _LINK.finditer(text):
        plain += text[at : link.start()] + link[1]
        origin += [*range(at, link.start()), *([link.start()] * len(link[1]))]
        at = link.end()
    return plain + text[at:], [*origin, *range(at, len(text))]


def _at(sound: Samples, rate_hz: int) -> Samples:
    return resample(sound, rate_hz, _RATE_HZ)


def cepstra(sound: Samples, hop_s: float) -> Frames:
    """Mel cepstra and loudness of each ``hop_s`` (16 kHz), each to mean 0 and spread 1."""
    padded = np.pad(sound, (_WINDOW // 2, _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[:: round(hop_s * _RATE_HZ)]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=1)) ** 2
    logs = np.log(power @ _bands().T + 1e-7)
    turn = np.cos(np.pi / _BANDS * np.outer(np.arange(1, _CEPSTRA + 1), np.arange(_BANDS) + 0.5))
    every = np.hstack([logs @ turn.T, 2 * logs.mean(axis=1, keepdims=True)])
    return np.asarray((every - every.mean(axis=0)) / (every.std(axis=0) + 1e-9))


@cache
def _bands() -> Frames:
    mel = np.linspace(0, 2595 * np.log10(1 + _RATE_HZ / 2 / 700), _BANDS + 2)
    edges = np.floor((_WINDOW + 1) * 700 * (10 ** (mel / 2595) - 1) / _RATE_HZ).astype(int)
    bank = np.zeros((_BANDS, _WINDOW // 2 + 1))
    for band in range(_BANDS):
        low, mid, high = edges[band : band + 3]
        bank[band, low : mid + 1] = np.linspace(0, 1, max(2, mid - low + 1))[: mid - low + 1]
        bank[band, mid:high] = np.linspace(1, 0, max(1, high - mid), endpoint=False)
    return bank


def warped(one: Frames, other: Frames) -> NDArray[np.int64]:
    """For each frame of ``other`` the first frame of ``one`` that it is laid on, ascending.

    The table is filled by its diagonals, whose cells do not depend on each other.
    """
    rows, columns = len(one), len(other)
    steps = np.zeros((rows, columns), dtype=np.uint8)
    before = np.full(rows + 1, np.inf)  # of the last diagonal, by row + 1
    earlier = before.copy()
    earlier[0] = 0.0  # the way begins here
    for diagonal in range(rows + columns - 1):
        low, high = max(0, diagonal - columns + 1), min(rows - 1, diagonal)
        there = other[diagonal - high : diagonal - low + 1][::-1]
        price = np.sqrt(((one[low : high + 1] - there) ** 2).sum(axis=1))
        ways = np.stack(
            [earlier[low : high + 1], before[low : high + 1], before[low + 1 : high + 2]]
        )
        which = ways.argmin(axis=0)
        here = np.full(rows + 1, np.inf)
        here[low + 1 : high + 2] = ways.min(axis=0) + price
        places = np.arange(low, high + 1)
        steps[places, diagonal - places] = which
        earlier, before = before, here
    found = np.zeros(columns, dtype=np.int64)
    row, column = rows - 1, columns - 1
    while column >= 0 and row >= 0:
        found[column] = row
        step = steps[row, column]
        row -= step in {_DIAGONAL, _UP}
        column -= step in {_DIAGONAL, _LEFT}
    return found
