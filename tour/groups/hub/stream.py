"""One open stream: its descriptor, how far it has got, and what the network has not taken yet."""

import os

from tour.groups.hub.limits import Opening


class Stream:
    """A phone's connection. Only the hub's thread touches it.

    The descriptor is non-blocking and belongs to the stream. ``seq`` is the number of the last
    event that was written; ``waiting`` is what the kernel did not take, None as a rule.
    """

    __slots__ = ("ends_at_s", "fd", "group_id", "holder", "leaving", "seq", "slot", "waiting")

    def __init__(self, fd: int, opening: Opening, *, slot: int, ends_at_s: float) -> None:
        self.fd = fd
        self.group_id = opening.group_id
        self.holder = opening.holder
        self.seq = opening.seq
        self.slot = slot
        self.ends_at_s = ends_at_s
        self.leaving = False
        self.waiting: bytearray | None = None

    def write(self, data: bytes) -> bool:
        """Send, or keep what the kernel does not take; whether everything is on its way.

        Raises:
            OSError: the phone is gone.
        """
        if self.waiting is not None:
            self.waiting += data
            return False
        try:
            sent = os.write(self.fd, data)
        except BlockingIOError:
            sent = 0
        if sent == len(data):
            return True
        self.waiting = bytearray(memoryview(data)[sent:])
        return False

    def flush(self) -> bool:
        """Send what waits; whether everything is on its way now.

        Raises:
            OSError: the phone is gone.
        """
        if self.waiting is None:
            return True
        try:
            sent = os.write(self.fd, self.waiting)
        except BlockingIOError:
            return False
        del self.waiting[:sent]
        if self.waiting:
            return False
        self.waiting = None
        return True
