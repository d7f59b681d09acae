"""``audio/build.json``: what the narration process is doing; and the lock of which there is one."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tour.errors import Unavailable
from tour.narration.files import canonical, write_whole
from tour.narration.model import BuildState

STATE = "build.json"
LOCK = ".build.lock"
_START_TIME_FIELD = 19  # of /proc/<pid>/stat after the process's name (proc(5): field 22)


def process_mark(pid: int) -> str | None:
    """Tells this life of a process id from an earlier one; None when no such process lives.

    Where there is no /proc, every life looks alike.
    """
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return None
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            pass
        return "alive"
    except ProcessLookupError:
        return None
    parts = line.rpartition(")")[2].split()
    return None if parts[0] in "ZX" else parts[_START_TIME_FIELD]


def write(audio_dir: Path, current: BuildState) -> None:
    """Replace the state by that of this process.

    Raises:
        NoSpace: the disk is full.
    """
    document = {
        "pid": os.getpid(),
        "mark": process_mark(os.getpid()),
        "running": current.running,
        "done": current.done,
        "total": current.total,
        "written_at": round(current.written_at, 3),
        "waiting": [[*key, round(seconds, 1)] for key, seconds in current.waiting.items()],
        "voiceless": list(current.voiceless),
    }
    write_whole(audio_dir / STATE, canonical(document), durable=False)


def read(audio_dir: Path) -> BuildState | None:
    """The state that was written last; not running when its process is dead."""
    try:
        document = json.loads((audio_dir / STATE).read_bytes())
        alive = document["running"] and process_mark(document["pid"]) == document["mark"]
        return BuildState(
            running=alive,
            done=document["done"],
            total=document["total"],
            written_at=document["written_at"],
            waiting={(stop, lang): ready for stop, lang, ready in document["waiting"]}
            if alive
            else {},
            voiceless=tuple(document["voiceless"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def only_one(audio_dir: Path) -> Iterator[None]:
    """Hold the build lock; it ends with the process, however that dies.

    Raises:
        Unavailable: another process holds it; the message says which.
    """
    audio_dir.mkdir(parents=True, exist_ok=True)
    with (audio_dir / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            lock.seek(0)
            message = f"Narration is being made already, by {lock.read() or 'another process'}."
            raise Unavailable(message) from fault
        lock.truncate(0)
        since = time.strftime("%H:%M:%S")
        lock.write(f"process {os.getpid()} since {since}")
        lock.flush()
        yield
