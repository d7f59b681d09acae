"""The lighthouse tour, narrated by tones: in this process, or by the real build."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from beeper import Beeper, beeper_voice, engines_of

from tour.catalogue import Tour, read_tour
from tour.narration.admission import Gate
from tour.narration.build import Held, Report, build
from tour.narration.clip import ClipMaker
from tour.narration.effort import Effort
from tour.narration.failure import Failure
from tour.narration.model import Publication
from tour.narration.plan import Choice, Plan, make_plan
from tour.narration.publisher import Publisher
from tour.narration.script import Script
from tour.narration.store import ClipStore
from tour.narration.workers import EnginesOf
from tour.settings import ROOT, Settings


@dataclass
class Diary:
    """A listener that remembers."""

    plans: list[Plan] = field(default_factory=list)
    begun: list[tuple[str, str]] = field(default_factory=list)
    served: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    refused: list[Held] = field(default_factory=list)
    audio_s: float = 0.0

    def planned(self, plan: Plan, seconds: float) -> None:
        assert seconds >= 0
        self.plans.append(plan)

    def started(self, script: Script) -> None:
        self.begun.append(script.key)

    def heard(self, script: Script, seconds: float, left_s: float) -> None:
        assert script.key in self.begun
        assert left_s >= 0
        self.audio_s += seconds

    def published(self, publication: Publication, effort: Effort, left_s: float) -> None:
        assert effort.seconds
        assert left_s >= 0
        self.served.append((publication.stop_id, publication.language))

    def held(self, held: Held) -> None:
        self.refused.append(held)

    def failed(self, failure: Failure) -> None:
        self.failures.append(failure)


@dataclass
class Workshop:
    """A tour, the folder its sound goes to, and a beeper."""

    settings: Settings
    beeper: Beeper
    diary: Diary = field(default_factory=Diary)

    @property
    def audio_dir(self) -> Path:
        return self.settings.audio_dir

    @property
    def store(self) -> ClipStore:
        return ClipStore(self.audio_dir)

    def tour(self) -> Tour:
        return read_tour(self.settings.stops_file)

    def edit(self, old: str, new: str) -> None:
        text = self.settings.stops_file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.settings.stops_file.write_text(text.replace(old, new), encoding="utf-8")

    def until_killed(self, program: Path, *more: str) -> None:
        """Run a program on this tour that kills itself."""
        places = self.settings.stops_file, self.settings.audio_dir, self.settings.voices_dir
        dead = subprocess.run(
            [sys.executable, program, *places, *more],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert dead.returncode == -signal.SIGKILL, dead.stderr

    def plan(self, version: str = "1") -> Plan:
        voices = {language: beeper_voice(language, version) for language in ("kk", "ru", "en")}
        return make_plan(self.tour(), voices, self.audio_dir)

    def script(self, stop_id: str, language: str) -> Script:
        return next(one for one in self.plan().scripts if one.key == (stop_id, language))

    def make(self, script: Script) -> tuple[Publication, Effort]:
        return ClipMaker(self.audio_dir, lambda _script: self.beeper).make(script)

    def publish(self, stop_id: str, language: str) -> Publication:
        publication, _ = self.make(self.script(stop_id, language))
        Publisher(self.audio_dir).publish(publication)
        return publication

    def publish_all(self) -> list[Publication]:
        publisher = Publisher(self.audio_dir)
        made = [self.make(task.script)[0] for task in self.plan().tasks]
        for publication in made:
            publisher.publish(publication)
        return made

    def build(
        self,
        engines: EnginesOf = engines_of,
        jobs: int = 1,
        should_stop: Callable[[], bool] = lambda: False,
        gate: Gate | None = None,
        choice: Choice | None = None,
    ) -> Report:
        settings = replace(self.settings, narrate_jobs=jobs)
        return build(
            settings, self.tour(), self.diary, engines, choice, should_stop=should_stop, gate=gate
        )


@pytest.fixture
def workshop(settings: Settings) -> Workshop:
    return Workshop(settings, Beeper(settings.voices_dir))
