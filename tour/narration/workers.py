"""Processes that make clips side by side. One that dies costs its clip, never the build."""

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from tour.narration.failure import Failure
from tour.narration.model import Engine, Publication
from tour.settings import Settings

if TYPE_CHECKING:  # a process is started before what makes the plan is loaded
    from tour.narration.effort import Effort
    from tour.narration.script import Script

EnginesOf = Callable[[Settings], tuple[Engine, ...]]
"""Gives the engines of this machine; a function of a module, so that a process can import it."""

_NICENESS = 10
_TICK_S = 0.5
_STUCK_S = 300.0
_END_S = 5.0
_OF_MAIN = ("__spec__", "__file__")


@dataclass(frozen=True, slots=True)
class Started:
    """A process has begun this clip."""

    script: "Script"


@dataclass(frozen=True, slots=True)
class Heard:
    """So many more seconds of speech are there."""

    script: "Script"
    seconds: float


@dataclass(frozen=True, slots=True)
class Made:
    """The clip's files are on disk; it waits to be published."""

    script: "Script"
    publication: Publication
    effort: "Effort"


@dataclass(frozen=True, slots=True)
class Failed:
    """The clip cannot be made."""

    script: "Script"
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class DiskFull:
    """Nothing more can be written."""

    script: "Script"
    message: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Half a second has passed without news."""


Event = Started | Heard | Made | Failed | DiskFull | Tick


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    script: "Script | None" = None
    heard_at: float = 0.0


class Crew:
    """Up to ``jobs`` processes, started as they are needed; ``close`` ends them at once."""

    def __init__(self, settings: Settings, jobs: int, engines_of: EnginesOf) -> None:
        self._settings = settings
        self._jobs = jobs
        self._engines_of = engines_of
        self._workers: list[_Worker] = []

    def work(
        self, scripts: "Sequence[Script]", should_stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Event]:
        """Make every script, in order; says what happens as it happens.

        Once ``should_stop`` says so, no further script is begun.
        """
        queue = deque(scripts)
        while True:
            if should_stop():
                queue.clear()
            yield from self._assign(queue)
            busy = [worker for worker in self._workers if worker.script is not None]
            if not busy:
                return
            ready = wait([worker.connection for worker in busy], timeout=_TICK_S)
            for worker in busy:
                if worker.connection in ready:
                    yield self._news(worker)
                elif time.monotonic() - worker.heard_at > _STUCK_S:
                    worker.process.kill()
            if not ready:
                yield Tick()

    def prepare(self, languages: Collection[str] | None = None) -> None:
        """Start one process now, so that it is ready when there is work.

        It loads the voices of these ``languages``, or of all.
        """
        if not self._workers:
            self._start(languages)

    def rest(self) -> None:
        """End all processes but one, which stays with the voices that it has loaded."""
        self._end(self._workers[1:])
        if self._workers and not self._workers[0].process.is_alive():
            self._bury(self._workers[0])

    def close(self) -> None:
        """End every process."""
        self._end(self._workers[:])

    def _end(self, workers: Sequence[_Worker]) -> None:
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            self._bury(worker)

    def _assign(self, queue: "deque[Script]") -> Iterator[Event]:
        while queue:
            idle = next((worker for worker in self._workers if worker.script is None), None)
            if idle is None and len(self._workers) < self._jobs:
                idle = self._start()
            if idle is None:
                return
            try:
                idle.connection.send(queue[0])
            except OSError:
                self._bury(idle)
                continue
            idle.script = queue.popleft()
            idle.heard_at = time.monotonic()
            yield Started(idle.script)

    def _start(self, languages: Collection[str] | None = ()) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_labour,
            args=(theirs, self._settings, self._engines_of, languages),
            name="narrator",
            daemon=True,
        )
        with _without_main():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _news(self, worker: _Worker) -> Event:
        script = worker.script
        assert script is not None  # noqa: S101 - only busy workers are asked
        worker.heard_at = time.monotonic()
        try:
            event: Event = worker.connection.recv()
        except (EOFError, OSError):
            code = self._bury(worker)
            message = f"The process that made it died ({_cause(code)})."
            return Failed(script, (Failure(*script.key, "", message),))
        if not isinstance(event, Heard):
            worker.script = None
        return event

    def _bury(self, worker: _Worker) -> int:
        worker.process.join(_END_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        code = worker.process.exitcode or 0
        worker.connection.close()
        worker.process.close()
        self._workers.remove(worker)
        return code


@contextmanager
def _without_main() -> Iterator[None]:
    """Let a process start without the program that starts it.

    A spawned process runs the file of the main program again, to find what is defined in it; a
    command's would load the whole web for nothing (multiprocessing.spawn.get_preparation_data).
    """
    main = sys.modules["__main__"]
    hidden = {name: main.__dict__[name] for name in _OF_MAIN if name in main.__dict__}
    try:
        main.__dict__.update(dict.fromkeys(hidden))
        yield
    finally:
        main.__dict__.update(hidden)


def step_back() -> None:
    """Let the server go first; who has stepped back already stays where it is."""
    os.nice(max(0, _NICENESS - os.nice(0)))


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _labour(
    connection: Connection,
    settings: Settings,
    engines_of: EnginesOf,
    languages: Collection[str] | None,
) -> None:
    """What a process runs: what it works with is loaded there, while its parent makes the plan."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    step_back()
    from tour.narration.labour import labour  # noqa: PLC0415 - not in the parent

    labour(connection, settings, engines_of, languages)
