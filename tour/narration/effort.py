"""What making a clip took."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Effort:
    """What a clip took: seconds per step, sentences spoken and taken from the cache."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    spoken: int = 0
    reused: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a step's."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - started
