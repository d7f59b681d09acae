"""Takes in which nothing can be heard. They are never published, and never left unsaid."""

from functools import lru_cache
from pathlib import Path

_KNOWN = 4096


def is_silent_file(path: Path) -> bool:
    """Whether a take can be played, and nothing is heard in it.

    Raises:
        OSError: it is not there.
    """
    now = path.stat()
    return _is_silent_file(path, now.st_mtime_ns, now.st_size)


@lru_cache(_KNOWN)
def _is_silent_file(path: Path, _changed_ns: int, size: int) -> bool:
    from av.error import FFmpegError  # noqa: PLC0415 - a plan without takes needs no sound

    from tour.narration.pcm import MASTER_HZ, decoded, is_silent  # noqa: PLC0415

    try:
        return size > 0 and is_silent(decoded(path, MASTER_HZ))
    except (OSError, IndexError, FFmpegError):
        return False
