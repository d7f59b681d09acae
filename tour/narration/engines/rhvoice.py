"""Russian, and Kazakh through Kyrgyz voices: RHVoice, installed for this tour or system-wide."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from tour.errors import VoiceFailed
from tour.narration.engines.kazakh_letters import Respelled, to_kyrgyz
from tour.narration.engines.rhvoice_files import (
    Installation,
    private_installation,
    system_installation,
)
from tour.narration.engines.rhvoice_library import Heard, Library
from tour.narration.engines.soundness import need_words, sound_speech, word_core
from tour.narration.model import Quality, Speech, Spoken, Voice
from tour.narration.sixteen_bit import from_16_bit

_SOMETHING = "а"  # a letter that each of the voices can say
_LETTERS_VERSION = "letters-2"  # counts up whenever the respelling of Kazakh changes
_OF_KAZAKH = (
    "reads Kazakh respelled for it, with a Kyrgyz accent. No Kazakh speaker approved it yet."
)


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    language: str
    quality: Quality
    licence: str
    description: str


_KNOWN: Mapping[str, _Known] = {
    "aleksandr-hq": _Known(
        "Aleksandr",
        "ru",
        "good",
        "CC BY-SA 4.0, by Artem Plaksin, Sergey Parshakov, Beka Gozalishvili, Aleksander Karlov",
        "A Russian man's voice (RHVoice), made from the recordings of a radio announcer.",
    ),
    "azamat": _Known(
        "Azamat", "kk", "fair", "GPL-2.0-or-later", f"A Kyrgyz man's voice (RHVoice) {_OF_KAZAKH}"
    ),
    "nazgul": _Known(
        "Nazgul", "kk", "fair", "GPL-2.0-or-later", f"A Kyrgyz woman's voice (RHVoice) {_OF_KAZAKH}"
    ),
}


class RHVoice:
    """RHVoice's voices. The library is loaded at the first sentence, once per engine."""

    name = "rhvoice"

    def __init__(self, voices_dir: Path) -> None:
        """``voices_dir`` is where ``flask voices install`` puts its own; the system's is next."""
        self._voices_dir = voices_dir

    def voices(self) -> tuple[Voice, ...]:
        """The known voices that are installed."""
        installation = self._installation()
        if installation is None:
            return ()
        return tuple(
            Voice(
                id=f"{self.name}:{key}",
                engine=self.name,
                name=known.name,
                language=known.language,
                version=_version(installation, known),
                quality=known.quality,
                licence=known.licence,
                description=known.description,
                labelled="Synthetic voice",
            )
            for key, known in _KNOWN.items()
            if key in installation.voices
        )

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Say a sentence; U+0301 after a vowel stresses it. Word times are true to ± 50 ms.

        Raises:
            VoiceFailed: the voice is not installed, or it gave no sound.
        """
        need_words(sentence.spoken, voice)
        text = _readable(sentence.spoken, voice.language)
        heard = self._library.say(text.text, voice.id.partition(":")[2])
        samples = from_16_bit(heard.sound)
        marks = _marks(heard, text, sentence.spoken) if heard.rate_hz else ()
        return sound_speech(samples, heard.rate_hz or 1, marks, spoken=sentence.spoken, voice=voice)

    def load(self, languages: Collection[str]) -> None:
        """Load the library and the voice that each language is given, if they are installed.

        The library reads a voice when it first says something with it: a seventh of a second.
        """
        first = {voice.language: voice for voice in reversed(self.voices())}
        for language in languages:
            if language in first:
                self._library.say(_SOMETHING, first[language].id.partition(":")[2])

    def _installation(self) -> Installation | None:
        return private_installation(self._voices_dir) or system_installation()

    @cached_property
    def _library(self) -> Library:
        installation = self._installation()
        if installation is None:
            raise VoiceFailed("RHVoice is not installed; `flask voices install` does it.")
        return Library(installation)


def _version(installation: Installation, known: _Known) -> str:
    if known.language == "kk":
        return f"{installation.version}/{_LETTERS_VERSION}"
    return installation.version


def _readable(spoken: str, language: str) -> Respelled:
    if language == "kk":
        return to_kyrgyz(spoken)
    return Respelled(spoken, tuple(range(len(spoken))))


def _marks(heard: Heard, text: Respelled, spoken: str) -> Iterator[tuple[int, int, float, float]]:
    """Words in the text as it was before respelling, with their times in s.

    Sound comes in chunks and an event before the chunk in which it lies, so the middle of that
    chunk is the best guess.
    """
    ends = accumulate(len(letter.encode()) for letter in text.text)
    letter_at = {0: 0} | {byte: number + 1 for number, byte in enumerate(ends)}
    half = heard.chunk / 2
    for at, length, began, ended in heard.words:
        first, last = letter_at.get(at), letter_at.get(at + length)
        if first is not None and last is not None:
            start, end = word_core(spoken, *text.origin_span(first, last))
            yield start, end, (began + half) / heard.rate_hz, (ended + half) / heard.rate_hz
