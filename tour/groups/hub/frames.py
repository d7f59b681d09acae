"""What stands on the wire: Server-Sent Events (WHATWG HTML, section 9.2)."""

from dataclasses import dataclass
from typing import Final

HEARTBEAT: Final = b":\n\n"
"""A comment: tells proxies and the kernel whether anybody is there; clients ignore it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One event, ready to be sent. The same bytes go to every stream of its group."""

    seq: int
    data: bytes


def event_frame(seq: int, kind: str, document: bytes) -> Frame:
    """The event with its number as ``id``; ``document`` is JSON on one line."""
    return Frame(seq, b"id: %d\nevent: %s\ndata: %s\n\n" % (seq, kind.encode(), document))


def farewell(retry_ms: int) -> bytes:
    """Says that the server ends the stream on purpose, and when to open it again."""
    return b'event: bye\nretry: %d\ndata: {"retry_ms":%d}\n\n' % (retry_ms, retry_ms)
