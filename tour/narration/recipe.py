"""What determines a sound, as digests: of a sentence, and of a stop in a language. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tour.narration.files import canonical, digest_of
from tour.narration.model import Voice
from tour.narration.normalise import spoken
from tour.narration.quotations import quoted
from tour.narration.script import Line, Script
from tour.narration.sentences import split_sentences
from tour.narration.sound import SOUND, Pauses, Sound, Tags
from tour.narration.store import text_digest
from tour.narration.takes import Take

if TYPE_CHECKING:  # a narrating process starts without pydantic and YAML
    from tour.catalogue.model import Stop, Tour

_SENTENCE_VERSION = 1


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
