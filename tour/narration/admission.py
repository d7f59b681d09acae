"""Between making and publishing: clips are heard, if somebody asked for it, and wait in line."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillHearing
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from tour.narration.heard import Mark
from tour.narration.model import Publication
from tour.narration.workers import Made

_LOOK_EVERY_S = 0.25


class Gate(Protocol):
    """Decides whether a clip may be published; asked from several threads."""

    def judge(self, publication: Publication) -> Mark:
        """What was found in the clip; without reasons it may be published."""
        ...

    def close(self) -> None:
        """Nobody waits for answers any more."""
        ...


@dataclass(slots=True)
class Admission:
    """Gives each made clip to ``admit``, in the order in which they came, with what was found.

    Without a gate, at once and with None. Everything but hearing happens in the caller's thread.
    """

    gate: Gate | None
    threads: int
    admit: Callable[[Made, Mark | None], None]
    _line: deque[tuple[Made, Future[Mark]]] = field(default_factory=deque)
    _pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Ready to take clips."""
        if self.gate is not None:
            self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="hearing")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """What is not heard by now is not published."""
        if self.gate is not None and self._pool is not None:
            self.gate.close()
            self._pool.shutdown(cancel_futures=True)

    def take(self, made: Made) -> None:
        """A clip whose files are there."""
        if self.gate is None or self._pool is None:
            self.admit(made, None)
        else:
            self._line.append((made, self._pool.submit(self.gate.judge, made.publication)))

    def go_on(self) -> None:
        """Admit what has been heard by now; never waits."""
        while self._line and self._line[0][1].done():
            self._next()

    def finish(self, should_stop: Callable[[], bool]) -> bool:
        """Wait until everything is heard, or until nobody wants it any more; whether all is."""
        while self._line and not should_stop():
            try:
                self._line[0][1].exception(_LOOK_EVERY_S)
            except StillHearing:
                continue
            self._next()
        return not self._line

    def _next(self) -> None:
        made, found = self._line.popleft()
        self.admit(made, found.result())
