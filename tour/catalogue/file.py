"""The tour file of a running server: followed as it changes, the last good tour kept."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

from tour.catalogue.check import CheckResult, bad_catalogue, check_bytes, unreadable
from tour.catalogue.faults import Fault
from tour.catalogue.model import Tour

LOOK_EVERY_S = 1.0


class TourFile:
    """Holds one tour file. Safe to share between threads.

    The file is looked at when it is asked about, at most once a second, and parsed only when its
    bytes differ. While one thread parses a changed file, the others go on with the last tour.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = monotonic) -> None:
        """Follow ``path``; nothing is read yet. ``clock`` gives seconds that only grow."""
        self.path = path
        self._clock = clock
        self._lock = Lock()
        self._looked_at: float | None = None
        self._content: bytes | None = None
        self._tour: Tour | None = None
        self._faults: tuple[Fault, ...] = ()

    def current(self) -> Tour:
        """The tour as the file says now, or as it last said without a fault.

        Raises:
            BadCatalogue: the file has faults and there never was a good one.
        """
        self._look()
        tour, faults = self._tour, self._faults
        if tour is None:
            raise bad_catalogue(self.path, faults)
        return tour

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the file as it is now; empty when it is good."""
        self._look()
        return self._faults

    def _look(self) -> None:
        waits = self._tour is None
        if not self._lock.acquire(blocking=waits):
            return
        try:
            now = self._clock()
            if self._looked_at is None or now - self._looked_at >= LOOK_EVERY_S:
                self._read()
                self._looked_at = now
        finally:
            self._lock.release()

    def _read(self) -> None:
        try:
            content = self.path.read_bytes()
        except OSError as error:
            self._content, self._faults = None, (unreadable(self.path, error),)
            return
        if content == self._content:
            return
        result: CheckResult = check_bytes(content)
        self._tour = result.tour or self._tour
        self._content, self._faults = content, result.faults
