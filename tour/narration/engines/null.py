"""An engine for tests: quiet tones as long as the text, with the exact time of every word."""

import re
from collections.abc import Sequence

import numpy as np

from tour.narration.engines.soundness import need_words, sound_speech
from tour.narration.model import Samples, Speech, Spoken, Voice

_RATE_HZ = 24000
_LETTER_S = 0.05
_GAP_S = 0.1
_LOUDNESS = 0.1
_WORD = re.compile(r"\w+")


class NullEngine:
    """Says each word as a tone: 50 ms a letter, 100 ms of silence after it."""

    name = "null"

    def __init__(self, languages: Sequence[str] = ("kk", "ru", "en")) -> None:
        """Offer one voice, ``null:<language>``, for each language."""
        self._languages = tuple(languages)

    def voices(self) -> tuple[Voice, ...]:
        """One voice for each language it was made with."""
        return tuple(
            Voice(
                id=f"{self.name}:{language}",
                engine=self.name,
                name="Tone",
                language=language,
                version="1",
                quality="fair",
                licence="none",
                description="A tone for each word, for tests.",
                labelled="Synthetic voice",
            )
            for language in self._languages
        )

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Give a tone for each word.

        Raises:
            VoiceFailed: there is no word in it.
        """
        need_words(sentence.spoken, voice)
        parts: list[Samples] = []
        marks = []
        at_s = 0.0
        for word in _WORD.finditer(sentence.spoken):
            said_s = _LETTER_S * len(word.group())
            marks.append((*word.span(), at_s, at_s + said_s))
            parts += [_tone(said_s, len(word.group())), np.zeros(_count(_GAP_S), np.float32)]
            at_s += said_s + _GAP_S
        samples = np.concatenate(parts)
        return sound_speech(samples, _RATE_HZ, marks, spoken=sentence.spoken, voice=voice)


def _count(seconds: float) -> int:
    return round(seconds * _RATE_HZ)


def _tone(seconds: float, letters: int) -> Samples:
    """Pitch follows the word's length, so that different texts sound different."""
    times = np.arange(_count(seconds), dtype=np.float32) / _RATE_HZ
    tone = _LOUDNESS * np.sin(2 * np.pi * (200 + 20 * letters) * times)
    return tone.astype(np.float32)
