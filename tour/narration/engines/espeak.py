"""The fallback for Kazakh: espeak-ng from a package. Robotic, but always installed."""

import importlib.metadata
import importlib.util
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from tour.narration.engines.espeak_library import Heard, Library
from tour.narration.engines.soundness import (
    COMBINING_ACUTE,
    need_words,
    sound_speech,
    word_core,
)
from tour.narration.model import Quality, Speech, Spoken, Voice
from tour.narration.sixteen_bit import from_16_bit

_WORDS_PER_MINUTE = 150  # its own 175 is hard to follow in the open
_LANGUAGES: tuple[tuple[str, str, Quality, str], ...] = (
    (
        "kk",
        "Kazakh",
        "fair",
        "A robotic voice (espeak-ng) made for Kazakh. No Kazakh speaker approved it yet.",
    ),
    ("ru", "Russian", "poor", "A robotic voice (espeak-ng); hard to understand in Russian."),
    ("en", "English", "fair", "A robotic voice (espeak-ng)."),
)


class Espeak:
    """espeak-ng's voices."""

    name = "espeak"

    def voices(self) -> tuple[Voice, ...]:
        """One voice per language, when the package is installed."""
        if not importlib.util.find_spec("espeakng_loader"):
            return ()
        version = importlib.metadata.version("espeakng-loader")
        return tuple(
            Voice(
                id=f"{self.name}:{language}",
                engine=self.name,
                name=f"espeak {name}",
                language=language,
                version=version,
                quality=quality,
                licence="GPL-3.0-or-later",
                description=description,
                labelled="Synthetic voice",
            )
            for language, name, quality, description in _LANGUAGES
        )

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Say a sentence; U+0301 is left out. A word ends where the next one begins.

        Raises:
            VoiceFailed: nothing in it can be said, or no sound came.
        """
        need_words(sentence.spoken, voice)
        kept = [i for i, letter in enumerate(sentence.spoken) if letter != COMBINING_ACUTE]
        text = "".join(sentence.spoken[i] for i in kept)
        heard = self._library.say(text, voice.language, _WORDS_PER_MINUTE)
        samples = from_16_bit(heard.sound)
        marks = _marks(heard, kept, sentence.spoken)
        return sound_speech(samples, heard.rate_hz, marks, spoken=sentence.spoken, voice=voice)

    @cached_property
    def _library(self) -> Library:
        import espeakng_loader  # noqa: PLC0415 - only when something is said

        return Library(espeakng_loader.get_library_path(), espeakng_loader.get_data_path())


def _marks(heard: Heard, kept: list[int], spoken: str) -> Iterator[tuple[int, int, float, float]]:
    """Words with their times in s; ``kept``: where each letter that was said stands."""
    borders = sorted(
        {sample for _, _, sample in heard.words} | set(heard.ends) | {len(heard.sound) // 2}
    )
    for at, length, began in heard.words:
        if at < 0 or length <= 0 or at + length > len(kept):
            continue
        after = bisect_right(borders, began)
        if after < len(borders):
            start, end = word_core(spoken, kept[at], kept[at + length - 1] + 1)
            yield start, end, began / heard.rate_hz, borders[after] / heard.rate_hz
