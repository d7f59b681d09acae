"""Which words a take was recorded with: kept beside it, so that an edit of the text is noticed.

``gate.wav.words`` holds the digests of the take and of the words it was first published with.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from tour.narration.files import canonical, digest_of, write_whole
from tour.narration.recipe import Script

WORDS = ".words"

Kept = tuple[Path, str, str]
"""A take's file, its version, the digest of the words that it should say."""


def remember_words(script: Script) -> None:
    """Keep the words of each take that was published for the first time.

    Raises:
        NoSpace: the disk is full.
    """
    for path, version, words in _takes(script):
        known = _known(path)
        if known is None or known[0] != version:
            write_whole(_beside(path), canonical([version, words]))


def stale_takes(script: Script) -> tuple[Path, ...]:
    """The takes that were recorded for other words than those of today."""
    stale = []
    for path, version, words in _takes(script):
        known = _known(path)
        if known is not None and known[0] == version and known[1] != words:
            stale.append(path)
    return tuple(stale)


def _takes(script: Script) -> Iterator[Kept]:
    """Takes that hold several sentences; one of a single sentence is named by its words."""
    if script.recording is not None:
        written = [line.spoken.written for line in script.lines]
        version, _, _alignment = script.voice.version.partition("/")
        yield script.recording, version, digest_of(canonical(written))
    shared = {line.take.path: line.take for line in script.lines if line.take is not None}
    for path, take in shared.items():
        if len(take.of) > 1:
            yield path, take.version, digest_of(canonical(take.of))


def _known(path: Path) -> tuple[str, str] | None:
    try:
        version, words = json.loads(_beside(path).read_bytes())
    except (OSError, ValueError):
        return None
    return str(version), str(words)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{WORDS}")
