"""The gate in the way of a build: a clip is heard before it is published."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tour.catalogue.model import Tour
from tour.errors import Unavailable
from tour.narration.heard import Mark, accepted_path, note, read_heard
from tour.narration.hearing.gate import Fellows, Refusal, accept, failures, read_accepted
from tour.narration.hearing.model import Recogniser
from tour.narration.hearing.side_by_side import Beside, amiss
from tour.narration.hearing.verify import HEARD, Clip, Verification
from tour.narration.model import Publication, Samples
from tour.narration.store import ClipStore
from tour.settings import Settings


class Ended(Unavailable):
    """Nobody waits for what is being heard any more."""

    title = "The build has ended"


@dataclass(slots=True)
class Keeper:
    """Hears made clips, several threads side by side if need be; ``close`` ends all of them.

    ``accepts``: somebody has listened, and what is heard now is what is accepted from now on. Of
    what is wrong with the sound itself (loudness, clipped edges) nothing can be accepted.
    """

    tour: Tour
    settings: Settings
    recogniser: Recogniser
    accepts: bool = False
    beside: Beside = amiss
    _ended: threading.Event = field(default_factory=threading.Event)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, publication: Publication) -> Mark:
        """What is found in a clip whose files are there; it may be published without reasons.

        Raises:
            Ended: ``close`` was called.
            NoSpace: the disk is full.
        """
        verification = Verification(
            self.tour,
            self.settings.audio_dir,
            self.settings.instance_dir / HEARD,
            _Patient(self.recogniser, self._ended, self.recogniser.version),
            self.beside,
        )
        clip = verification.listen_to(publication)
        fellows = fellows_of(self.settings.audio_dir, publication)
        path = accepted_path(self.settings.stops_file)
        if self.accepts:
            with self._writing:
                accept(path, [clip], read_accepted(path), fellows)
        refusals = failures([clip], read_accepted(path), whole=False, fellows=fellows)
        mark = mark_of(clip, publication.voice.id)
        return replace(mark, reasons=tuple(one.reason for one in refusals))

    def close(self) -> None:
        """End what is being heard, at the end of the sentence at the latest."""
        self._ended.set()


def mark_of(clip: Clip, voice: str) -> Mark:
    """The figures of a clip, to be kept; without reasons."""
    sentences = clip.heard or clip.ranked
    return Mark(
        language=clip.language,
        voice=voice,
        paces=tuple(round(one.s_per_letter, 4) for one in sentences),
        rights=tuple(round(one.right, 3) for one in clip.ranked),
    )


def keep_marks(audio_dir: Path, clips: Sequence[Clip], refusals: Sequence[Refusal]) -> None:
    """Keep of published clips that they were heard, and what was found wrong.

    Raises:
        NoSpace: the disk is full.
    """
    published = ClipStore(audio_dir).publications()
    marks = {}
    for clip in clips:
        one = published.get(clip.key)
        digest = clip.file.partition(".")[0]
        if one is not None and digest == one.audio[0].digest and (clip.heard or clip.ranked):
            reasons = tuple(each.reason for each in refusals if each.key == clip.key)
            marks[digest] = replace(mark_of(clip, one.voice.id), reasons=reasons)
    note(audio_dir, marks)


def fellows_of(audio_dir: Path, publication: Publication) -> Fellows:
    """The figures of what the same voice says in the other clips that are published."""
    marks = read_heard(audio_dir)
    mine = publication.stop_id, publication.language
    others = [
        mark
        for key, one in ClipStore(audio_dir).publications().items()
        if key != mine and key[1] == publication.language
        if (mark := marks.mark_of(one)) is not None and mark.voice == publication.voice.id
    ]
    return Fellows(
        [pace for mark in others for pace in mark.paces],
        [right for mark in others for right in mark.rights],
    )


@dataclass(slots=True)
class _Patient:
    """A recogniser that is asked no more once its answers are not waited for."""

    recogniser: Recogniser
    ended: threading.Event
    version: str

    def listen(self, samples: Samples, language: str) -> str:
        self._need()
        return self.recogniser.listen(samples, language)

    def likelihoods(
        self, samples: Samples, language: str, texts: Sequence[str]
    ) -> tuple[float, ...]:
        self._need()
        return self.recogniser.likelihoods(samples, language, texts)

    def _need(self) -> None:
        if self.ended.is_set():
            raise Ended("The build has ended.")
