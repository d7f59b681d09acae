"""Asks the database for the hub, so that a slow one holds up no stream."""

import logging
import queue
import threading
from collections.abc import Callable, Collection, Sequence

from tour.groups.hub.frames import Frame
from tour.groups.hub.limits import Holder, StillAdmitted

log = logging.getLogger(__name__)

ReadEvents = Callable[[int, int], Sequence[Frame]]
"""(group id, after) → the group's events with a higher number, in order."""

Found = Callable[[int, int, Sequence[Frame] | None], None]
"""Takes (group id, after, events); None when the log could not be read."""

Expel = Callable[[Collection[Holder]], None]
"""Takes the holders that are admitted no longer."""


class LogReader:
    """One thread that answers what is asked, in that order, until it is closed."""

    def __init__(
        self,
        read_events: ReadEvents,
        found: Found,
        still_admitted: StillAdmitted,
        expel: Expel,
    ) -> None:
        self._read_events = read_events
        self._found = found
        self._still_admitted = still_admitted
        self._expel = expel
        self._asked: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="group-log", daemon=True)
        self._thread.start()

    def ask(self, group_id: int, after: int) -> None:
        """Have ``found`` called with the events of a group after a number."""
        self._asked.put(lambda: self._read(group_id, after))

    def check(self, holders: frozenset[Holder]) -> None:
        """Have ``expel`` called with those that are admitted no longer, if there are any."""
        self._asked.put(lambda: self._check(holders))

    def close(self) -> None:
        """End the thread after what it is doing."""
        self._asked.put(None)

    def _run(self) -> None:
        while (work := self._asked.get()) is not None:
            work()

    def _read(self, group_id: int, after: int) -> None:
        events: Sequence[Frame] | None
        try:
            events = self._read_events(group_id, after)
        except Exception:
            log.exception("the log of group %d could not be read", group_id)
            events = None
        self._found(group_id, after, events)

    def _check(self, holders: frozenset[Holder]) -> None:
        try:
            gone = holders.difference(self._still_admitted(holders))
        except Exception:
            log.exception("whose streams are still allowed could not be read; none is cut")
            return
        if gone:
            self._expel(gone)
