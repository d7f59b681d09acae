"""The tour file of a running server: followed as it changes, the last good tour kept."""

from collections.abc import Callable
from contextlib import suppress
from os import getpid
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

    def __init__(
        self, path: Path, clock: Callable[[], float] = monotonic, keep: Path | None = None
    ) -> None:
        """Follow ``path``; nothing is read yet. ``clock`` gives seconds that only grow.

        ``keep`` is where a copy of the last good file lies, so that a server that starts while an
        editor's fault stands still has a tour.
        """
        self.path = path
        self._clock = clock
        self._kept = keep
        self._lock = Lock()
        self._looked_at: float | None = None
        self._content: bytes | None = None
        self._tour: Tour | None = None
        self._faults: tuple[Fault, ...] = ()

    def current(self) -> Tour:
        """The tour as the file says now, or as it last said without a fault.

        Raises:
            BadCatalogue: the file has faults, there never was a good one, and no copy was kept.
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
            self._tour = self._tour or self._read_kept()
            return
        if content == self._content:
            return
        result: CheckResult = check_bytes(content)
        self._tour = result.tour or self._tour or self._read_kept()
        self._content, self._faults = content, result.faults
        if result.tour is not None:
            self._keep(content)

    def _read_kept(self) -> Tour | None:
        if self._kept is None:
            return None
        try:
            return check_bytes(self._kept.read_bytes()).tour
        except OSError:
            return None

    def _keep(self, content: bytes) -> None:
        if self._kept is None:
            return
        # The copy is a comfort: a full disk must not take the tour down.
        with suppress(OSError):
            if self._kept.exists() and self._kept.read_bytes() == content:
                return
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            half = self._kept.with_name(f"{self._kept.name}.{getpid()}")
            half.write_bytes(content)
            half.replace(self._kept)
