"""Wakes the streams of every process when a group's log has grown.

The log is the truth; a broker only says where to look. A message that is lost, repeated or late
therefore loses no command: whoever listens also reads the log now and then. Within a process the
events that were just kept come along, so that nobody waits for them to be read.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Final, Protocol


class Logged(Protocol):
    """An event of a group's log; ``data`` is its JSON on one line."""

    @property
    def seq(self) -> int:
        """Its number."""

    @property
    def kind(self) -> str:
        """What it is called on the wire."""

    @property
    def data(self) -> str:
        """The JSON."""


Wake = Callable[[int, int, Sequence[Logged]], None]
"""Called with (group id, seq, kept): the log of this group has an event with this number.

``kept`` are events that were just kept, the last with this number; or none: the log has them.
"""

EVERY_GROUP: Final = 0
"""In place of a group's id: messages may have been lost, look at every group."""


class Closeable(Protocol):
    """Something that runs until it is closed."""

    def close(self) -> None:
        """End it. Doing it again changes nothing."""


class Broker(Protocol):
    """Carries wakes between threads and processes. Safe to use from many threads."""

    def publish(self, group_id: int, seq: int, kept: Sequence[Logged] = ()) -> None:
        """Wake whoever listens. Returns at once and never raises."""

    def listen(self, wake: Wake) -> Closeable:
        """Call ``wake`` from some thread for what is published from now on, until closed."""


class NullBroker:
    """Wakes nobody: what listens finds new events by looking at the log."""

    def publish(self, group_id: int, seq: int, kept: Sequence[Logged] = ()) -> None:
        """Do nothing."""

    def listen(self, wake: Wake) -> Closeable:  # noqa: ARG002 - nobody is ever woken
        """Give something to close."""
        return Listening(lambda: None)


class InProcessBroker:
    """Wakes what listens in this process, in the thread that publishes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wakes: tuple[Wake, ...] = ()

    def publish(self, group_id: int, seq: int, kept: Sequence[Logged] = ()) -> None:
        """Call every listener."""
        for wake in self._wakes:
            wake(group_id, seq, kept)

    def listen(self, wake: Wake) -> Closeable:
        """Add a listener."""
        with self._lock:
            self._wakes = (*self._wakes, wake)

        def end() -> None:
            with self._lock:
                self._wakes = tuple(each for each in self._wakes if each is not wake)

        return Listening(end)


class Listening:
    """One listener, until it is closed."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end

    def close(self) -> None:
        """End it."""
        self._end()
