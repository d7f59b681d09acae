"""``audio/heard.json``: which sounds a recogniser has heard, and which new ones are held back.

Marks belong to files, by their digest, so that they are true whatever is published: one is written
before its sound is served, and a process that is killed in between leaves nothing wrong.
"""

import fcntl
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from tour.narration.files import canonical, write_whole
from tour.narration.model import Publication
from tour.narration.records import from_record, to_record
from tour.narration.store import Key

HEARD_LIST = "heard.json"
_LOCK = ".heard.lock"
_FORMAT = 1

Kind = Literal["word", "lost", "pace", "unlikely", "worse", "sound"]
"""A name, number or date is another; a sentence is lost or doubled; it is too long or short; its
text is not the likeliest; the clip is worse than accepted; the file itself is at fault.
"""
Standing = Literal["none", "unheard", "heard", "refused"]


def accepted_path(stops_file: Path) -> Path:
    """Where the accepted figures of this stops.yaml lie (see ``hearing.gate``)."""
    return stops_file.with_suffix(".heard.json")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sound must not be published, or which of its sentences somebody must listen to.

    ``file`` and ``at_s`` say where it is heard; ``sentence`` is what should be said there, and
    ``heard`` the words that were heard for others. ``message`` says all this in English.
    """

    message: str
    kind: Kind
    file: str = ""
    at_s: float | None = None
    sentence: str = ""
    heard: str = ""

    def __str__(self) -> str:
        at = "" if self.at_s is None else f" at {self.at_s:.1f} s"
        where = f"{self.file}{at}: " if self.file else ""
        return f"{where}{self.message}" + (f": “{self.sentence}”" if self.sentence else "")


@dataclass(frozen=True, slots=True)
class Mark:
    """What was found when a sound was heard: nothing wrong, if there are no ``reasons``.

    ``paces``: seconds a letter of each sentence; ``rights``: the log-probability of each
    sentence's text, of a language that is ranked. Later clips of the ``voice`` are held beside
    them.
    """

    language: str
    voice: str
    reasons: tuple[Reason, ...] = ()
    paces: tuple[float, ...] = ()
    rights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class HeardList:
    """The list as it stands: marks by the digest of a clip's first file; what is held back."""

    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    held: Mapping[Key, Publication] = field(default_factory=lambda: MappingProxyType({}))

    def mark_of(self, publication: Publication) -> Mark | None:
        """What was found in a sound; None when nobody has heard it."""
        return self.marks.get(publication.audio[0].digest)

    def reasons_of(self, publication: Publication) -> tuple[Reason, ...]:
        """Why a sound was held back, or what is wrong with one that is published."""
        mark = self.mark_of(publication)
        return mark.reasons if mark else ()

    def standing(self, key: Key, published: Publication | None) -> Standing:
        """How it is with the sound of a stop in a language: see ``Standing``.

        ``refused``: what is published was found wrong later, or a newer sound is held back.
        """
        if key in self.held:
            return "refused"
        if published is None:
            return "none"
        mark = self.mark_of(published)
        if mark is None:
            return "unheard"
        return "refused" if mark.reasons else "heard"


def read_heard(audio_dir: Path) -> HeardList:
    """The list as it is on disk; an empty one when there is none, or none of ours."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        document = json.loads((audio_dir / HEARD_LIST).read_bytes())
        if document["format"] == _FORMAT:
            held = [from_record(record) for record in document["held"]]
            return HeardList(
                {digest: _mark(record) for digest, record in document["marks"].items()},
                {(one.stop_id, one.language): one for one in held},
            )
    return HeardList()


def note(audio_dir: Path, marks: Mapping[str, Mark], passed: Sequence[Key] = ()) -> None:
    """Keep what was found in sounds, by digest; what was held back of ``passed`` is no more.

    Raises:
        NoSpace: the disk is full; the list is as it was.
    """
    with _alone(audio_dir):
        before = read_heard(audio_dir)
        held = {key: one for key, one in before.held.items() if key not in passed}
        _write(audio_dir, HeardList({**before.marks, **marks}, held))


def hold(audio_dir: Path, publication: Publication, mark: Mark) -> None:
    """Keep a sound whose files are there from being published, with the reasons of its mark.

    Raises:
        NoSpace: the disk is full; the list is as it was.
    """
    with _alone(audio_dir):
        before = read_heard(audio_dir)
        marks = {**before.marks, publication.audio[0].digest: mark}
        key = publication.stop_id, publication.language
        _write(audio_dir, HeardList(marks, {**before.held, key: publication}))


def counts(heard: HeardList, published: Mapping[Key, Publication]) -> dict[Standing, int]:
    """How many clips, published or held back, stand how."""
    found: dict[Standing, int] = {"heard": 0, "unheard": 0, "refused": 0}
    for key in {*published, *heard.held}:
        found[heard.standing(key, published.get(key))] += 1
    return found


@contextmanager
def _alone(audio_dir: Path) -> Iterator[None]:
    """Two who hear at once lose nothing of each other's; the lock ends with the process."""
    audio_dir.mkdir(parents=True, exist_ok=True)
    with (audio_dir / _LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(audio_dir: Path, heard: HeardList) -> None:
    """Marks of files that are gone go with them."""
    here = {path.stem for path in audio_dir.glob("*.webm")}
    document = {
        "format": _FORMAT,
        "marks": {digest: asdict(one) for digest, one in heard.marks.items() if digest in here},
        "held": [to_record(heard.held[key]) for key in sorted(heard.held)],
    }
    write_whole(audio_dir / HEARD_LIST, canonical(document))


def _mark(record: dict[str, Any]) -> Mark:
    return Mark(
        language=record["language"],
        voice=record["voice"],
        reasons=tuple(Reason(**one) for one in record["reasons"]),
        paces=tuple(record["paces"]),
        rights=tuple(record["rights"]),
    )
