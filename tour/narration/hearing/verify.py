"""Every published file of the tour, heard and measured again."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tour.catalogue.model import Tour
from tour.narration.heard import read_heard
from tour.narration.hearing.decoded import (
    Measured,
    SoundFault,
    faults_of_sound,
    measured,
    unlike,
)
from tour.narration.hearing.listen import hear, sentences_of
from tour.narration.hearing.memory import Remembered
from tour.narration.hearing.model import LISTEN_HZ, Heard, Recogniser
from tour.narration.hearing.ranking import Ranked, rank
from tour.narration.hearing.side_by_side import Beside, amiss, question
from tour.narration.model import Publication, Samples
from tour.narration.pcm import MASTER_HZ, decode, resample
from tour.narration.plan import Choice, walking_order
from tour.narration.publisher import damage
from tour.narration.recipe import sentences_of as written_sentences
from tour.narration.sound import SOUND
from tour.narration.store import ClipStore, Key, text_digest

RANKED = frozenset({"kk"})
"""Languages that the recogniser knows too badly to transcribe: their sentences are ranked."""

HEARD = "heard"
"""The folder, inside the instance folder, of what was heard."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What was found in the clip of a stop in a language; ``heard`` or ``ranked`` is filled."""

    stop_id: str
    language: str
    file: str
    heard: tuple[Heard, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    faults: tuple[SoundFault, ...] = ()
    sounds: tuple[Measured, ...] = ()  # each of its files
    new: int = 0  # questions that no earlier run had answered

    @property
    def key(self) -> Key:
        """Stop and language."""
        return self.stop_id, self.language


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of what was to be said.

    ``wer``, ``cer``: words and letters that sound different. ``text``: words that are written in
    another way after the table of names (see ``Heard.unwritten``); the targets are for this one.
    ``spelling``: words written in another way, nothing excused.
    """

    words: int
    wer: float
    cer: float
    text: float
    spelling: float


def rates(heard: Sequence[Heard]) -> Rates:
    """The rates of some sentences taken together (errors by words, not by sentences)."""
    words = sum(one.words for one in heard)
    letters = sum(one.letters for one in heard)
    return Rates(
        words=words,
        wer=sum(one.wrong_words for one in heard) / max(1, words),
        cer=sum(one.wrong_letters for one in heard) / max(1, letters),
        text=sum(one.unwritten for one in heard) / max(1, words),
        spelling=sum(one.misspelt for one in heard) / max(1, words),
    )


@dataclass(frozen=True, slots=True)
class Verification:
    """Hears the clips of a tour. ``folder`` keeps what was heard, by the digest of the file.

    ``beside`` says what is amiss in the words of a ranked language.
    """

    tour: Tour
    audio_dir: Path
    folder: Path
    recogniser: Recogniser
    beside: Beside = amiss

    def run(self, choice: Choice, workers: int, tell: Callable[[Clip], None]) -> tuple[Clip, ...]:
        """Each published clip that is chosen, in walking order; ``tell`` is told of each.

        A clip that is missing, damaged or older than its text is in the result with that fault.

        Raises:
            NoSpace: the disk is full.
        """
        published = ClipStore(self.audio_dir).publications()
        wanted = [
            (stop.id, language)
            for language in self.tour.languages
            for stop, spoken in walking_order(self.tour)
            if spoken == language and choice.has(stop.id, language)
        ]
        clips = []
        with ThreadPoolExecutor(workers) as pool:
            for clip in pool.map(lambda key: self._clip(key, published.get(key)), wanted):
                tell(clip)
                clips.append(clip)
        held = read_heard(self.audio_dir).held
        self._forget({one.audio[0].digest for one in (*published.values(), *held.values())})
        return tuple(clips)

    def _clip(self, key: Key, publication: Publication | None) -> Clip:
        if publication is None:
            return Clip(*key, "", faults=(SoundFault("", None, "not narrated yet"),))
        names = [f"{file.digest}.{file.extension}" for file in publication.audio]
        wrong = damage(self.audio_dir, publication)
        stop = next(stop for stop, _ in walking_order(self.tour) if stop.id == key[0])
        if publication.text != text_digest(stop.paragraphs(key[1])):
            wrong += ("the text has changed since",)
        if wrong:
            faults = tuple(SoundFault(names[0], None, fault) for fault in wrong)
            return Clip(*key, names[0], faults=faults)
        return self.listen_to(publication)

    def listen_to(self, publication: Publication) -> Clip:
        """What is found in a clip whose files are there, published or not.

        Raises:
            NoSpace: the disk is full.
        """
        names = [f"{file.digest}.{file.extension}" for file in publication.audio]
        language = publication.language
        table = self.tour.pronunciations.get(language, ())
        first = decode(self.audio_dir / names[0], MASTER_HZ)
        sounds = [measured(names[0], first, publication.cues)]
        faults = list(_faults(publication, sounds[0], first))
        for name in names[1:]:
            other = decode(self.audio_dir / name, MASTER_HZ)
            sounds.append(measured(name, other, publication.cues))
            faults += [*_faults(publication, sounds[-1], other), *unlike(name, other, first)]
        sound = resample(first, MASTER_HZ, LISTEN_HZ)
        sentences = sentences_of(publication.cues, language, table)
        memory = Remembered(self.recogniser, self.folder, publication.audio[0].digest)
        heard: tuple[Heard, ...] = ()
        ranked: tuple[Ranked, ...] = ()
        if language in RANKED:
            ranked = rank(sound, sentences, self._others(language), language, memory)
            wrong = memory.kept(
                question(sentences, language, table),
                sound,
                lambda: self.beside(sound, sentences, language, table),
            )
            ranked = tuple(
                replace(one, amiss=each) for one, each in zip(ranked, wrong, strict=True)
            )
        else:
            heard = hear(sound, sentences, language, memory)
        if memory.new:
            memory.save()
        key = publication.stop_id, language
        return Clip(*key, names[0], heard, ranked, tuple(faults), tuple(sounds), memory.new)

    def _others(self, language: str) -> tuple[str, ...]:
        """Every sentence of the tour in a language."""
        texts = (
            text
            for stop, spoken in walking_order(self.tour)
            if spoken == language
            for _, text in written_sentences(stop.paragraphs(language), language)
        )
        return tuple(dict.fromkeys(texts))

    def _forget(self, digests: set[str]) -> None:
        for path in self.folder.glob("*.json"):
            if path.stem not in digests:
                path.unlink(missing_ok=True)


def _faults(publication: Publication, one: Measured, samples: Samples) -> Iterator[SoundFault]:
    return faults_of_sound(
        one, samples, publication.cues, publication.duration_s, SOUND.target_lufs
    )
