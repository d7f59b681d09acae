import json
import os
import re
from pathlib import Path

import pytest
from beeper import russian_is_missing
from conftest import Workshop

from tour.errors import Unavailable
from tour.narration import state
from tour.narration.check import faults_of
from tour.narration.files import NoSpace, digest_of
from tour.narration.model import BuildState
from tour.narration.publisher import damage
from tour.narration.store import ClipStore

EVERY_CLIP = {(stop, lang) for stop in ("gate", "lamp/note", "lamp") for lang in ("kk", "ru", "en")}


def assert_everything_served_is_whole(audio_dir: Path) -> None:
    """Each name with a digest holds the bytes of that digest, and each record its files."""
    for path in audio_dir.iterdir():
        if re.fullmatch(r"[0-9a-f]{32}\.\w+", path.name):
            assert digest_of(path.read_bytes()) == path.stem
    for publication in ClipStore(audio_dir).publications().values():
        assert damage(audio_dir, publication) == ()


def test_two_processes_narrate_the_tour_in_walking_order(workshop: Workshop) -> None:
    report = workshop.build(jobs=2)
    assert report.failures == []
    assert report.finished
    assert set(workshop.store.publications()) == EVERY_CLIP
    assert_everything_served_is_whole(workshop.audio_dir)
    assert workshop.diary.begun == [
        ("gate", "en"),
        ("gate", "kk"),
        ("gate", "ru"),
        ("lamp/note", "kk"),
        ("lamp", "kk"),
        ("lamp/note", "ru"),
        ("lamp", "ru"),
        ("lamp/note", "en"),
        ("lamp", "en"),
    ]
    assert set(workshop.diary.served) == EVERY_CLIP
    assert workshop.diary.audio_s > 5
    assert workshop.store.build_state() == BuildState(
        running=False,
        done=9,
        total=9,
        written_at=pytest.approx(workshop.store.build_state().written_at),
        waiting={},
    )
    calls = workshop.beeper.calls()
    assert len(calls) == len(set(calls)) == 21
    stamp = workshop.store.stamp()
    assert workshop.build(jobs=2).published == []
    assert workshop.store.stamp() == stamp
    assert workshop.beeper.calls() == calls
    assert faults_of(workshop.settings, workshop.tour(), workshop.plan()) == ()


def test_a_failing_sentence_and_a_dying_process_leave_the_others(workshop: Workshop) -> None:
    workshop.beeper.order("refuse Twelve people\ncrash Шам ")
    report = workshop.build()
    failed = {(one.stop_id, one.language): one for one in report.failures}
    assert set(failed) == {("gate", "en"), ("lamp", "kk")}
    assert failed["gate", "en"].sentence == "Twelve people built it."
    assert "SIGKILL" in failed["lamp", "kk"].message
    assert workshop.diary.failures == report.failures
    assert set(workshop.store.publications()) == EVERY_CLIP - set(failed)
    workshop.beeper.order("")
    before = len(workshop.beeper.calls())
    assert workshop.build().failures == []
    assert set(workshop.store.publications()) == EVERY_CLIP
    assert len(workshop.beeper.calls()) - before == 2


def test_a_killed_build_leaves_nothing_broken_and_is_resumed(workshop: Workshop) -> None:
    workshop.beeper.order("kill-the-build-at 9")
    workshop.until_killed(Path(__file__).with_name("narrate_lighthouse.py"))
    assert_everything_served_is_whole(workshop.audio_dir)
    served = set(workshop.store.publications())
    assert ("gate", "en") in served
    assert len(served) < 9
    then = json.loads((workshop.audio_dir / "build.json").read_bytes())
    assert then["running"] is True
    now = workshop.store.build_state()
    assert now is not None
    assert not now.running
    assert now.waiting == {}
    workshop.beeper.order("")
    assert workshop.build().failures == []
    assert set(workshop.store.publications()) == EVERY_CLIP
    assert_everything_served_is_whole(workshop.audio_dir)
    # The sentence that was being spoken when all ended may have been spoken twice.
    assert len(workshop.beeper.calls()) <= 21 + 1


def test_a_full_disk_ends_the_build_with_advice_and_is_resumed(workshop: Workshop) -> None:
    workshop.beeper.order("small-disk-at 6")
    with pytest.raises(NoSpace, match="Free some space"):
        workshop.build()
    assert_everything_served_is_whole(workshop.audio_dir)
    assert ("gate", "en") in workshop.store.publications()
    assert len(workshop.store.publications()) < 9
    assert not list(workshop.audio_dir.rglob(".tmp-*"))
    now = workshop.store.build_state()
    assert now is not None
    assert not now.running
    workshop.beeper.order("")
    assert workshop.build().failures == []
    assert set(workshop.store.publications()) == EVERY_CLIP


def test_a_language_without_a_voice_is_named_and_no_failure(workshop: Workshop) -> None:
    report = workshop.build(engines=russian_is_missing)
    assert report.failures == []
    assert report.plan.voiceless == ("ru",)
    assert report.plan.unspoken == (("gate", "ru"), ("lamp/note", "ru"), ("lamp", "ru"))
    assert set(workshop.store.publications()) == {key for key in EVERY_CLIP if key[1] != "ru"}
    now = workshop.store.build_state()
    assert now is not None
    assert now.voiceless == ("ru",)


def test_one_build_at_a_time(workshop: Workshop) -> None:
    with (
        state.only_one(workshop.audio_dir),
        pytest.raises(Unavailable, match=f"process {os.getpid()} since"),
    ):
        workshop.build()
    with state.only_one(workshop.audio_dir):
        pass


def test_asked_to_stop_it_finishes_what_is_begun(workshop: Workshop) -> None:
    report = workshop.build(should_stop=lambda: bool(workshop.diary.begun))
    assert not report.finished
    assert workshop.diary.served == [("gate", "en")]
    assert set(workshop.store.publications()) == {("gate", "en")}


def test_pages_are_told_when_a_sound_comes(workshop: Workshop) -> None:
    class Reader:
        seen: BuildState | None = None

        def __call__(self) -> bool:
            now = workshop.store.build_state()
            if now is not None and now.waiting:
                self.seen = self.seen or now
            return bool(workshop.diary.begun)

    reader = Reader()
    workshop.build(should_stop=reader)
    assert reader.seen is not None
    assert reader.seen.running
    assert reader.seen.total == 9
    waits = [reader.seen.waiting[key] for key in (("gate", "en"), ("lamp", "en"))]
    assert 0 < waits[0] < waits[1] < 300


@pytest.mark.parametrize(
    "change",
    [
        {"pid": 2**22 + 5},
        {"mark": "another life"},
        {"running": False},
    ],
)
def test_the_state_of_a_dead_process_is_not_believed(
    tmp_path: Path, change: dict[str, object]
) -> None:
    alive = BuildState(
        running=True,
        done=1,
        total=4,
        written_at=5.0,
        waiting={("gate", "kk"): 7.5},
        voiceless=("ru",),
    )
    state.write(tmp_path, alive)
    assert state.read(tmp_path) == alive
    document = json.loads((tmp_path / "build.json").read_bytes())
    (tmp_path / "build.json").write_text(json.dumps(document | change), encoding="utf-8")
    now = state.read(tmp_path)
    assert now is not None
    assert (now.running, now.waiting, now.done, now.voiceless) == (False, {}, 1, ("ru",))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"running": true}'])
def test_a_state_that_is_none_is_none(tmp_path: Path, text: str) -> None:
    assert state.read(tmp_path) is None
    (tmp_path / "build.json").write_text(text, encoding="utf-8")
    assert state.read(tmp_path) is None
