"""Human takes of single sentences or paragraphs, which together make a stop.

``audio/recordings/<language>/<stop id>/<digest of the sentence>.<extension>``: one sentence, as the
recording page keeps it. An edited sentence has another digest, so a take is never heard with words
that it does not say.

``audio/recordings/<language>/<stop id>/p<n>.<extension>``: paragraph n as the page shows it,
counted from 1; its sentences are cut at its pauses.

A stop is read by a person once every sentence of it has a take; voices are not mixed. A take in
which nothing can be heard is none.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tour.narration.files import canonical, digest_of
from tour.narration.model import ALIGNED, Voice
from tour.narration.recordings import EXTENSIONS, RECORDINGS, recorded_by
from tour.narration.take_silence import is_silent_file

Sentences = Sequence[tuple[int, str]]
"""The written sentences of a stop with their paragraphs, from 0, in order."""


@dataclass(frozen=True, slots=True)
class Take:
    """Where one sentence is heard. ``of``: the sentences that the file holds; ``place`` in them."""

    path: Path
    version: str
    of: tuple[str, ...]
    place: int

    @property
    def is_named_by_words(self) -> bool:
        """Whether it is a sentence's own, which an edit leaves behind; else a paragraph's."""
        return self.path.stem == sentence_digest(self.of[self.place])

    @property
    def key(self) -> str:
        """Names the speech: changes with the file and with the sentences cut out of it."""
        return digest_of(canonical(["take", ALIGNED, self.version, self.of, self.place]))


def sentence_digest(written: str) -> str:
    """Names the take of a sentence."""
    return digest_of(written.encode())


def takes_folder(audio_dir: Path, language: str, stop_id: str) -> Path:
    """Where the takes of a stop's sentences and paragraphs lie."""
    return audio_dir / RECORDINGS / language / stop_id


def find_takes(
    audio_dir: Path, language: str, stop_id: str, sentences: Sentences
) -> tuple[Take | None, ...]:
    """The take of each sentence: its own, else its paragraph's; None where there is none.

    Raises:
        OSError: a file is there and cannot be read.
    """
    shared = paragraph_takes(audio_dir, language, stop_id, sentences)
    return with_own_takes(takes_folder(audio_dir, language, stop_id), sentences, shared)


def with_own_takes(
    folder: Path, sentences: Sentences, shared: Sequence[Take | None]
) -> tuple[Take | None, ...]:
    """The take of each sentence's own where there is one, else that of its paragraph.

    Raises:
        OSError: a file is there and cannot be read.
    """
    found = []
    for paragraph, (_, written) in zip(shared, sentences, strict=True):
        own = _file(folder, sentence_digest(written))
        found.append(Take(own, _version(own), (written,), 0) if own else paragraph)
    return tuple(found)


def paragraph_takes(
    audio_dir: Path, language: str, stop_id: str, sentences: Sentences
) -> tuple[Take | None, ...]:
    """The take of each sentence's paragraph; None where there is none.

    Raises:
        OSError: a file is there and cannot be read.
    """
    folder = takes_folder(audio_dir, language, stop_id)
    texts: dict[int, tuple[str, ...]] = {}
    places = []
    for paragraph, written in sentences:
        before = texts.get(paragraph, ())
        places.append(len(before))
        texts[paragraph] = (*before, written)
    files = {number: _file(folder, f"p{number + 1}") for number in texts}
    versions = {path: _version(path) for path in files.values() if path}
    return tuple(
        Take(path, versions[path], texts[paragraph], place) if (path := files[paragraph]) else None
        for place, (paragraph, _) in zip(places, sentences, strict=True)
    )


def every_take(
    audio_dir: Path, language: str, stop_id: str, sentences: Sentences
) -> tuple[Take, ...] | None:
    """A take for each sentence; None unless all of them are there."""
    takes = find_takes(audio_dir, language, stop_id, sentences)
    whole = tuple(take for take in takes if take is not None)
    return whole if takes and len(whole) == len(takes) else None


def takes_voice(language: str, stop_id: str, takes: Iterable[Take]) -> Voice:
    """The voice of a stop that is read by a person sentence by sentence."""
    version = digest_of(canonical([take.key for take in takes]))
    return recorded_by(f"recording:{language}/{stop_id}", stop_id, language, version)


def _file(folder: Path, stem: str) -> Path | None:
    paths = (folder / f"{stem}.{extension}" for extension in EXTENSIONS)
    return next((path for path in paths if path.is_file() and not is_silent_file(path)), None)


def _version(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
