"""Word times of the captions against an independent alignment: `python bench/words.py`.

English: PocketSphinx aligns the published sound with the words (hidden Markov models trained on
people's speech; it knows nothing of the voice). It is in the extra `verify`. Every language: the
sound is laid on espeak-ng's reading of the same sentence by dynamic time warping of its spectrum,
and espeak-ng says when its words begin. That is another engine with other rules, but it is given
the same text, and warping itself errs: how much is seen in English, where both can be compared.
"""

import argparse
import importlib.util
import re
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - after the path
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tour.catalogue import Tour, read_tour  # noqa: E402
from tour.catalogue.model import Stop  # noqa: E402
from tour.narration.alignment import word_marks  # noqa: E402
from tour.narration.captions import word_times  # noqa: E402
from tour.narration.hearing.model import LISTEN_HZ  # noqa: E402
from tour.narration.hearing.sounds import phonemes_of  # noqa: E402
from tour.narration.master import Placed  # noqa: E402
from tour.narration.model import Cue, Samples, Speech, Spoken  # noqa: E402
from tour.narration.normalise import spoken  # noqa: E402
from tour.narration.pcm import decode  # noqa: E402
from tour.narration.store import ClipStore  # noqa: E402
from tour.settings import Settings  # noqa: E402

_AROUND_S = 0.1
_FITTED = 3  # stops on which the constants of the English voice were fitted
_WANTED_S = 0.06
_AGAINST = {
    "warping": "espeak-ng, warped",
    "sphinx": "PocketSphinx",
    "both": "the two against each other",
}

Starts = dict[int, float]
"""The first letter of a written word → when it begins, s from the start of the clip."""


def by_warping(sound: Samples, from_s: float, sentence: Spoken, language: str) -> Starts:
    """Word starts from espeak-ng's own, carried over by dynamic time warping."""
    marks = word_marks(sound, LISTEN_HZ, sentence, language)
    speech = Speech(sound, LISTEN_HZ, marks)
    whole = Placed(from_s, from_s + sound.size / LISTEN_HZ, from_s)
    return {word.start: word.start_s for word in word_times(sentence, speech, whole)}


_PHONES = dict(
    re.findall(
        r"(\S)=(\S+)",
        "A=EY I=AY O=OW W=AW Y=OY i=IY u=UW ɑ=AA æ=AE ɔ=AO ə=AH ɛ=EH ɜ=ER ɪ=IH ʊ=UH ʌ=AH ᵊ=AH ᵻ=IH "
        "b=B d=D f=F h=HH j=Y k=K l=L m=M n=N p=P s=S t=T v=V w=W z=Z ɡ=G ŋ=NG ɹ=R ʃ=SH ʒ=ZH θ=TH "
        "ð=DH ʤ=JH ʧ=CH T=D ʔ=T",
    )
)


class Sphinx:
    """PocketSphinx with its American model; the phonemes of a word are the voice's own."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder  # noqa: PLC0415 - an extra

        self._decoder = Decoder(lm=None, loglevel="FATAL")
        self._known: set[str] = set()

    def starts(self, sound: Samples, from_s: float, sentence: Spoken) -> Starts:
        """Word starts as hidden Markov models place them; nothing where they cannot."""
        words = list(self._words(sentence))
        self._decoder.set_align_text(" ".join(name for name, _, _ in words))
        self._decoder.start_utt()
        pcm = np.clip(sound * 3 * 32767, -32768, 32767).astype(np.int16)
        self._decoder.process_raw(pcm.tobytes(), full_utt=True)
        self._decoder.end_utt()
        heard = [part for part in self._decoder.seg() or () if not part.word.startswith(("<", "["))]
        if [re.sub(r"\(\d+\)$", "", part.word) for part in heard] != [name for name, _, _ in words]:
            return {}
        return {
            written: from_s + part.start_frame / 100
            for part, (_, written, first) in zip(heard, words, strict=True)
            if first
        }

    def _words(self, sentence: Spoken) -> Iterator[tuple[str, int, bool]]:
        """Each word by a name, the written word it belongs to, and whether it is its first."""
        for start, end, written, _ in sentence.words:
            said = sentence.spoken[start:end]
            link = re.fullmatch(r"\[[^\]]+\]\(/([^)]*)/\)", said)
            parts = [link[1]] if link else [phonemes_of(one) for one in re.findall(r"[\w']+", said)]
            for number, phonemes in enumerate(parts):
                phones = [_PHONES[sign] for sign in phonemes if sign in _PHONES]
                name = f"w_{''.join(phones).lower()}"  # no word of PocketSphinx's own dictionary
                if name not in self._known and phones:
                    self._decoder.add_word(name, " ".join(phones))
                    self._known.add(name)
                if phones:
                    yield name, written, number == 0


def _row(table: Table, name: str, errors: list[float]) -> None:
    if not errors:
        return
    sizes = sorted(abs(error) for error in errors)
    table.add_row(
        name,
        str(len(sizes)),
        f"{1000 * statistics.median(sizes):.0f}",
        f"{1000 * sizes[int(0.9 * len(sizes))]:.0f}",
        f"{1000 * statistics.median(errors):+.0f}",
    )


def _apart(one: Starts, other: Starts) -> list[float]:
    return [one[word] - other[word] for word in one if word in other]


def _measured(
    tour: Tour, language: str, stops: Sequence[Stop], clips: ClipStore, sphinx: Sphinx | None
) -> dict[str, list[float]]:
    errors: dict[str, list[float]] = {"warping": [], "sphinx": [], "both": []}
    for stop in stops:
        publication = clips.publication(stop.id, language)
        if publication is None:
            continue
        file = publication.audio[0]
        path = clips.file(file.digest, file.extension)
        assert path is not None
        clip = decode(path, LISTEN_HZ)
        for cue in publication.cues:
            sentence = spoken(cue.text, language, tour.pronunciations.get(language, ()))
            published = {word.start: word.start_s for word in cue.words}
            sound, from_s = _cut(clip, cue)
            warped = by_warping(sound, from_s, sentence, language)
            errors["warping"] += _apart(published, warped)
            if sphinx and language == "en":
                aligned = sphinx.starts(sound, from_s, sentence)
                errors["sphinx"] += _apart(published, aligned)
                errors["both"] += _apart(warped, aligned)
    return errors


def _cut(clip: Samples, cue: Cue) -> tuple[Samples, float]:
    from_s = max(0.0, cue.start_s - _AROUND_S)
    return clip[round(from_s * LISTEN_HZ) : round((cue.end_s + _AROUND_S) * LISTEN_HZ)], from_s


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=None, help="only the first N stops")
    parser.add_argument("--lang", action="append", help="only this language (repeatable)")
    asked = parser.parse_args()
    settings = Settings.from_env()
    tour, clips = read_tour(settings.stops_file), ClipStore(settings.audio_dir)
    sphinx = Sphinx() if importlib.util.find_spec("pocketsphinx") else None
    late: dict[str, float] = {}
    table = Table("captions against", "words", "median, ms", "90 %, ms", "late by, ms")
    for language in asked.lang or tour.languages:
        fitted = _measured(tour, language, tour.stops[:_FITTED], clips, sphinx)
        held_out = _measured(tour, language, tour.stops[_FITTED : asked.stops], clips, sphinx)
        for name, title in _AGAINST.items():
            every = fitted[name] + held_out[name]
            _row(table, f"{language}: {title}", every)
            if language == "en":
                _row(table, f"{language}: {title}, held out", held_out[name])
            if name != "both" and every:
                late[language] = statistics.median(map(abs, every))
    if not table.row_count:
        sys.exit(f"There is no narration in {settings.audio_dir}: run `flask narrate` first.")
    Console(width=100).print(table)
    for language, late_s in late.items():
        reached = "reached" if late_s <= _WANTED_S else "missed"
        wanted = f"wanted at most {1000 * _WANTED_S:.0f} ms: {reached}"
        print(f"{language}: median {1000 * late_s:.0f} ms, {wanted}")
    print(
        f"Held out: all stops but the first {_FITTED}, on which the constants of the English voice "
        "(engines/hibari.py) were fitted."
    )
    if sphinx is None:
        print("PocketSphinx is not installed: `make verify` brings it.")


if __name__ == "__main__":
    main()
