"""What stands on the wire: Server-Sent Events (WHATWG HTML, section 9.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tour.groups.broker import Logged

HEARTBEAT: Final = b":\n\n"
"""A comment: tells proxies and the kernel whether anybody is there; clients ignore it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One event, ready to be sent. The same bytes go to every stream of its group."""

    seq: int
    data: bytes


def event_frames(events: Iterable[Logged]) -> list[Frame]:
    """The events as they stand on the wire, each with its number as ``id``."""
    return [
        Frame(each.seq, f"id: {each.seq}\nevent: {each.kind}\ndata: {each.data}\n\n".encode())
        for each in events
    ]


def farewell(retry_ms: int) -> bytes:
    """Says that the server ends the stream on purpose, and when to open it again."""
    return b'event: bye\nretry: %d\ndata: {"retry_ms":%d}\n\n' % (retry_ms, retry_ms)
