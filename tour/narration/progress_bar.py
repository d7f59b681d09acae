"""What a terminal shows of a build: a bar with time left, or plain lines where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from tour.narration.build import Held, Listener, Report
from tour.narration.effort import Effort
from tour.narration.failure import Failure
from tour.narration.model import Publication
from tour.narration.plan import Plan
from tour.narration.script import Script
from tour.narration.store import Key


def clock(seconds: float) -> str:
    """Minutes and seconds, as on a watch."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


class PlainLines:
    """A line per clip, for logs."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._todo: set[Key] = set()

    def planned(self, plan: Plan, seconds: float) -> None:
        """Say how much there is to do; nothing when there is nothing."""
        self._todo = {task.script.key for task in plan.tasks}
        if plan.tasks:
            self._print(f"Narrating {len(plan.tasks)} clips, about {clock(seconds)} min.")

    def started(self, script: Script) -> None:
        """Not worth a line."""

    def heard(self, script: Script, seconds: float, left_s: float) -> None:
        """Not worth a line."""

    def published(self, publication: Publication, effort: Effort, left_s: float) -> None:
        """Say which clip is served now, and how long the rest takes."""
        self._todo.discard((publication.stop_id, publication.language))
        self._print(
            f"{publication.stop_id} {publication.language}: {clock(publication.duration_s)} min "
            f"({publication.voice.name}), sentences kept: {effort.reused}; "
            f"{len(self._todo)} left, about {clock(left_s)} min"
        )

    def held(self, held: Held) -> None:
        """Say which clip was refused, and what to listen to."""
        self._todo.discard(held.key)
        for reason in held.reasons:
            self._print(f"HELD BACK {' '.join(held.key)}: {reason}")

    def failed(self, failure: Failure) -> None:
        """Say what went wrong."""
        self._todo.discard((failure.stop_id, failure.language))
        self._print(f"FAILED {failure}")

    def _print(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class Bar(PlainLines):
    """One moving line: clips done, audio made, time left."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.progress = Progress(
            TextColumn("{task.completed}/{task.total} clips"),
            BarColumn(),
            TextColumn("{task.fields[audio]} of audio"),
            TextColumn("{task.fields[left]} left"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}", style="dim"),
            console=console,
        )
        self._task: TaskID | None = None
        self._audio_s = 0.0
        self._doing: list[str] = []

    def planned(self, plan: Plan, seconds: float) -> None:
        """Draw the bar; nothing when there is nothing to do."""
        if plan.tasks:
            self._task = self.progress.add_task(
                "", total=len(plan.tasks), audio=clock(0), left=clock(seconds), now=""
            )

    def started(self, script: Script) -> None:
        """Name the clip at the bar's end."""
        self._doing.append(f"{script.stop_id} {script.language}")
        self._update()

    def heard(self, script: Script, seconds: float, left_s: float) -> None:  # noqa: ARG002 - a Listener's
        """Count the audio."""
        self._audio_s += seconds
        self._update(audio=clock(self._audio_s), left=clock(left_s))

    def published(self, publication: Publication, effort: Effort, left_s: float) -> None:  # noqa: ARG002 - a Listener's
        """Move the bar."""
        self._end(f"{publication.stop_id} {publication.language}")
        self._update(advance=1, left=clock(left_s))

    def held(self, held: Held) -> None:
        """Say which clip was refused, above the bar."""
        self._end(" ".join(held.key))
        super().held(held)
        self._update()

    def failed(self, failure: Failure) -> None:
        """Say what went wrong, above the bar."""
        self._end(f"{failure.stop_id} {failure.language}")
        super().failed(failure)
        self._update()

    def _end(self, name: str) -> None:
        if name in self._doing:
            self._doing.remove(name)

    def _update(self, *, advance: float = 0, **shown: object) -> None:
        if self._task is None:
            return
        fields: dict[str, Any] = {**shown, "now": " · ".join(self._doing)}
        self.progress.update(self._task, advance=advance, **fields)


@contextmanager
def shown(console: Console) -> Iterator[Listener]:
    """A listener that shows a build on the console while the block runs."""
    if not console.is_terminal:
        yield PlainLines(console)
        return
    bar = Bar(console)
    with bar.progress:
        yield bar


def summary(report: Report) -> Table:
    """What was made, per language: clips, minutes, voice, and how fast."""
    table = Table(
        "language", "clips", "minutes", "voice", "× real time, one process", header_style="bold"
    )
    languages = sorted({made.language for made, _ in report.published})
    for language in languages:
        mine = [(made, effort) for made, effort in report.published if made.language == language]
        audio_s = sum(made.duration_s for made, _ in mine)
        worked_s = sum(sum(effort.seconds.values()) for _, effort in mine)
        voices = ", ".join(sorted({made.voice.name for made, _ in mine}))
        speed = f"{audio_s / worked_s:.0f}" if worked_s else "–"
        table.add_row(language, str(len(mine)), clock(audio_s), voices, speed)
    audio_s = sum(made.duration_s for made, _ in report.published)
    speed = f"{audio_s / report.seconds:.0f}" if report.seconds else "–"
    table.add_section()
    table.add_row("all", str(len(report.published)), clock(audio_s), "", f"{speed} in all")
    return table
