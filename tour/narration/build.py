"""The build: plan what is missing, let processes make it, publish each clip as it is there.

With a gate each clip is heard first. One that the gate refuses is held back: what was published
before is served still, and the clip waits, as it is, until it is accepted or its text changes.

Clips are published by this process alone, one after the other. Killed at any moment, it leaves
what was published; the next build takes finished sentences from the cache.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tour.catalogue.model import Tour
from tour.narration import state
from tour.narration.admission import Admission, Gate
from tour.narration.effort import Effort
from tour.narration.engines import choose_testimony_voices, choose_voices
from tour.narration.failure import Failure
from tour.narration.files import NoSpace, sweep
from tour.narration.heard import Mark, Reason, hold, note, read_heard
from tour.narration.model import BuildState, Publication
from tour.narration.pace import Pace
from tour.narration.plan import Choice, Plan, Task, make_plan
from tour.narration.publisher import SENTENCES, Publisher, damage
from tour.narration.script import Script
from tour.narration.store import Key
from tour.narration.take_words import remember_words
from tour.narration.workers import (
    Crew,
    DiskFull,
    EnginesOf,
    Event,
    Failed,
    Heard,
    Made,
    Started,
)
from tour.settings import Settings

_STATE_EVERY_S = 0.5
_HALF_WRITTEN_S = 3600.0


class Listener(Protocol):
    """Is told what a build does, as it happens."""

    def planned(self, plan: Plan, seconds: float) -> None:
        """The work, and how long it should take."""
        ...

    def started(self, script: Script) -> None:
        """A process has begun this clip."""
        ...

    def heard(self, script: Script, seconds: float, left_s: float) -> None:
        """So many more seconds of audio are there; the build should need ``left_s`` more."""
        ...

    def published(self, publication: Publication, effort: Effort, left_s: float) -> None:
        """A clip is served from now on."""
        ...

    def held(self, held: "Held") -> None:
        """A clip was heard and is not published."""
        ...

    def failed(self, failure: Failure) -> None:
        """A sentence or a clip could not be made."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A clip that was refused by the gate, now or before; its files are there."""

    publication: Publication
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> Key:
        """Stop and language."""
        return self.publication.stop_id, self.publication.language


@dataclass(slots=True)
class Report:
    """What a build did. ``finished`` is False when it was asked to stop before the end."""

    plan: Plan
    published: list[tuple[Publication, Effort]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    seconds: float = 0.0
    finished: bool = True


def plan_build(
    settings: Settings, tour: Tour, engines_of: EnginesOf, choice: Choice | None = None
) -> Plan:
    """What a build would make now."""
    engines = engines_of(settings)
    return make_plan(
        tour,
        choose_voices(engines, tour.languages, tour.voices),
        settings.audio_dir,
        choice,
        choose_testimony_voices(engines, tour.testimony_voices),
    )


def build(
    settings: Settings,
    tour: Tour,
    listener: Listener,
    engines_of: EnginesOf,
    choice: Choice | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    crew: Crew | None = None,
    gate: Gate | None = None,
) -> Report:
    """Make and publish what is missing. A clip that fails leaves the others going.

    ``gate``: hears each clip before it is published; it is closed afterwards. ``crew``: processes
    that somebody keeps for more than one build; else they end with it.

    Raises:
        Unavailable: another process is building.
        NoSpace: the disk is full; what was made is kept.
    """
    started = time.monotonic()
    with state.only_one(settings.audio_dir):
        for folder in (settings.audio_dir, settings.audio_dir / SENTENCES):
            sweep(folder, _HALF_WRITTEN_S)
        ours = crew or Crew(settings, settings.narrate_jobs, engines_of)
        try:
            # A process starts while the plan is made: half a second won.
            ours.prepare(choice.languages if choice else None)
            plan = plan_build(settings, tour, engines_of, choice)
            report = Report(plan)
            progress = _Progress(settings, plan)
            listener.planned(plan, progress.left_s())
            try:
                progress.tell(force=True)
                _Build(ours, progress, listener, report, should_stop).run(gate)
            finally:
                progress.end()
        finally:
            if crew is None:
                ours.close()
        report.seconds = time.monotonic() - started
        return report


@dataclass(slots=True)
class _Build:
    """One run of the crew, and what becomes of each clip."""

    crew: Crew
    progress: "_Progress"
    listener: Listener
    report: Report
    should_stop: Callable[[], bool]
    _publisher: Publisher | None = None

    def run(self, gate: Gate | None) -> None:
        """Make what is to be made, hear it if there is a gate, publish it or hold it back."""
        with Admission(gate, self.progress.settings.narrate_jobs, self._admit) as admission:
            scripts = self._without_held(admission, gate)
            for event in self.crew.work(scripts, self.should_stop):
                self._publishing()  # read while the first clip is being made
                self._follow(event, admission)
                admission.go_on()
                self.progress.tell()
            heard = admission.finish(self.should_stop)
        self.report.finished = heard and not self.progress.waiting

    def _publishing(self) -> Publisher:
        """What publishes; it begins with reading what is published."""
        self._publisher = self._publisher or Publisher(self.progress.settings.audio_dir)
        return self._publisher

    def _without_held(self, admission: Admission, gate: Gate | None) -> list[Script]:
        """The scripts to make. What is held back is there: a gate is asked about it once more."""
        audio_dir = self.progress.settings.audio_dir
        heard = read_heard(audio_dir)
        scripts = []
        for task in self.report.plan.tasks:
            script = task.script
            held = heard.held.get(script.key)
            if (
                held is None
                or (held.recipe, held.text) != (script.recipe, script.text)
                or damage(audio_dir, held)
            ):
                scripts.append(script)
                continue
            self.progress.begin(script.key)
            if gate is None:
                self._hold(Made(script, held, Effort()), heard.reasons_of(held))
            else:
                self.listener.started(script)
                admission.take(Made(script, held, Effort()))
        return scripts

    def _follow(self, event: Event, admission: Admission) -> None:
        match event:
            case Started(script):
                self.progress.begin(script.key)
                self.listener.started(script)
            case Heard(script, seconds):
                self.listener.heard(script, seconds, self.progress.left_s())
            case Made():
                admission.take(event)
            case Failed(script, failures):
                self.progress.finish(script.key, None)
                self.report.failures.extend(failures)
                for failure in failures:
                    self.listener.failed(failure)
            case DiskFull(_, message):
                raise NoSpace(message)

    def _admit(self, made: Made, mark: Mark | None) -> None:
        audio_dir = self.progress.settings.audio_dir
        if mark is not None and mark.reasons:
            hold(audio_dir, made.publication, mark)
            self._hold(made, mark.reasons)
            return
        if mark is not None or made.script.key in read_heard(audio_dir).held:
            marks = {} if mark is None else {made.publication.audio[0].digest: mark}
            note(audio_dir, marks, [made.script.key])
        self._publishing().publish(made.publication)
        remember_words(made.script)
        self.progress.finish(made.script.key, made.effort)
        self.report.published.append((made.publication, made.effort))
        self.listener.published(made.publication, made.effort, self.progress.left_s())

    def _hold(self, made: Made, reasons: tuple[Reason, ...]) -> None:
        held = Held(made.publication, reasons)
        self.progress.finish(made.script.key, None)
        self.report.held.append(held)
        self.listener.held(held)


class _Progress:
    """What is done, busy and waiting; written to build.json at most twice a second."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self.settings = settings
        self.waiting: dict[Key, Task] = {task.script.key: task for task in plan.tasks}
        self._busy: dict[Key, tuple[Task, float]] = {}
        self._total = len(plan.scripts)
        self._done = self._total - len(plan.tasks)
        self._voiceless = plan.voiceless
        self._pace = Pace()
        self._told_at = 0.0

    def begin(self, key: Key) -> None:
        self._busy[key] = (self.waiting.pop(key), time.monotonic())

    def finish(self, key: Key, effort: Effort | None) -> None:
        task, _ = self._busy.pop(key)
        if effort is not None:
            self._done += 1
            self._pace.learn(task, effort)

    def ready_in(self) -> dict[Key, float]:
        now = time.monotonic()
        busy = {
            key: max(1.0, self._pace.seconds(task) - (now - since))
            for key, (task, since) in self._busy.items()
        }
        return self._pace.ready_in(self.waiting.values(), busy, self.settings.narrate_jobs)

    def left_s(self) -> float:
        return max(self.ready_in().values(), default=0.0)

    def tell(self, *, force: bool = False) -> None:
        if force or time.monotonic() - self._told_at >= _STATE_EVERY_S:
            self._told_at = time.monotonic()
            self._write(running=True, waiting=self.ready_in())

    def end(self) -> None:
        self._write(running=False, waiting={})

    def _write(self, *, running: bool, waiting: Mapping[Key, float]) -> None:
        current = BuildState(
            running=running,
            done=self._done,
            total=self._total,
            written_at=time.time(),
            waiting=waiting,
            voiceless=self._voiceless,
        )
        try:
            state.write(self.settings.audio_dir, current)
        except NoSpace:
            # Pages then say less of what is coming; the clips themselves report the full disk.
            return
