"""How long the work still takes: from what was measured so far, or a cautious default."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tour.narration.effort import Effort
from tour.narration.plan import Task
from tour.narration.store import Key

_SPEECH_S = 0.004  # per character, as first guessed
_REST_S = 0.003
_START_S = 6.0  # a process starts and loads its voice
_TRUST_CHARACTERS = 400  # so many measured characters weigh as much as the first guess


@dataclass(slots=True)
class _Rate:
    guess_s: float
    seconds: float = 0.0
    characters: int = 0

    def per_character(self) -> float:
        known = self.guess_s * _TRUST_CHARACTERS
        return (known + self.seconds) / (_TRUST_CHARACTERS + self.characters)


@dataclass(slots=True)
class Pace:
    """Seconds per character: of speech in each language, and of everything after it."""

    _speech: dict[str, _Rate] = field(default_factory=dict)
    _rest: _Rate = field(default_factory=lambda: _Rate(_REST_S))

    def learn(self, task: Task, effort: Effort) -> None:
        """Take a finished clip into account."""
        speech = self._speech.setdefault(task.script.language, _Rate(_SPEECH_S))
        if effort.spoken:
            speech.seconds += effort.seconds["speech"]
            speech.characters += task.new_characters
        self._rest.seconds += sum(effort.seconds.values()) - effort.seconds["speech"]
        self._rest.characters += task.script.characters

    def seconds(self, task: Task) -> float:
        """How long this clip keeps one process busy."""
        speech = self._speech.get(task.script.language, _Rate(_SPEECH_S))
        rest_s = task.script.characters * self._rest.per_character()
        return task.new_characters * speech.per_character() + rest_s

    def ready_in(
        self, waiting: Iterable[Task], busy: Mapping[Key, float], jobs: int
    ) -> dict[Key, float]:
        """When each clip is ready, in seconds from now, if ``jobs`` processes take them in order.

        ``busy``: what is being made now, and the seconds that it still needs.
        """
        ready = dict(busy)
        starting = [_START_S] * max(0, jobs - len(busy)) if not busy else []
        free = [*busy.values(), *starting, *([0.0] * (jobs - len(busy) - len(starting)))]
        heapq.heapify(free)
        for task in waiting:
            at = heapq.heappop(free) + self.seconds(task)
            ready[task.script.key] = at
            heapq.heappush(free, at)
        return ready
