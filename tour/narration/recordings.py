"""Human takes: ``audio/recordings/<language>/<stop id>.wav|flac|…`` win over any voice."""

import hashlib
from pathlib import Path

from tour.narration.files import DIGEST_LENGTH
from tour.narration.model import ALIGNED, Voice
from tour.narration.take_silence import is_silent_file

RECORDINGS = "recordings"
EXTENSIONS = ("wav", "flac", "m4a", "mp3", "ogg", "opus", "webm")


def find_recording(audio_dir: Path, language: str, stop_id: str) -> Path | None:
    """The human take of a stop in a language. Of several, the least compressed."""
    folder = audio_dir / RECORDINGS / language
    paths = (folder / f"{stop_id}.{extension}" for extension in EXTENSIONS)
    return next((path for path in paths if path.is_file() and not is_silent_file(path)), None)


def recording_voice(path: Path, language: str) -> Voice:
    """The voice of a human take; its version is the digest of the file.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        version = hashlib.file_digest(file, "sha256").hexdigest()[:DIGEST_LENGTH]
    return recorded_by(f"recording:{language}/{path.stem}", path.stem, language, version)


def recorded_by(voice_id: str, name: str, language: str, version: str) -> Voice:
    """A person's voice; ``version`` changes with what was recorded."""
    return Voice(
        id=voice_id,
        engine="recording",
        name=name,
        language=language,
        version=f"{version}/{ALIGNED}",
        quality="human",
        licence="As agreed with the speaker",
        description="Read by a person",
        labelled="Human recording",
    )
