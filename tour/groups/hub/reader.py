"""Reads the log for the hub, so that a slow database holds up no stream."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence

from tour.groups.hub.frames import Frame

log = logging.getLogger(__name__)

ReadEvents = Callable[[int, int], Sequence[Frame]]
"""(group id, after) → the group's events with a higher number, in order."""

Found = Callable[[int, int, Sequence[Frame] | None], None]
"""Takes (group id, after, events); None when the log could not be read."""


class LogReader:
    """One thread that reads what is asked for, in that order, until it is closed."""

    def __init__(self, read_events: ReadEvents, found: Found) -> None:
        self._read_events = read_events
        self._found = found
        self._asked: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="group-log", daemon=True)
        self._thread.start()

    def ask(self, group_id: int, after: int) -> None:
        """Have ``found`` called with the events of a group after a number."""
        self._asked.put((group_id, after))

    def close(self) -> None:
        """End the thread after what it is reading."""
        self._asked.put(None)

    def _run(self) -> None:
        while (asked := self._asked.get()) is not None:
            group_id, after = asked
            events: Sequence[Frame] | None
            try:
                events = self._read_events(group_id, after)
            except Exception:
                log.exception("the log of group %d could not be read", group_id)
                events = None
            self._found(group_id, after, events)
