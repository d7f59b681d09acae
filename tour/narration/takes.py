"""Human takes of single sentences or paragraphs, which together make a stop.

``audio/recordings/<language>/<stop id>/<digest of the sentence>.<extension>``: one sentence, as the
recording page keeps it. An edited sentence has another digest, so a take is never heard with words
that it does not say.

``audio/recordings/<language>/<stop id>/p<n>.<extension>``: paragraph n as the page shows it,
counted from 1; its sentences are cut at its pauses.

A stop is read by a person once every sentence of it has a take; voices are not mixed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tour.narration.alignment import word_marks
from tour.narration.files import canonical, digest_of
from tour.narration.master import Pauses, trim
from tour.narration.model import ALIGNED, Samples, Speech, Spoken, Voice
from tour.narration.pcm import MASTER_HZ, amplitude, measure
from tour.narration.recordings import (
    EXTENSIONS,
    RECORDINGS,
    decode_take,
    load_recording,
    recorded_by,
    room_gate_db,
)

Sentences = Sequence[tuple[int, str]]
"""The written sentences of a stop with their paragraphs, from 0, in order."""

_LEVEL_LUFS = -23.0  # takes of one stop come together here; the whole is levelled afterwards
_MOST_GAIN_DB = 30.0


@dataclass(frozen=True, slots=True)
class Take:
    """Where one sentence is heard. ``of``: the sentences that the file holds; ``place`` in them."""

    path: Path
    version: str
    of: tuple[str, ...]
    place: int

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
    folder = takes_folder(audio_dir, language, stop_id)
    if not folder.is_dir():
        return (None,) * len(sentences)
    found: list[Take | None] = []
    paragraphs: dict[int, list[str]] = {}
    for paragraph, written in sentences:
        paragraphs.setdefault(paragraph, []).append(written)
    met: dict[int, int] = {}
    for paragraph, written in sentences:
        place = met.get(paragraph, 0)
        met[paragraph] = place + 1
        own = _file(folder, sentence_digest(written))
        shared = _file(folder, f"p{paragraph + 1}")
        if own is not None:
            found.append(Take(own, _version(own), (written,), 0))
        elif shared is not None:
            found.append(Take(shared, _version(shared), tuple(paragraphs[paragraph]), place))
        else:
            found.append(None)
    return tuple(found)


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


def speech_of(take: Take, said: Sequence[Spoken], language: str) -> Speech:
    """The sentence out of its take, without the room's silence, at a common loudness.

    ``said``: the sentences that the file holds, in order (as ``take.of``).

    Raises:
        VoiceFailed: the file is no sound, or silent.
    """
    if len(take.of) == 1:
        samples = decode_take(take.path)
        samples = trim(samples, MASTER_HZ, room_gate_db(samples, MASTER_HZ)).samples
    else:
        whole, placed = load_recording(take.path, said, language, Pauses(lead_in_s=0, lead_out_s=0))
        here = placed[take.place]
        samples = whole[round(here.start_s * MASTER_HZ) : round(here.end_s * MASTER_HZ)]
    marks = word_marks(samples, MASTER_HZ, said[take.place], language)
    return Speech(_levelled(samples), MASTER_HZ, marks)


def evened(speech: Speech) -> Speech:
    """The same at the common loudness of a stop that several voices say."""
    return replace(speech, samples=_levelled(speech.samples))


def _levelled(samples: Samples) -> Samples:
    loudness = measure(samples, peak=False).lufs
    gain_db = min(max(_LEVEL_LUFS - loudness, -_MOST_GAIN_DB), _MOST_GAIN_DB)
    louder: Samples = (samples * np.float32(amplitude(gain_db))).clip(-1.0, 1.0)
    return louder


def _file(folder: Path, stem: str) -> Path | None:
    paths = (folder / f"{stem}.{extension}" for extension in EXTENSIONS)
    return next((path for path in paths if path.is_file()), None)


def _version(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
