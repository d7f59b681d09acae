"""A build through the gate: what is heard wrongly is held back, and says why, until accepted."""

import json
import re
import threading
from pathlib import Path

import pytest
from conftest import Workshop
from parrot import Parrot, nothing_amiss

from tour.narration.build import Report
from tour.narration.files import NoSpace
from tour.narration.heard import HEARD_LIST, Mark, Standing, accepted_path, counts, note, read_heard
from tour.narration.hearing.keeper import Ended, Keeper
from tour.narration.model import Publication
from tour.narration.plan import Choice
from tour.narration.publisher import GRACE_S, Publisher, damage

GATE = ("gate", "en")


def keeper(workshop: Workshop, parrot: Parrot, *, accepts: bool = False) -> Keeper:
    return Keeper(workshop.tour(), workshop.settings, parrot, accepts, nothing_amiss)


def parrot_of(workshop: Workshop, errs: object = str, name: str = "parrot") -> Parrot:
    """One that knows every sentence of today's English text, published or not."""
    scripts = [script for script in workshop.plan().scripts if script.language == "en"]
    made = [workshop.make(script)[0] for script in scripts]
    return Parrot(workshop.audio_dir, made, errs, name)  # type: ignore[arg-type]


def standing(workshop: Workshop) -> dict[Standing, int]:
    return counts(read_heard(workshop.audio_dir), workshop.store.publications())


def english(workshop: Workshop, **how: object) -> Report:
    return workshop.build(choice=Choice(None, ("en",)), **how)  # type: ignore[arg-type]


def deaf(text: str) -> str:
    return text.replace("Twelve people", "People")


def test_what_is_heard_rightly_is_published_with_its_mark(workshop: Workshop) -> None:
    report = english(workshop, gate=keeper(workshop, parrot_of(workshop)))
    assert (report.held, report.failures, report.finished) == ([], [], True)
    published = workshop.store.publications()
    assert len(published) == 3
    heard = read_heard(workshop.audio_dir)
    assert {heard.standing(key, one) for key, one in published.items()} == {"heard"}
    assert all(heard.mark_of(one).paces for one in published.values())  # type: ignore[union-attr]
    assert workshop.diary.served[0] == GATE


def test_a_lost_number_is_held_back_and_what_was_published_stays(workshop: Workshop) -> None:
    before = workshop.publish(*GATE)
    workshop.edit("Stand in front of the gate.", "Stand before the gate.")
    report = english(workshop, gate=keeper(workshop, parrot_of(workshop, deaf, "deaf")))
    (held,) = report.held
    assert held.key == GATE
    assert workshop.diary.refused == [held]
    grave = next(one for one in held.reasons if "a name, number or date" in one.message)
    assert grave.sentence == "Twelve people built it."
    assert grave.file == f"{held.publication.audio[0].digest}.webm"
    cue = next(one for one in held.publication.cues if one.text == grave.sentence)
    assert grave.at_s == pytest.approx(cue.start_s, abs=0.01)
    assert workshop.store.publication(*GATE).audio == before.audio  # type: ignore[union-attr]
    assert damage(workshop.audio_dir, held.publication) == ()
    heard = read_heard(workshop.audio_dir)
    assert heard.standing(GATE, before) == "refused"
    assert heard.reasons_of(held.publication) == held.reasons


def test_what_is_held_is_neither_made_nor_published_again_unheard(workshop: Workshop) -> None:
    english(workshop, gate=keeper(workshop, parrot_of(workshop, deaf, "deaf")))
    calls = workshop.beeper.calls()
    report = english(workshop)
    assert [held.key for held in report.held] == [GATE]
    assert GATE not in workshop.store.publications()
    assert workshop.beeper.calls() == calls
    assert workshop.diary.begun.count(GATE) == 1
    parrot = parrot_of(workshop, deaf, "deaf")
    assert [held.key for held in english(workshop, gate=keeper(workshop, parrot)).held] == [GATE]
    assert parrot.asked == []


def test_what_was_listened_to_is_accepted_and_published(workshop: Workshop) -> None:
    parrot = parrot_of(workshop, deaf, "deaf")
    english(workshop, gate=keeper(workshop, parrot))
    report = english(workshop, gate=keeper(workshop, parrot, accepts=True))
    assert (report.held, [one.stop_id for one, _ in report.published]) == ([], ["gate"])
    assert GATE in workshop.store.publications()
    heard = read_heard(workshop.audio_dir)
    assert heard.held == {}
    assert heard.standing(GATE, workshop.store.publication(*GATE)) == "heard"
    kept = json.loads(accepted_path(workshop.settings.stops_file).read_bytes())
    assert kept["sentences"]["en"] == {"Twelve people built it.": {"word": ["twelve → –"]}}
    workshop.edit("Stand in front of the gate.", "Stand before the gate.")
    deafer = parrot_of(workshop, lambda text: text.replace("Twelve", "Eleven"), "deafer")
    (again,) = english(workshop, gate=keeper(workshop, deafer)).held
    (grave,) = [one.message for one in again.reasons if "name, number" in one.message]
    assert grave.endswith("twelve → eleven")


def test_a_text_that_was_mended_takes_the_place_of_what_was_held(workshop: Workshop) -> None:
    english(workshop, gate=keeper(workshop, parrot_of(workshop, deaf, "deaf")))
    workshop.edit("Twelve people built it.", "People built it.")
    report = english(workshop)
    assert report.held == []
    assert GATE in workshop.store.publications()
    heard = read_heard(workshop.audio_dir)
    assert heard.held == {}
    assert heard.standing(GATE, workshop.store.publication(*GATE)) == "unheard"


def test_fellows_of_the_same_voice_tell_a_sentence_that_is_too_long(workshop: Workshop) -> None:
    parrot = parrot_of(workshop)
    english(workshop, gate=keeper(workshop, parrot))
    key = ("lamp", "en")
    lamp = workshop.store.publication(*key)
    assert lamp is not None
    quick = [one for one in workshop.store.publications().values() if one.language == "en"]
    for one in quick:
        if one.stop_id != "lamp":
            note(
                workshop.audio_dir,
                {one.audio[0].digest: Mark("en", one.voice.id, paces=(0.01,) * 12)},
            )
    found = keeper(workshop, parrot).judge(lamp)
    assert any("times as long as its length" in one.message for one in found.reasons)
    elsewhere = Mark("en", "other:voice", paces=(0.01,) * 12)
    for one in quick:
        if one.stop_id != "lamp":
            note(workshop.audio_dir, {one.audio[0].digest: elsewhere})
    assert keeper(workshop, parrot).judge(lamp).reasons == ()


def test_what_is_held_is_not_pruned(workshop: Workshop) -> None:
    english(workshop, gate=keeper(workshop, parrot_of(workshop, deaf, "deaf")))
    (held,) = read_heard(workshop.audio_dir).held.values()
    late = max(path.stat().st_mtime for path in workshop.audio_dir.iterdir()) + GRACE_S + 60
    wanted = {script.key for script in workshop.plan().scripts}
    Publisher(workshop.audio_dir, lambda: late).prune(wanted, ())
    assert damage(workshop.audio_dir, held) == ()
    Publisher(workshop.audio_dir, lambda: late).prune(wanted - {GATE}, ())
    assert damage(workshop.audio_dir, held) != ()


def test_asked_to_stop_it_does_not_wait_for_the_hearing(workshop: Workshop) -> None:
    silence = threading.Event()

    class Slow(Keeper):
        def judge(self, publication: Publication) -> Mark:
            silence.wait(20)
            return super().judge(publication)

        def close(self) -> None:
            super().close()
            silence.set()

    gate = Slow(workshop.tour(), workshop.settings, parrot_of(workshop))
    report = english(workshop, gate=gate, should_stop=lambda: bool(workshop.diary.begun))
    assert not report.finished
    assert workshop.diary.served == []
    assert workshop.store.publications() == {}
    with pytest.raises(Ended):
        gate.judge(workshop.make(workshop.script(*GATE))[0])
    assert english(workshop).failures == []


def test_counts_say_how_the_sounds_stand(workshop: Workshop) -> None:
    assert standing(workshop) == {"heard": 0, "unheard": 0, "refused": 0}
    english(workshop, gate=keeper(workshop, parrot_of(workshop, deaf, "deaf")))
    assert standing(workshop) == {"heard": 2, "unheard": 0, "refused": 1}
    workshop.edit("Look at the lamp.", "Look at the old lamp.")
    english(workshop)
    assert standing(workshop) == {"heard": 1, "unheard": 1, "refused": 1}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 7, "marks": 3}'])
def test_a_list_that_is_none_is_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / HEARD_LIST).write_text(text, encoding="utf-8")
    assert read_heard(tmp_path).marks == {}


def test_a_full_disk_publishes_nothing_and_breaks_nothing(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    parrot = parrot_of(workshop)

    def full(*_args: object, **_named: object) -> None:
        raise NoSpace("The disk is full. Free some space.")

    monkeypatch.setattr("tour.narration.heard.write_whole", full)
    with pytest.raises(NoSpace):
        english(workshop, gate=keeper(workshop, parrot))
    assert workshop.store.publications() == {}
    monkeypatch.undo()
    assert english(workshop, gate=keeper(workshop, parrot)).held == []


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from beeper import engines_of
from conftest import Diary
from tour.catalogue import read_tour
from tour.narration import build as building
from tour.narration.heard import Mark
from tour.narration.plan import Choice
from tour.settings import Settings

stops, audio, voices, when = sys.argv[1:]
ENGLISH = Choice(None, ("en",))
folders = {{"audio_dir": Path(audio), "voices_dir": Path(voices)}}
settings = Settings(stops_file=Path(stops), narrate_jobs=1, **folders)
asked = []

class Gate:
    def judge(self, publication):
        asked.append(publication)
        if when == "hearing" and len(asked) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return Mark(publication.language, publication.voice.id)
    def close(self):
        pass

class Last(building.Publisher):
    def publish(self, publication):
        if when == "publishing" and len(asked) >= 2:
            os.kill(os.getpid(), signal.SIGKILL)
        super().publish(publication)

building.Publisher = Last
if __name__ == "__main__":
    tour = read_tour(settings.stops_file)
    building.build(settings, tour, Diary(), engines_of, ENGLISH, gate=Gate())
"""


@pytest.mark.parametrize("when", ["hearing", "publishing"])
def test_killed_between_hearing_and_publishing_nothing_is_half_done(
    workshop: Workshop, tmp_path: Path, when: str
) -> None:
    program = tmp_path / "killed.py"
    program.write_text(KILLED.format(here=str(Path(__file__).parent)), encoding="utf-8")
    workshop.until_killed(program, when)
    published = workshop.store.publications()
    assert len(published) <= 1
    for one in published.values():
        assert damage(workshop.audio_dir, one) == ()
        assert read_heard(workshop.audio_dir).standing((one.stop_id, one.language), one) == "heard"
    assert not list(workshop.audio_dir.rglob(".tmp-*"))
    report = english(workshop, gate=keeper(workshop, parrot_of(workshop)))
    assert report.held == []
    assert standing(workshop) == {"heard": 3, "unheard": 0, "refused": 0}
    assert re.fullmatch(r"[0-9a-f]{32}", report.published[0][0].audio[0].digest)
