"""The clip store as the server reads it: what is published now, and where its files are.

``audio/<digest>.webm|.mp3|.vtt`` are named by the SHA-256 of their bytes and never change;
``audio/published.json`` says which of them belong to which stop and language and is replaced in
one step. ``publisher`` is the writing side.
"""

import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tour.narration import state
from tour.narration.files import canonical, digest_of
from tour.narration.model import BuildState, Publication
from tour.narration.records import FORMAT, from_record

PUBLISHED = "published.json"
EXTENSIONS: Final = ("webm", "mp3", "vtt")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_NOTHING = "nothing"

Key = tuple[str, str]
"""(stop id, language)."""


def text_digest(paragraphs: Sequence[str]) -> str:
    """What a publication's ``text`` is compared with: changes with any letter of any paragraph."""
    return digest_of(canonical(list(paragraphs)))


class ClipStore:
    """What is published in ``audio_dir``. Safe to share between threads; never writes."""

    def __init__(self, audio_dir: Path) -> None:
        self.audio_dir = audio_dir
        self._path = audio_dir / PUBLISHED
        self._lock = threading.Lock()
        self._read: tuple[str, Mapping[Key, Publication]] = (_NOTHING, MappingProxyType({}))

    def stamp(self) -> str:
        """Changes whenever any publication changes; costs one look at the file system."""
        try:
            return _stamp(self._path.stat())
        except OSError:
            return _NOTHING

    def publications(self) -> Mapping[Key, Publication]:
        """Everything that is published now, by stop id and language.

        A file that cannot be read leaves what was read last.
        """
        if self._read[0] != self.stamp():
            with self._lock:
                if self._read[0] != self.stamp():
                    self._read = self._fresh()
        return self._read[1]

    def publication(self, stop_id: str, language: str) -> Publication | None:
        """The narration being served for a stop in a language."""
        return self.publications().get((stop_id, language))

    def file(self, digest: str, extension: str) -> Path | None:
        """Where a published file lies; None for names that are none and files that are gone."""
        if extension not in EXTENSIONS or _DIGEST.fullmatch(digest) is None:
            return None
        path = self.audio_dir / f"{digest}.{extension}"
        return path if path.is_file() else None

    def build_state(self) -> BuildState | None:
        """What the narration process is doing; None when none has ever run here.

        ``running`` is False when the process that wrote it is dead.
        """
        return state.read(self.audio_dir)

    def _fresh(self) -> tuple[str, Mapping[Key, Publication]]:
        try:
            with self._path.open("rb") as file:
                stamp = _stamp(os.fstat(file.fileno()))
                document = json.load(file)
        except FileNotFoundError:
            return _NOTHING, MappingProxyType({})
        except (OSError, ValueError):
            return self.stamp(), self._read[1]
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            return stamp, self._read[1]
        try:
            publications = [from_record(record) for record in document["publications"]]
        except (KeyError, TypeError, ValueError):
            return stamp, self._read[1]
        return stamp, MappingProxyType({(one.stop_id, one.language): one for one in publications})


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"
