"""What determines a sound, as digests: of a sentence, and of a stop in a language. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tour.narration.encode import CODECS, Codec, Tags
from tour.narration.files import canonical, digest_of
from tour.narration.master import Pauses
from tour.narration.model import Spoken, Voice
from tour.narration.normalise import spoken
from tour.narration.quotations import quoted
from tour.narration.sentences import split_sentences
from tour.narration.store import Key, text_digest
from tour.narration.takes import Take

if TYPE_CHECKING:  # a narrating process starts without pydantic and YAML
    from tour.catalogue.model import Stop, Tour

_SENTENCE_VERSION = 1
_CLIP_VERSION = 1


@dataclass(frozen=True, slots=True)
class Sound:
    """How every clip is joined, levelled and encoded."""

    pauses: Pauses = field(default_factory=Pauses)
    target_lufs: float = -16.0
    ceiling_dbtp: float = -2.5
    codecs: tuple[Codec, ...] = CODECS
    version: int = _CLIP_VERSION  # raised when the code of a step changes what is heard


SOUND = Sound()


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a script; ``key`` names its speech in the sentence cache.

    ``take``: a person's reading of it, instead of the voice's; ``quoted``: it is somebody else's
    words (see ``quotations``).
    """

    paragraph: int
    spoken: Spoken
    key: str
    take: Take | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """Everything needed to make the clip of one stop in one language; can go to a process.

    ``testimony_voice``: says the sentences of others in it; None when it has none, or nobody else
    is to say them. ``recording``: a human take, which wins over every voice. ``recipe`` changes
    with anything that determines the published bytes.
    """

    stop_id: str
    language: str
    text: str
    lines: tuple[Line, ...]
    voice: Voice
    tags: Tags
    recording: Path | None
    recipe: str
    pauses: Pauses = field(default_factory=Pauses)
    testimony_voice: Voice | None = None

    def voice_of(self, line: Line) -> Voice:
        """Who says a sentence."""
        return self.testimony_voice if line.quoted and self.testimony_voice else self.voice

    @property
    def key(self) -> Key:
        """Stop and language."""
        return self.stop_id, self.language

    @property
    def characters(self) -> int:
        """How much is to be spoken."""
        return sum(len(line.spoken.spoken) for line in self.lines)


def sentence_key(spoken_text: str, voice: Voice) -> str:
    """Names the speech of a sentence: changes with its text, the voice and the voice's version."""
    return digest_of(canonical([_SENTENCE_VERSION, voice.id, voice.version, spoken_text]))


def sentences_of(paragraphs: Sequence[str], language: str) -> tuple[tuple[int, str], ...]:
    """The written sentences with the number of their paragraph, in order."""
    return tuple(
        (number, sentence)
        for number, paragraph in enumerate(paragraphs)
        for sentence in split_sentences(paragraph, language)
    )


def write_script(
    tour: "Tour",
    stop: "Stop",
    language: str,
    voice: Voice,
    recording: Path | None = None,
    takes: Sequence[Take] | None = None,
    pauses: Pauses = SOUND.pauses,
    testimony_voice: Voice | None = None,
) -> Script:
    """The script of one stop in one language, for a voice, and another for the words of others.

    That of the ``recording``, or of the ``takes`` (one a sentence), if there are any.
    """
    paragraphs = stop.paragraphs(language)
    words = tour.pronunciations.get(language, ())
    lines = []
    sentences = sentences_of(paragraphs, language)
    quotations = quoted(sentences)
    if recording or takes or not any(quotations):
        testimony_voice = None
    for place, (others, (paragraph, sentence)) in enumerate(
        zip(quotations, sentences, strict=True)
    ):
        take = takes[place] if takes else None
        sayer = testimony_voice if others and testimony_voice else voice
        said = spoken(sentence, language, words, phonemes=sayer.takes_phonemes)
        key = take.key if take else sentence_key(said.spoken, sayer)
        lines.append(Line(paragraph, said, key, take, others))
    script = Script(
        stop_id=stop.id,
        language=language,
        text=text_digest(paragraphs),
        lines=tuple(lines),
        voice=voice,
        tags=_tags(tour, stop, language, (voice, testimony_voice)),
        recording=recording,
        recipe="",
        pauses=pauses,
        testimony_voice=testimony_voice,
    )
    return replace(script, recipe=_recipe(script, replace(SOUND, pauses=pauses)))


def _tags(tour: "Tour", stop: "Stop", language: str, voices: Sequence[Voice | None]) -> Tags:
    said_by = [voice for voice in voices if voice]
    return Tags(
        title=stop.title[language],
        album=tour.title[language],
        artist=said_by[0].labelled,
        track=f"{stop.number}/{len(tour.stops)}",
        language=language,
        comment="; ".join(f"{voice.labelled}: {voice.description}" for voice in said_by),
    )


def _recipe(script: Script, sound: Sound) -> str:
    lines: Sequence[object] = [
        [line.paragraph, line.spoken.written, line.spoken.words, line.key] for line in script.lines
    ]
    voice = [script.voice.id, script.voice.version]
    return digest_of(canonical([asdict(sound), asdict(script.tags), voice, lines]))
