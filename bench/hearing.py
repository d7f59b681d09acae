"""Does `flask narrate --verify` notice what is wrong? `python bench/hearing.py [--sentences N]`.

Sentences of the tour are spoken with faults put in on purpose (a word left out, another number,
half of it lost, said twice, another sentence instead) and heard as published sound is. Printed is
how many of the faults are told, and how often something is told of a sentence without a fault.
Needs the extra `verify`.
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - after the path
from rich.console import Console  # noqa: E402 - after the path
from rich.table import Table  # noqa: E402

from tour.catalogue import Tour, read_tour  # noqa: E402
from tour.narration.engines import all_engines, choose_voices, engine_for  # noqa: E402
from tour.narration.hearing.listen import compare, sentences_of  # noqa: E402
from tour.narration.hearing.model import LISTEN_HZ  # noqa: E402
from tour.narration.hearing.pace import odd_paces  # noqa: E402
from tour.narration.hearing.ranking import Ranked, outliers, rank  # noqa: E402
from tour.narration.hearing.side_by_side import amiss  # noqa: E402
from tour.narration.hearing.verify import RANKED  # noqa: E402
from tour.narration.hearing.whisper import NoRecogniser, Whisper  # noqa: E402
from tour.narration.hearing.words import heard_words  # noqa: E402
from tour.narration.model import Cue, Engine, Samples, Voice  # noqa: E402
from tour.narration.normalise import spoken  # noqa: E402
from tour.narration.pcm import resample  # noqa: E402
from tour.narration.sentences import split_sentences  # noqa: E402
from tour.settings import Settings  # noqa: E402

_CLIP = 10  # sentences that are said in one clip with the one that is tried


def _without_a_word(text: str) -> str:
    longest = max(re.findall(r"\w+", text), key=len)
    return re.sub(rf"\s*\b{longest}\b", "", text, count=1)


def _another_number(text: str) -> str:
    return re.sub(r"\d+", lambda match: str(int(match[0]) + 10), text, count=1)


def _half(text: str) -> str:
    words = text.split()
    return " ".join(words[: len(words) // 2]) + "."


FAULTS: Mapping[str, Callable[[str, str], str]] = {
    "none": lambda text, _other: text,
    "a word left out": lambda text, _other: _without_a_word(text),
    "another number": lambda text, _other: _another_number(text),
    "half of it lost": lambda text, _other: _half(text),
    "said twice": lambda text, _other: f"{text} {text}",
    "another sentence": lambda _text, other: other,
}


class Teller:
    """Says whether something would be told of a sentence that was spoken otherwise."""

    def __init__(self, tour: Tour, language: str, engines: Sequence[Engine], voice: Voice) -> None:
        self._table = tour.pronunciations.get(language, ())
        self._language, self._voice = language, voice
        self._engine = engine_for(engines, voice)
        self._whisper = Whisper()
        texts = [
            sentence
            for stop in tour.stops
            for paragraph in stop.paragraphs(language)
            for sentence in split_sentences(paragraph, language)
        ]
        self._others = texts
        self._paces = [
            self._sound(text).size / LISTEN_HZ / sum(map(str.isalpha, text)) for text in texts[:24]
        ]
        self._fellows: list[Ranked] = []
        self._clip = [text for text in texts if not re.search(r"\d", text)][:_CLIP]
        if language in RANKED:
            self._fellows = [self._ranked(text, text) for text in texts[:24]]

    def tells(self, written: str, said: str) -> bool:
        """Whether a fault is told when ``said`` is heard instead of ``written``."""
        if self._language in RANKED:
            one = self._ranked(written, said)
            one = replace(one, amiss=self._amiss(written, self._sound(said)))
            return any(told is one for told, _ in outliers([*self._fellows, one]))
        (sentence,) = sentences_of((Cue(0, written, 0.0, 9.0),), self._language, self._table)
        text = self._whisper.listen(self._sound(said), self._language)
        words = heard_words(text, self._language, [one.text for one in sentence.said])
        told = compare(sentence, words, self._language)
        pace = self._sound(said).size / LISTEN_HZ / told.letters
        return told.wrong_words > 0 or 0 in odd_paces([pace, *self._paces])

    def _sound(self, text: str) -> Samples:
        phonemes = self._voice.takes_phonemes
        sentence = spoken(text, self._language, self._table, phonemes=phonemes)
        speech = self._engine.speak(sentence, self._voice)
        return resample(speech.samples, speech.rate_hz, LISTEN_HZ)

    def _ranked(self, written: str, said: str) -> Ranked:
        sound = self._sound(said)
        cue = Cue(0, written, 0.0, sound.size / LISTEN_HZ)
        sentences = sentences_of((cue,), self._language, self._table)
        (one,) = rank(sound, sentences, self._others, self._language, self._whisper)
        return one

    def _amiss(self, written: str, sound: Samples) -> tuple[str, ...]:
        """What is amiss in a sentence that ends a clip of some others."""
        pieces = [*((text, self._sound(text)) for text in self._clip), (written, sound)]
        cues, at_s = [], 0.0
        for text, piece in pieces:
            cues.append(Cue(0, text, at_s, at_s + piece.size / LISTEN_HZ))
            at_s = cues[-1].end_s
        whole = np.concatenate([piece for _, piece in pieces])
        sentences = sentences_of(cues, self._language, self._table)
        return amiss(whole, sentences, self._language, self._table)[-1]


def _counts(tour: Tour, teller: Teller, language: str, sentences: int) -> list[str]:
    """Of each fault, how many were told."""
    pool = [
        sentence
        for stop in tour.stops
        for sentence in split_sentences(stop.paragraphs(language)[1], language)
    ]
    dated = [text for text in pool if re.search(r"\d", text)]
    counts = []
    for fault, change in FAULTS.items():
        some = (dated if fault == "another number" else pool)[:sentences]
        told = [teller.tells(text, change(text, pool[-1])) for text in some]
        counts.append(f"{sum(told)} of {len(told)}")
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=12, help="of each language (12)")
    parser.add_argument("--lang", action="append", help="only this language (repeatable)")
    asked = parser.parse_args()
    settings = Settings.from_env()
    tour, engines = read_tour(settings.stops_file), all_engines(settings)
    voices = choose_voices(engines, asked.lang or tour.languages, tour.voices)
    table = Table("told, of", *FAULTS)
    try:
        for language, voice in voices.items():
            teller = Teller(tour, language, engines, voice)
            table.add_row(language, *_counts(tour, teller, language, asked.sentences))
    except NoRecogniser as fault:
        print(fault.message)
        return
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
