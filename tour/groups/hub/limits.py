"""How a hub treats its streams, and what begins one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times are in seconds; `jitter` is the share by which planned times are moved."""

    streams: int = 15_000
    streams_each: int = 3  # of one holder in this process; for a further one the oldest is cut
    kernel_buffer_bytes: int = 32 * 1024
    waiting_bytes: int = 64 * 1024  # on top of the kernel's buffer; then the stream is cut
    heartbeat_s: float = 15.0
    unacknowledged_s: float = 15.0  # who acknowledges nothing for so long has vanished
    life_s: float = 1800.0
    poll_s: float = 5.0  # between looks at the log
    retry_s: float = 1.0  # until the next look when the log could not be read
    farewell_s: float = 1.0  # for last words to leave
    jitter: float = 0.25
    back_after_ms: tuple[int, int] = (300, 3000)  # when phones come back after a farewell


class Holder(NamedTuple):
    """Whose stream it is: a phone by its number, a guide by the digest of a session."""

    kind: str
    id: int | str
    group_id: int


StillAdmitted = Callable[[Collection[Holder]], Collection[Holder]]
"""Which of these holders may still hear what happens in their group."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A stream that is to begin: ``first`` is written first, and ``seq`` is how far that goes."""

    group_id: int
    seq: int
    first: bytes
    holder: Holder | None = None
