"""Stay, and narrate again whenever stops.yaml or a recording changes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tour.catalogue import Tour, read_tour
from tour.errors import BadCatalogue, TourError, Unavailable, in_words
from tour.narration.admission import Gate
from tour.narration.build import Listener, Report, build
from tour.narration.heard import accepted_path
from tour.narration.recordings import RECORDINGS
from tour.narration.take_words import WORDS
from tour.narration.workers import Crew, EnginesOf
from tour.settings import Settings

_LOOK_EVERY_S = 0.1
_WARM_S = 900.0  # after a change: editors change more than one sentence
_QUIET_S = 2.0  # whoever is editing is not kept waiting by what can follow later
_RETRY_AFTER_S = 120.0

Signature = tuple[tuple[str, int, int], ...]


def signature(settings: Settings) -> Signature:
    """Changes when stops.yaml, what was accepted in it, or any recording does."""
    recordings = sorted((settings.audio_dir / RECORDINGS).glob("*/**/*"))
    watched = (path for path in recordings if path.suffix != WORDS)
    return tuple(
        _look(path)
        for path in (settings.stops_file, accepted_path(settings.stops_file), *watched)
        if not path.name.startswith(".")
    )


def _look(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), status.st_mtime_ns, status.st_size


@dataclass(slots=True)
class Watch:
    """Looks ten times a second; what is not finished is tried again after two minutes.

    An error of the system (a full disk, a file that may not be read) ends nothing: it is told once.

    ``tell`` is given lines for people. ``then`` is called after a build that came to its end, once
    nothing has changed for two seconds; it gives a line too, which may be empty, and an error of it
    is told, and tried again. It is also given what says that something has changed meanwhile: it
    can leave off then, since it is called again. ``gate_of`` gives the gate through which the clips
    of a build must pass. ``sleep`` and ``now`` are the clock's.
    """

    settings: Settings
    engines_of: EnginesOf
    listener: Callable[[], Listener]
    tell: Callable[[str], None]
    then: Callable[[Tour, Callable[[], bool]], str] = lambda _tour, _has_changed: ""
    gate_of: Callable[[Tour], Gate | None] = lambda _tour: None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _seen: Signature | None = None
    _retry_at: float = float("inf")
    _told: str = ""  # why it is to be tried again
    _built: Tour | None = None  # what ``then`` has not followed yet
    _then_at: float = 0.0
    _crew: Crew | None = None
    _warm_until: float = float("inf")

    def run(self) -> None:
        """Never returns by itself: SIGTERM or Ctrl-C ends it."""
        try:
            while True:
                self.look()
                self.follow()
                self.cool()
                self.sleep(_LOOK_EVERY_S)
        finally:
            self.cool(at_once=True)

    def cool(self, *, at_once: bool = False) -> None:
        """End the process that keeps its voices loaded, once nothing has changed for a while."""
        if self._crew is not None and (at_once or self.now() >= self._warm_until):
            self._crew.close()
            self._crew = None

    def look(self) -> Report | None:
        """Build if something has changed, or is to be tried again; gives what was done."""
        current = signature(self.settings)
        if current == self._seen and self.now() < self._retry_at:
            return None
        if current != self._seen:
            self._told = ""
        self._seen, self._retry_at, self._built = current, float("inf"), None
        try:
            return self._build(current)
        except (Unavailable, OSError) as fault:
            self._wait(fault)
        return None

    def _build(self, current: Signature) -> Report | None:
        self._crew = self._crew or Crew(self.settings, self.settings.narrate_jobs, self.engines_of)
        self._crew.prepare()
        self._warm_until = self.now() + _WARM_S
        try:
            tour = read_tour(self.settings.stops_file)
        except BadCatalogue as fault:
            self.tell(f"{fault.message} The narration waits until it is mended.")
            return None
        try:
            report = build(
                self.settings,
                tour,
                self.listener(),
                self.engines_of,
                should_stop=lambda: signature(self.settings) != current,
                crew=self._crew,
                gate=self.gate_of(tour),
            )
        finally:
            self._crew.rest()
            self._warm_until = self.now() + _WARM_S
        for unused in report.plan.take_faults:
            self.tell(str(unused))
        if report.finished:
            self._built, self._then_at = tour, self.now() + _QUIET_S
        if report.failures:
            self._retry_at = self.now() + _RETRY_AFTER_S
        return report

    def follow(self) -> None:
        """Call ``then`` if a build waits for it and its time has come."""
        tour, seen = self._built, self._seen
        if tour is None or self.now() < self._then_at:
            return
        self._built = None
        try:
            line = self.then(tour, lambda: signature(self.settings) != seen)
        except (TourError, OSError) as fault:
            self._wait(fault)
            return
        self._told = ""
        if line:
            self.tell(line)

    def _wait(self, fault: TourError | OSError) -> None:
        """Try again later; a fault that is still the same is not told again."""
        if isinstance(fault, TourError):
            line = fault.message
        else:
            line = f"{in_words(fault)}. It is tried again in two minutes."
        self._retry_at = self.now() + _RETRY_AFTER_S
        if line != self._told:
            self._told = line
            self.tell(line)
