"""Files that are either whole or not there, and the words for a full disk."""

import errno
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tour.errors import Unavailable

DIGEST_LENGTH = 32
TEMPORARY = ".tmp-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoSpace(Unavailable):
    """The disk took no more; nothing half-written was left under a name that is served."""

    title = "The disk is full"


def digest_of(data: bytes) -> str:
    """The name of these bytes: the first 32 hex digits of their SHA-256."""
    return hashlib.sha256(data).hexdigest()[:DIGEST_LENGTH]


def canonical(value: object) -> bytes:
    """JSON with one spelling, for digests."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fsync_folder(folder: Path) -> None:
    """Make a rename inside ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(
    path: Path, data: bytes, *, durable: bool = True, write: Callable[[int, bytes], int] = os.write
) -> None:
    """Put ``data`` at ``path`` in one step: a reader sees the old file or the new one.

    ``durable``: also survives a power cut. ``write`` is how bytes reach the disk.

    Raises:
        NoSpace: the disk is full; ``path`` is as it was before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
    except OSError as fault:
        raise _explained(fault, path) from fault
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[write(handle, bytes(rest[: 1 << 20])) :]
            os.fchmod(handle, 0o644)
            if durable:
                os.fsync(handle)
        finally:
            os.close(handle)
        Path(name).replace(path)
    except BaseException as fault:
        with suppress(OSError):
            Path(name).unlink()
        if isinstance(fault, OSError):
            raise _explained(fault, path) from fault
        raise
    if durable:
        fsync_folder(path.parent)


def sweep(folder: Path, older_than_s: float) -> int:
    """Remove temporary files that a killed process left; gives how many."""
    limit = time.time() - older_than_s
    swept = 0
    for path in folder.glob(f"{TEMPORARY}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
                swept += 1
    return swept


def _explained(fault: OSError, path: Path) -> OSError | NoSpace:
    if fault.errno not in _FULL:
        return fault
    message = (
        f"The disk that holds {path.parent} is full, so {path.name} was not written. "
        "What was published before is untouched. Free some space "
        "(`flask narrate --prune` removes unused sound) and run `flask narrate` again: "
        "it goes on where it stopped."
    )
    return NoSpace(message)
