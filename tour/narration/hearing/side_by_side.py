"""A clip held beside another voice's reading of it: which words and numbers are not in the sound.

It needs no recogniser that knows the language, only an espeak-ng voice of it. Both thresholds lie
between what words and numbers that were said reach, and what those reach that were not; see
``bench/hearing.py``.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from tour.catalogue.model import Pronunciation
from tour.narration.alignment import FINE_S, Frames, Marks, cepstra, reading_of
from tour.narration.engines.espeak import Espeak
from tour.narration.hearing.likeness import Likeness, cost, gains, likeness
from tour.narration.hearing.listen import Sentence
from tour.narration.hearing.model import LISTEN_HZ
from tour.narration.hearing.other_numbers import with_other_numbers
from tour.narration.model import Samples, Spoken
from tour.narration.normalise import spoken

Reading = tuple[Frames, Marks]

_LOST = 2.0  # gained by leaving a word out, a frame; said ones reach 1.6, lost ones mostly 3
_OTHER = 20.0  # gained by another number, all told; 11 (once 28) where it is said, else mostly 60
_SHORTEST_S = 0.1

_METHOD = "side-by-side-1"  # counts up with whatever changes the answers


def question(sentences: Sequence[Sentence], language: str, table: Sequence[Pronunciation]) -> str:
    """Everything but the sound that ``amiss`` answers by."""
    reader = ",".join(voice.version for voice in Espeak().voices()[:1])
    cues = [(one.cue.start_s, one.cue.end_s, one.cue.text) for one in sentences]
    return f"{_METHOD} {reader} {language} {cues} {list(table)}"


class Beside(Protocol):
    """What is amiss in the words of a clip: see ``amiss``."""

    def __call__(
        self,
        samples: Samples,
        sentences: Sequence[Sentence],
        language: str,
        table: Sequence[Pronunciation],
    ) -> tuple[tuple[str, ...], ...]:
        """Of each sentence, in order."""
        ...


def amiss(
    samples: Samples,
    sentences: Sequence[Sentence],
    language: str,
    table: Sequence[Pronunciation],
) -> tuple[tuple[str, ...], ...]:
    """Of each sentence of a clip (16 kHz) what is not in its sound; nothing without a reading.

    The reading is made like the voice of the clip, so all of the clip's sentences must be given.
    """
    sounds = [_sound(samples, sentence) for sentence in sentences]
    saids = [spoken(one.cue.text, language, table) for one in sentences]
    readings = [_reading(said, language) for said in saids]
    pairs = [
        (sound, read[0])
        for sound, read in zip(sounds, readings, strict=True)
        if sound is not None and read is not None
    ]
    if not pairs:
        return tuple(() for _ in sentences)
    voice = likeness(pairs)
    found = []
    for said, frames, read in zip(saids, sounds, readings, strict=True):
        faults: list[str] = []
        if frames is not None and read is not None:
            sound = voice.sound(frames)
            faults += _lost_words(voice, sound, said, read)
            faults += _other_numbers(voice, sound, said, read, (language, table))
        found.append(tuple(faults))
    return tuple(found)


def _lost_words(voice: Likeness, sound: Frames, said: Spoken, read: Reading) -> Iterator[str]:
    frames, marks = read
    spans = [(round(start / FINE_S), round(end / FINE_S)) for _, _, start, end in marks]
    for mark, gain in zip(marks, gains(sound, voice.reading(frames), spans), strict=True):
        if gain > _LOST:
            yield f"the word “{_word(said, mark[0])}” is not heard"


def _other_numbers(
    voice: Likeness,
    sound: Frames,
    said: Spoken,
    read: Reading,
    tongue: tuple[str, Sequence[Pronunciation]],
) -> Iterator[str]:
    language, table = tongue
    whole = cost(sound, voice.reading(read[0]))
    best: dict[str, tuple[float, str]] = {}
    for figure, other, changed in with_other_numbers(said.written):
        instead = _reading(spoken(changed, language, table), language)
        if instead is not None:
            gain = whole - cost(sound, voice.reading(instead[0]))
            best[figure] = max(best.get(figure, (_OTHER, "")), (gain, other))
    for figure, (_, other) in best.items():
        if other:
            yield f"“{figure}” may be another number, “{other}” is nearer"


def _word(said: Spoken, start: int) -> str:
    """The word as it is written that is said there."""
    spans = (span for span in said.words if span[0] <= start < span[1])
    _, _, first, last = next(spans, (0, 0, 0, 0))
    return said.written[first:last]


def _sound(samples: Samples, sentence: Sentence) -> Frames | None:
    cue = sentence.cue
    sound = samples[max(0, round(cue.start_s * LISTEN_HZ)) : round(cue.end_s * LISTEN_HZ)]
    return cepstra(sound, FINE_S) if sound.size > _SHORTEST_S * LISTEN_HZ else None


def _reading(sentence: Spoken, language: str) -> Reading | None:
    speech = reading_of(sentence, language)
    return (cepstra(speech.samples, FINE_S), speech.marks) if speech and speech.marks else None
