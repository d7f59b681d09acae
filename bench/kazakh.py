"""How a Kyrgyz voice says Kazakh words: `python bench/kazakh.py [WORD=RESPELLING …]`.

RHVoice prints no phonemes, but the rules by which it finds them lie beside its voices as one
transducer (`g2p.fst`), which is read here. Every word of the tour that holds я, ю or ё after a
consonant, or и at its end, is shown with the phonemes of the voice, and those of the table's
respelling: between consonant and vowel the voice drops the softness, and after an и it adds a
glide. Words that RHVoice knows from Russian (it then reads them by Russian rules) are counted.

With the extra `verify` each respelling, of the table or given, is spoken in the tour's sentences
and heard: how likely the recogniser finds the written sentence with and without it. A respelling
that does not raise that is no gain.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402 - after the path
from rich.table import Table  # noqa: E402

from tour.catalogue import Tour, read_tour  # noqa: E402
from tour.catalogue.model import Pronunciation  # noqa: E402
from tour.narration.engines import all_engines, choose_voices, engine_for  # noqa: E402
from tour.narration.engines.kazakh_letters import to_kyrgyz  # noqa: E402
from tour.narration.hearing.model import LISTEN_HZ  # noqa: E402
from tour.narration.hearing.whisper import NoRecogniser, Whisper  # noqa: E402
from tour.narration.normalise import spoken  # noqa: E402
from tour.narration.pcm import resample  # noqa: E402
from tour.narration.plan import walking_order  # noqa: E402
from tour.narration.recipe import sentences_of  # noqa: E402
from tour.settings import Settings  # noqa: E402

_RULES = "rhvoice/data/languages/Kyrgyz/g2p.fst"
_DOUBTFUL = re.compile("[бвгджзйклмнпрстфхцчшщқғңһ][юяё]|и$")
_RUSSIAN = "_r"  # ends the phonemes of words that RHVoice knows from Russian
_SENTENCES = 2  # in which a word is tried


@dataclass(frozen=True)
class Rules:
    """The transducer from letters to phonemes, and its symbols (numbered from 2; 0 is nothing)."""

    symbols: Sequence[str]
    states: Sequence[tuple[bool, Sequence[tuple[int, int, int]]]]

    def phonemes(self, word: str) -> list[str] | None:
        """The first way through, as RHVoice goes; None when there is none."""
        numbers = {name: number for number, name in enumerate(self.symbols, 2)}
        letters = [numbers.get(letter, 1) for letter in word]
        dead: set[tuple[int, int]] = set()

        def onward(state: int, at: int) -> list[str] | None:
            if (state, at) in dead:
                return None
            final, arcs = self.states[state]
            if at == len(letters) and final:
                return []
            for reads in (True, False):
                for target, letter, said in arcs:
                    if (letter != 0) != reads or (reads and letters[at : at + 1] != [letter]):
                        continue
                    rest = onward(target, at + reads)
                    if rest is not None:
                        return ([self.symbols[said - 2]] if said > 1 else []) + rest
            dead.add((state, at))
            return None

        return onward(0, 0)


def read_rules(path: Path) -> Rules:
    """RHVoice's own format: big-endian integers, names with their length before them."""
    data, at = path.read_bytes(), 0

    def integer(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at], "big")

    def name() -> str:
        nonlocal at
        length = integer(1)
        at += length
        return data[at - length : at].decode()

    symbols = [name() for _ in range(integer(2))]
    states = [
        (
            bool(integer(1)),
            [(integer(4), integer(2), integer(2)) for _ in range(integer(4))],
        )
        for _ in range(integer(4))
    ]
    return Rules(symbols, states)


def sentences(tour: Tour) -> list[str]:
    return [
        text
        for stop, language in walking_order(tour)
        if language == "kk"
        for _, text in sentences_of(stop.paragraphs("kk"), "kk")
    ]


def written_words(tour: Tour) -> dict[str, None]:
    return dict.fromkeys(
        word for text in sentences(tour) for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    )


def show_phonemes(tour: Tour, rules: Rules, respelt: Mapping[str, str]) -> None:
    table = Table("word", "as the voice says it", "respelt", "then")

    def said(text: str) -> str:
        words = re.findall(r"[^\W\d_]+", to_kyrgyz(text).text.lower())
        return " · ".join(" ".join(rules.phonemes(word) or ["?"]) for word in words)

    russian = 0
    for word in written_words(tour):
        first = said(word)
        russian += _RUSSIAN in first
        if word in respelt:
            table.add_row(word, first, respelt[word], said(respelt[word]))
        elif _DOUBTFUL.search(word.lower()) and _RUSSIAN not in first:
            table.add_row(word, first, "", "")
    Console(width=120).print(table)
    print(f"{len(written_words(tour))} words; {russian} are read by Russian rules.")


class Judge:
    """Hears the tour's sentences with one entry of the table or without it."""

    def __init__(self, tour: Tour, settings: Settings) -> None:
        engines = all_engines(settings)
        self._voice = choose_voices(engines, ("kk",), tour.voices)["kk"]
        self._engine = engine_for(engines, self._voice)
        self._tour, self._whisper = tour, Whisper()

    def odds(self, word: str, respelt: str) -> Iterator[tuple[str, float, float]]:
        """Each sentence with its log-probability without and with the respelling."""
        others = tuple(one for one in self._tour.pronunciations["kk"] if one.word != word)
        entry = Pronunciation(word, respelt, None)
        found = [one for one in sentences(self._tour) if re.search(rf"(?<!\w){word}(?!\w)", one)]
        for text in found[:_SENTENCES]:
            yield text, self._likely(text, others), self._likely(text, (*others, entry))

    def _likely(self, text: str, table: Sequence[Pronunciation]) -> float:
        speech = self._engine.speak(spoken(text, "kk", table), self._voice)
        sound = resample(speech.samples, speech.rate_hz, LISTEN_HZ)
        (odds,) = self._whisper.likelihoods(sound, "kk", [text])
        return odds


def show_odds(judge: Judge, respelt: Mapping[str, str]) -> None:
    table = Table("word", "respelt", "without", "with", "sentence")
    for word, said in respelt.items():
        for text, before, after in judge.odds(word, said):
            table.add_row(word, said, f"{before:.2f}", f"{after:.2f}", text)
    Console(width=140).print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD=RESPELLING", help="to try")
    asked = parser.parse_args()
    settings = Settings.from_env()
    tour = read_tour(settings.stops_file)
    rules = settings.voices_dir / _RULES
    if not rules.is_file():
        sys.exit(f"{rules} is missing: `flask voices install` brings it.")
    table = {one.word: one.say for one in tour.pronunciations.get("kk", ()) if one.say}
    respelt = dict(word.split("=", 1) for word in asked.words) or table
    show_phonemes(tour, read_rules(rules), respelt)
    try:
        show_odds(Judge(tour, settings), respelt)
    except NoRecogniser as fault:
        print(fault.message)


if __name__ == "__main__":
    main()
