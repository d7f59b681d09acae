"""The values that pass between the steps of narration, and the Protocol of an engine.

text → (sentences, normalise) → ``Passage`` → engine.speak per sentence → ``Speech`` → pauses,
level, encode → ``Clip`` (files and cues) → ``Publication`` in the store.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:  # what only starts a process loads no numpy
    import numpy as np
    from numpy.typing import NDArray

Quality = Literal["human", "good", "fair", "poor"]
Samples: TypeAlias = "NDArray[np.float32]"
"""Mono audio, shape (n,), full scale ±1.0."""


ALIGNED = "aligned-1"
"""In the version of a voice without times: counts up with what ``alignment`` finds in its sound."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that is installed here. ``id`` is ``engine:name`` and unique."""

    id: str
    engine: str
    name: str
    language: str
    version: str
    quality: Quality
    licence: str
    description: str
    labelled: str  # what the page says of it, in English: "Synthetic voice" or "Human recording"
    needs_network: bool = False
    takes_phonemes: bool = False  # of the table of pronunciations; else it is given respellings


@dataclass(frozen=True, slots=True)
class WordTime:
    """A word inside a sentence: ``start``/``end`` index the *written* sentence, times in s."""

    start: int
    end: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence, ready for an engine.

    ``written`` is what is read; ``spoken`` is what is said (numbers and abbreviations in words,
    pronunciations applied). ``words`` pairs spans of the spoken text with spans of the written
    one: (spoken start, spoken end, written start, written end), ascending.
    """

    written: str
    spoken: str
    words: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine gave for one sentence.

    ``marks``: (start, end) span of the spoken text with its (start_s, end_s); empty where the
    engine gives no times.
    """

    samples: Samples
    rate_hz: int
    marks: tuple[tuple[int, int, float, float], ...] = ()


class Engine(Protocol):
    """A speech synthesiser. Loading is lazy: building one and asking ``voices`` is cheap."""

    name: str

    def voices(self) -> tuple[Voice, ...]:
        """The voices that would work now on this machine; empty when none is installed."""
        ...

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Synthesise one sentence: the same input and voice version give the same sound.

        Raises:
            VoiceFailed: the engine gave no or broken sound for this sentence.
        """
        ...


@runtime_checkable
class Loadable(Protocol):
    """An engine that can load what its voices need before the first sentence."""

    def load(self, languages: Collection[str]) -> None:
        """Load it, if it is installed, for voices of these languages. Cheap the second time."""
        ...


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence in a clip: ``paragraph`` and order count from 0; times in s from its start."""

    paragraph: int
    text: str
    start_s: float
    end_s: float
    words: tuple[WordTime, ...] = ()


@dataclass(frozen=True, slots=True)
class AudioFile:
    """A published file, named by the SHA-256 of its bytes (``digest``, 32 hex digits)."""

    digest: str
    extension: Literal["webm", "mp3"]
    media_type: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Publication:
    """The narration of one stop in one language that is being served.

    ``recipe``: digest of everything that determines the sound; ``text``: digest of the paragraphs
    as written (see ``store.text_digest``), so that the server knows without any engine whether the
    sound belongs to the text of today.
    """

    stop_id: str
    language: str
    recipe: str
    text: str
    voice: Voice
    duration_s: float
    loudness_lufs: float
    true_peak_dbtp: float
    audio: tuple[AudioFile, ...]
    captions: str  # digest of the WebVTT file
    cues: tuple[Cue, ...]
    testimony_voice: Voice | None = None  # heard in it too: see ``Script.testimony_voice``
    made_at: int | None = None  # s since 1970, kept while the sound stays; None in old records


@dataclass(frozen=True, slots=True)
class BuildState:
    """What the narration process is doing, for pages that say when a sound comes.

    ``waiting``: (stop id, language) → seconds until it should be ready, as estimated when
    written. ``voiceless``: languages for which no fit voice is installed here.
    """

    running: bool
    done: int
    total: int
    written_at: float
    waiting: Mapping[tuple[str, str], float]
    voiceless: tuple[str, ...] = ()
