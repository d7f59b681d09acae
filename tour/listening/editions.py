"""The tour as files to take away: one sound with chapters, one book that is read aloud.

They lie in ``audio/editions/``, named by the SHA-256 of their bytes like the clips;
``index.json`` says which of them belong to which language, and of which state of the tour they
were made. The process that narrates makes them (``bind``), never a request; the server only looks
(``EditionStore``).
"""

import json
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from tour.catalogue.model import Tour
from tour.listening.episodes import Episode, Note, narrated
from tour.narration.files import canonical, digest_of
from tour.narration.notes import note_id
from tour.narration.store import ClipStore

FOLDER: Final = "editions"
INDEX: Final = "index.json"
MAKER: Final = 2
"""Raised when the code that makes them changes what is in them: then all are made anew."""

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "mp3": "audio/mpeg",
    "epub": "application/epub+zip",
    "vtt": "text/vtt; charset=utf-8",
}
_DIGEST = re.compile(r"[0-9a-f]{32}")

Extension = Literal["mp3", "epub", "vtt"]
Kind = Literal["sound", "book"]
State = tuple[str, str, str]
KINDS: Final[tuple[Kind, ...]] = ("sound", "book")


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file of ``bytes`` bytes, named by the digest of its content; its content never changes."""

    digest: str
    extension: Extension
    bytes: int

    @property
    def name(self) -> str:
        """What it is called in the folder."""
        return f"{self.digest}.{self.extension}"


@dataclass(frozen=True, slots=True)
class Edition:
    """One of them in one language.

    ``basis`` names the state of the tour it was made of; ``made_at`` (s since 1970) is when these
    bytes were first made. Of a sound: its length, where each stop begins, where its content note
    begins (None: it has none), its captions.
    """

    kind: Kind
    language: str
    basis: str
    made_at: int
    file: EditionFile
    duration_s: float = 0.0
    starts_s: tuple[float, ...] = ()
    captions: EditionFile | None = None
    notes_s: tuple[float | None, ...] = ()


def file_address(tour: Tour, lang: str, file: EditionFile) -> str:
    """Where this file is served, relative to the server; its last part is a name to save it by."""
    return f"/editions/{file.digest}/{tour.id}-{lang}.{file.extension}"


def whole_tour(tour: Tour, lang: str, clips: ClipStore) -> tuple[Episode, ...] | None:
    """Every stop with its sound, in walking order; None while any of them has none.

    None too while a content note has none: nobody is led into such a stop without being told.
    """
    episodes = narrated(tour, lang, clips)
    told = all(one.is_announced for one in episodes)
    return episodes if told and len(episodes) == len(tour.stops) else None


def basis_of(tour: Tour, episodes: tuple[Episode, ...]) -> str:
    """Changes with anything that an edition is made of."""
    heard: list[tuple[str, Episode | Note]] = [(one.stop.id, one) for one in episodes]
    heard += [(note_id(one.stop.id), one.note) for one in episodes if one.note]
    sounds = [[name, one.sound.digest, one.publication.captions] for name, one in heard]
    return digest_of(canonical([MAKER, tour.version, sounds]))


class EditionStore:
    """What is in the folder now. Safe to share between threads; never writes."""

    def __init__(self, audio_dir: Path) -> None:
        self.folder = audio_dir / FOLDER
        self._lock = threading.Lock()
        self._read: tuple[str, tuple[Edition, ...]] = ("", ())
        self._current: dict[tuple[Kind, str], tuple[State, Edition | None]] = {}

    def stamp(self) -> str:
        """Changes whenever any edition changes; costs one look at the file system."""
        try:
            status = (self.folder / INDEX).stat()
        except OSError:
            return ""
        return f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"

    def all(self) -> tuple[Edition, ...]:
        """Everything that the index names, current or not."""
        stamp = self.stamp()
        if self._read[0] != stamp:
            with self._lock:
                self._read = (stamp, read_index(self.folder))
        return self._read[1]

    def current(self, kind: Kind, tour: Tour, lang: str, clips: ClipStore) -> Edition | None:
        """The edition that was made of the tour and the narration as they are now."""
        state = (tour.version, clips.stamp(), self.stamp())
        known = self._current.get((kind, lang))
        if known is None or known[0] != state:
            known = self._current[kind, lang] = state, self._fresh(kind, tour, lang, clips)
        found = known[1]
        if found is None or self.file(found.file.digest, found.file.extension) is None:
            return None
        return found

    def _fresh(self, kind: Kind, tour: Tour, lang: str, clips: ClipStore) -> Edition | None:
        found = next((one for one in self.all() if (one.kind, one.language) == (kind, lang)), None)
        episodes = whole_tour(tour, lang, clips) if found else None
        if found is None or episodes is None or found.basis != basis_of(tour, episodes):
            return None
        return found

    def file(self, digest: str, extension: str) -> Path | None:
        """Where a file lies; None for names that are none and files that are gone."""
        if extension not in MEDIA_TYPES or _DIGEST.fullmatch(digest) is None:
            return None
        path = self.folder / f"{digest}.{extension}"
        return path if path.is_file() else None


def read_index(folder: Path) -> tuple[Edition, ...]:
    """The editions that the index names; none when it is missing or was written by another."""
    try:
        document = json.loads((folder / INDEX).read_bytes())
        return tuple(_edition(record) for record in document["editions"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def index_bytes(editions: Iterable[Edition]) -> bytes:
    """The index that names these."""
    ordered = sorted(editions, key=lambda one: (one.kind, one.language))
    return canonical({"editions": [asdict(one) for one in ordered]})


def files_of(editions: Sequence[Edition]) -> set[str]:
    """The names of all files that belong to these."""
    files = {one.file.name for one in editions}
    return files | {one.captions.name for one in editions if one.captions}


def _edition(record: dict[str, Any]) -> Edition:
    captions = record["captions"]
    return Edition(
        **record
        | {
            "file": EditionFile(**record["file"]),
            "starts_s": tuple(record["starts_s"]),
            "notes_s": tuple(record.get("notes_s", ())),
            "captions": EditionFile(**captions) if captions else None,
        }
    )
