"""Which words a take was recorded with: kept beside it, so that an edit of the text is noticed.

``gate.wav.words`` holds the digests of the take, of the words it was first published with, and of
each sentence of these.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tour.narration.files import DIGEST_LENGTH, canonical, digest_of, write_whole
from tour.narration.script import Script
from tour.narration.takes import sentence_digest

WORDS = ".words"


@dataclass(frozen=True, slots=True)
class Words:
    """What a take says. ``version`` is the take's; ``sentences``: digests, empty in old files."""

    version: str
    whole: str
    sentences: tuple[str, ...] = ()

    def say(self, written: Sequence[str]) -> bool:
        """Whether these are the sentences."""
        return self.whole == digest_of(canonical(list(written)))


def remember_words(script: Script) -> None:
    """Keep the words of each take that was published for the first time.

    Raises:
        NoSpace: the disk is full.
    """
    for path, version, written in _takes(script):
        known = _known(path)
        same_take = known is not None and known.version == version
        if known is not None and same_take and (known.sentences or not known.say(written)):
            continue
        sentences = [sentence_digest(text) for text in written]
        document = [version, digest_of(canonical(list(written))), sentences]
        write_whole(_beside(path), canonical(document))


def stale_takes(script: Script) -> tuple[Path, ...]:
    """The takes that were recorded for other words than those of today."""
    stale = []
    for path, version, written in _takes(script):
        known = _known(path)
        if known is not None and known.version == version and not known.say(written):
            stale.append(path)
    return tuple(stale)


def words_of(path: Path) -> Words | None:
    """What a take was first published with; None when that is not known of this very file.

    Raises:
        OSError: the take cannot be read.
    """
    known = _known(path)
    if known is None:
        return None
    with path.open("rb") as file:
        version = hashlib.file_digest(file, "sha256").hexdigest()[:DIGEST_LENGTH]
    return known if known.version == version else None


def _takes(script: Script) -> Iterator[tuple[Path, str, Sequence[str]]]:
    """The file, version and sentences of the takes that are not named by their words."""
    if script.recording is not None:
        version, _, _alignment = script.voice.version.partition("/")
        yield script.recording, version, [line.spoken.written for line in script.lines]
    shared = {line.take.path: line.take for line in script.lines if line.take is not None}
    for path, take in shared.items():
        if not take.is_named_by_words:
            yield path, take.version, take.of


def _known(path: Path) -> Words | None:
    try:
        version, whole, *sentences = json.loads(_beside(path).read_bytes())
        return Words(str(version), str(whole), tuple(sentences[0]) if sentences else ())
    except (OSError, ValueError, TypeError):
        return None


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{WORDS}")
