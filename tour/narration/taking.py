"""Keeping a take of one sentence as the recording page sends it, and telling how good it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import av
import numpy as np

from tour.errors import InvalidInput, NotFound
from tour.narration.encode import encode_flac
from tour.narration.files import DIGEST_LENGTH, write_whole
from tour.narration.master import window_levels
from tour.narration.model import Samples
from tour.narration.pcm import MASTER_HZ, TooLong, decibel, decode, is_silent, measure
from tour.narration.recordings import EXTENSIONS
from tour.narration.takes import sentence_digest, takes_folder

Fault = Literal["clipped", "quiet", "noisy"]

SHORTEST_S: Final = 0.4
LONGEST_S: Final = 90.0
_DIGEST: Final = re.compile(rf"[0-9a-f]{{{DIGEST_LENGTH}}}")
_FULL: Final = 0.99
_CLIPPED_SAMPLES: Final = 10
_QUIET_LUFS: Final = -42.0
_NOISY_DB: Final = 26.0
_ROOM_SHARE: Final = 0.1
_SPEECH_SHARE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """How a take sounds. ``above_noise_db``: speech over the room's own noise."""

    duration_s: float
    loudness_lufs: float
    above_noise_db: float
    faults: tuple[Fault, ...]


def judge(samples: Samples) -> Judged:
    """Whether a take (48 kHz) is loud enough, not cut off at full scale, and in a quiet room."""
    rms, _ = window_levels(samples, MASTER_HZ)
    room, speech = (float(np.quantile(rms, share)) for share in (_ROOM_SHARE, _SPEECH_SHARE))
    above_db = decibel(speech / room) if room > 0 and speech > 0 else 96.0
    lufs = measure(samples, peak=False).lufs
    faults: list[Fault] = []
    if int(np.count_nonzero(np.abs(samples) >= _FULL)) > _CLIPPED_SAMPLES:
        faults.append("clipped")
    if lufs < _QUIET_LUFS:
        faults.append("quiet")
    if above_db < _NOISY_DB:
        faults.append("noisy")
    duration_s = round(samples.size / MASTER_HZ, 2)
    return Judged(duration_s, round(lufs, 1), round(above_db, 1), tuple(faults))


def keep_take(
    audio_dir: Path,
    language: str,
    stop_id: str,
    sentences: Sequence[str],
    digest: str,
    sound: bytes,
) -> Judged:
    """Keep a take in place of the one before; a faulty one too, for whoever records to decide.

    ``sentences``: the stop's, as written today; ``digest`` names one of them.

    Raises:
        NotFound: no sentence of today's text has this digest.
        InvalidInput: it is no sound, silent, too short or too long. What was there stays.
        NoSpace: the disk is full. What was there stays.
    """
    _need(sentences, digest)
    samples = _sound_of(sound)
    folder = takes_folder(audio_dir, language, stop_id)
    write_whole(folder / f"{digest}.flac", encode_flac(samples, MASTER_HZ, {}))
    for extension in EXTENSIONS:
        if extension != "flac":
            (folder / f"{digest}.{extension}").unlink(missing_ok=True)
    return judge(samples)


def _sound_of(sound: bytes) -> Samples:
    """What a take may be, at 48 kHz; ``reason`` says to a page why it is refused."""
    length = f"A sentence lasts from {SHORTEST_S:g} to {LONGEST_S:g} seconds. Record it again."
    try:
        samples = decode(sound, MASTER_HZ, LONGEST_S)
    except TooLong as fault:
        raise InvalidInput(length, reason="length") from fault
    except (OSError, ValueError, IndexError, av.error.FFmpegError) as fault:
        raise _unreadable() from fault
    if not np.isfinite(samples).all():
        raise _unreadable()
    if samples.size / MASTER_HZ < SHORTEST_S:
        raise InvalidInput(length, reason="length")
    if is_silent(samples[at : at + MASTER_HZ] for at in range(0, samples.size, MASTER_HZ)):
        message = "Nothing can be heard in it. See that the microphone is on and record it again."
        raise InvalidInput(message, reason="silent")
    return samples


def _unreadable() -> InvalidInput:
    message = "This is no sound that can be read. Record it again."
    return InvalidInput(message, reason="unreadable")


def drop_take(audio_dir: Path, language: str, stop_id: str, digest: str) -> None:
    """Forget a take of a sentence, an old one's too; nothing happens when there is none.

    Raises:
        NotFound: the name is no sentence's. Takes of paragraphs and notes are the operator's.
    """
    if not _DIGEST.fullmatch(digest):
        raise NotFound("There is no take of a sentence of this name.")
    for extension in EXTENSIONS:
        (takes_folder(audio_dir, language, stop_id) / f"{digest}.{extension}").unlink(
            missing_ok=True
        )


def take_file(
    audio_dir: Path, language: str, stop_id: str, sentences: Sequence[str], digest: str
) -> Path:
    """The take of a sentence.

    Raises:
        NotFound: there is none, or no such sentence.
    """
    _need(sentences, digest)
    folder = takes_folder(audio_dir, language, stop_id)
    for extension in EXTENSIONS:
        if (folder / f"{digest}.{extension}").is_file():
            return folder / f"{digest}.{extension}"
    raise NotFound("This sentence has not been recorded.")


def _need(sentences: Sequence[str], digest: str) -> None:
    if digest not in map(sentence_digest, sentences):
        raise NotFound("The text has changed: it has no such sentence any more. Reload the page.")
