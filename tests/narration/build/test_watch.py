from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from beeper import engines_of
from conftest import Workshop

from tour.catalogue import Tour
from tour.errors import Unavailable
from tour.narration import state
from tour.narration.heard import Mark, Reason, accepted_path
from tour.narration.model import Engine, Publication
from tour.narration.watch import Watch, signature
from tour.settings import Settings


@dataclass
class Hours:
    """A clock and a sleep that belong together; ``waking`` is what happens meanwhile."""

    now: float = 0.0
    naps: int = 0
    waking: dict[int, object] = field(default_factory=dict)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.naps += 1
        act = self.waking.get(self.naps)
        if callable(act):
            act()
        if self.naps > 5:
            raise KeyboardInterrupt


@dataclass
class Watched:
    workshop: Workshop
    hours: Hours = field(default_factory=Hours)
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch = Watch(
            replace(self.workshop.settings, narrate_jobs=1),
            engines_of,
            lambda: self.workshop.diary,
            self.lines.append,
            sleep=self.hours.sleep,
            now=lambda: self.hours.now,
        )


@pytest.fixture
def watched(workshop: Workshop) -> Iterator[Watched]:
    made = Watched(workshop)
    yield made
    made.watch.cool(at_once=True)


def test_the_process_that_has_its_voices_waits_for_the_next_change(watched: Watched) -> None:
    shop, watch = watched.workshop, watched.watch
    assert watch.look() is not None
    (kept,) = watch._crew._workers  # type: ignore[union-attr]
    before = kept.process.pid
    shop.edit("Look at the lamp.", "Look at the old lamp.")
    watch.look()
    assert [one.process.pid for one in watch._crew._workers] == [before]  # type: ignore[union-attr]
    watched.hours.now += 899
    watch.cool()
    assert kept.process.is_alive()
    watched.hours.now += 1
    watch.cool()
    assert watch._crew is None
    shop.edit("Look at the old lamp.", "Look at the lamp.")
    assert len(watch.look().published) == 1  # type: ignore[union-attr]


def test_it_builds_once_and_again_when_the_text_changes(watched: Watched) -> None:
    shop = watched.workshop
    watched.hours.waking = {2: lambda: shop.edit("Look at the lamp.", "Look at the old lamp.")}
    with pytest.raises(KeyboardInterrupt):
        watched.watch.run()
    assert len(shop.diary.served) == 10
    assert shop.diary.served[-1] == ("lamp", "en")
    assert len(shop.diary.plans) == 2
    assert shop.plan().tasks == ()


def test_a_broken_file_is_told_and_what_is_served_stays(watched: Watched) -> None:
    shop = watched.workshop
    good = shop.settings.stops_file.read_text(encoding="utf-8")
    shop.settings.stops_file.write_text("tour: [", encoding="utf-8")
    assert watched.watch.look() is None
    assert watched.watch.look() is None
    assert len(watched.lines) == 1
    assert "stops.yaml" in watched.lines[0]
    shop.settings.stops_file.write_text(good, encoding="utf-8")
    report = watched.watch.look()
    assert report is not None
    assert len(report.published) == 9


def test_what_failed_is_tried_again_after_two_minutes(watched: Watched) -> None:
    shop = watched.workshop
    shop.beeper.order("refuse Twelve")
    first = watched.watch.look()
    assert first is not None
    assert len(first.failures) == 1
    shop.beeper.order("")
    watched.hours.now = 119
    assert watched.watch.look() is None
    watched.hours.now = 121
    second = watched.watch.look()
    assert second is not None
    assert [made.stop_id for made, _ in second.published] == ["gate"]
    watched.hours.now = 999
    assert watched.watch.look() is None


def test_what_follows_a_build_waits_for_quiet_and_is_tried_again(watched: Watched) -> None:
    said: list[str] = []

    def then(tour: Tour, has_changed: Callable[[], bool]) -> str:
        assert not has_changed()
        said.append(tour.version)
        if len(said) == 1:
            raise Unavailable("the disk is full")
        return "done" if len(said) == 2 else ""

    watch, hours = watched.watch, watched.hours
    watch.then = then
    assert watch.look() is not None
    hours.now = 1.9
    watch.follow()
    assert said == []
    hours.now = 2
    watch.follow()
    watch.follow()
    assert len(said) == 1
    assert watched.lines == ["the disk is full"]
    hours.now = 121
    assert watch.look() is None
    hours.now = 122
    assert watch.look() is not None
    hours.now = 124
    watch.follow()
    assert watched.lines[1:] == ["done"]
    watched.workshop.edit("Look at the lamp.", "Look at the old lamp.")
    assert watch.look() is not None
    hours.now = 126
    watch.follow()
    assert len(watched.lines) == 2
    assert len(said) == 3
    assert len(set(said)) == 2


def test_who_goes_on_editing_is_not_kept_waiting_by_what_follows(watched: Watched) -> None:
    shop, watch, hours = watched.workshop, watched.watch, watched.hours
    left_off: list[bool] = []

    def then(_tour: Tour, has_changed: Callable[[], bool]) -> str:
        if not left_off:
            shop.edit("the old lamp.", "the lamp.")
        left_off.append(has_changed())
        return ""

    watch.then = then
    watch.look()
    hours.now = 1.5
    shop.edit("Look at the lamp.", "Look at the old lamp.")
    assert watch.look() is not None
    hours.now = 3
    watch.follow()
    assert left_off == []
    hours.now = 3.5
    watch.follow()
    assert left_off == [True]
    assert watch.look() is not None
    hours.now = 5.5
    watch.follow()
    assert left_off == [True, False]


def test_an_error_of_the_system_is_told_once_and_tried_again(watched: Watched) -> None:
    shop, watch, hours = watched.workshop, watched.watch, watched.hours
    full = True

    def gate_of(_tour: Tour) -> None:
        if full:
            raise OSError(28, "No space left on device", "audio/part")

    watch.gate_of = gate_of
    assert watch.look() is None
    hours.now = 121
    assert watch.look() is None
    assert watched.lines == [
        "audio/part: No space left on device. It is tried again in two minutes."
    ]
    shop.edit("Look at the lamp.", "Look at the old lamp.")
    assert watch.look() is None
    assert len(watched.lines) == 2, "who edits is told that it still waits"
    full = False
    hours.now = 240
    assert watch.look() is None
    hours.now = 242
    report = watch.look()
    assert report is not None
    assert len(report.published) == 9
    assert len(watched.lines) == 2


def no_engine_may_be_read(_settings: Settings) -> tuple[Engine, ...]:
    raise PermissionError(13, "Permission denied", "voices")


def test_an_engine_that_cannot_be_read_does_not_end_the_watch(watched: Watched) -> None:
    watched.watch.engines_of = no_engine_may_be_read
    watched.hours.waking = {4: lambda: setattr(watched.watch, "engines_of", engines_of)}
    with pytest.raises(KeyboardInterrupt):
        watched.watch.run()
    assert watched.lines == ["voices: Permission denied. It is tried again in two minutes."]


def test_what_follows_a_build_may_meet_an_error_of_the_system(watched: Watched) -> None:
    def then(_tour: Tour, _has_changed: Callable[[], bool]) -> str:
        raise OSError(28, "No space left on device")

    watch, hours = watched.watch, watched.hours
    watch.then = then
    for now in (0, 2, 122, 124):
        hours.now = now
        watch.look()
        watch.follow()
    assert watched.lines == ["No space left on device. It is tried again in two minutes."]


def test_it_waits_for_another_build(watched: Watched) -> None:
    with state.only_one(watched.workshop.audio_dir):
        assert watched.watch.look() is None
    assert "already" in watched.lines[0]
    watched.hours.now = 121
    assert watched.watch.look() is not None


def test_a_change_during_a_build_starts_it_over(watched: Watched) -> None:
    shop = watched.workshop
    begun = shop.diary.started

    def started(script: object) -> None:
        begun(script)
        if len(shop.diary.begun) == 1:
            shop.edit("Look at the lamp.", "Look at the old lamp.")

    shop.diary.started = started
    first = watched.watch.look()
    assert first is not None
    assert not first.finished
    second = watched.watch.look()
    assert second is not None
    assert second.finished
    assert shop.plan().tasks == ()


def test_a_new_recording_is_a_change(workshop: Workshop) -> None:
    before = signature(workshop.settings)
    folder = workshop.audio_dir / "recordings" / "en"
    folder.mkdir(parents=True)
    (folder / ".gate.wav.part").write_bytes(b"")
    assert signature(workshop.settings) == before
    (folder / "gate.wav").write_bytes(b"")
    assert signature(workshop.settings) != before
    workshop.settings.stops_file.unlink()
    assert signature(workshop.settings)


class Deaf:
    """A gate that hears nothing right."""

    def judge(self, publication: Publication) -> Mark:
        return Mark(publication.language, publication.voice.id, (Reason("lost", "lost"),))

    def close(self) -> None:
        """Nothing is open."""


def test_what_the_gate_holds_back_waits_for_an_edit_or_for_what_is_accepted(
    watched: Watched,
) -> None:
    shop, watch = watched.workshop, watched.watch
    watch.gate_of = lambda _tour: Deaf()
    report = watch.look()
    assert report is not None
    assert (len(report.held), report.published, report.failures) == (9, [], [])
    watched.hours.now += 3600
    assert watch.look() is None
    accepted_path(shop.settings.stops_file).write_text("{}", encoding="utf-8")
    again = watch.look()
    assert again is not None
    assert len(again.held) == 9
    assert len(shop.beeper.calls()) == 21, "nothing is spoken twice"
