from dataclasses import replace

import pytest
from beeper import beeper_voice
from conftest import Workshop
from hypothesis import given
from hypothesis import strategies as st

from tour.narration.check import faults_of
from tour.narration.effort import Effort
from tour.narration.pace import Pace
from tour.narration.plan import Choice, make_plan, walking_order
from tour.narration.publisher import Publisher, file_names


def test_the_first_stop_begins_in_english_and_a_note_comes_before_its_stop(
    workshop: Workshop,
) -> None:
    order = [(stop.id, language) for stop, language in walking_order(workshop.tour())]
    assert order == [
        *(("gate", language) for language in ("en", "kk", "ru")),
        *((clip, language) for language in ("kk", "ru", "en") for clip in ("lamp/note", "lamp")),
    ]


def test_the_plan_says_what_and_why(workshop: Workshop) -> None:
    plan = workshop.plan()
    assert {task.reason for task in plan.tasks} == {"not narrated yet"}
    assert [task.new_sentences for task in plan.tasks] == [4, 4, 4, 1, 2, 1, 2, 1, 2]
    workshop.publish_all()
    assert workshop.plan().tasks == ()
    newer = workshop.plan(version="2")
    assert len(newer.tasks) == 9
    assert "voice" in newer.tasks[0].reason
    assert newer.tasks[0].new_sentences == 4
    workshop.edit('say: "a-rahl"', 'say: "o-rahl"')
    assert workshop.plan().tasks == ()
    workshop.edit("{word: маяк,", "{word: Маяк,")
    assert [task.script.key for task in workshop.plan().tasks] == [("gate", "ru")]


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (Choice(), 9),
        (Choice(stops=["lamp"]), 6),
        (Choice(languages=["kk", "en"]), 6),
        (Choice(["gate"], ["ru"]), 1),
    ],
)
def test_a_part_of_the_tour_can_be_chosen(workshop: Workshop, choice: Choice, count: int) -> None:
    voices = {language: beeper_voice(language) for language in ("kk", "ru", "en")}
    plan = make_plan(workshop.tour(), voices, workshop.audio_dir, choice)
    assert len(plan.tasks) == count
    assert plan.unspoken == ()


def test_a_title_changes_the_file_but_not_the_speech(workshop: Workshop) -> None:
    workshop.publish("gate", "en")
    workshop.edit('en: "The gate"', 'en: "The old gate"')
    task = workshop.plan().tasks[0]
    assert task.script.key == ("gate", "en")
    assert task.new_sentences == 0


def test_check_names_every_fault(workshop: Workshop) -> None:
    made = {(one.stop_id, one.language): one for one in workshop.publish_all()}
    assert faults_of(workshop.settings, workshop.tour(), workshop.plan()) == ()
    missing, damaged, _ = file_names(made["gate", "kk"])
    (workshop.audio_dir / missing).unlink()
    (workshop.audio_dir / damaged).write_bytes(b"noise")
    workshop.edit("The lamp went out on 5 March 1950.", "The lamp went out on 6 March 1950.")
    faults = faults_of(workshop.settings, workshop.tour(), workshop.plan())
    assert [(one.stop_id, one.language) for one in faults] == [("gate", "kk"), ("lamp", "en")]
    assert f"{missing} is missing; {damaged} is damaged" in str(faults[0])
    assert "text has changed" in str(faults[1])


def test_what_was_narrated_elsewhere_is_checked_without_its_voice(workshop: Workshop) -> None:
    made = {(one.stop_id, one.language): one for one in workshop.publish_all()}
    gate = made["gate", "ru"]
    voices = {language: beeper_voice(language) for language in ("kk", "en")}

    def faults() -> list[str]:
        plan = make_plan(workshop.tour(), voices, workshop.audio_dir)
        assert plan.voiceless == ("ru",)
        return [str(one) for one in faults_of(workshop.settings, workshop.tour(), plan)]

    assert faults() == []
    (workshop.audio_dir / f"{gate.captions}.vtt").write_text("WEBVTT", encoding="utf-8")
    workshop.edit("Лампа погасла 5 марта", "Лампа погасла 6 марта")
    workshop.edit("Здесь говорится о смерти.", "Здесь говорится о гибели.")
    assert faults() == [
        f"gate ru: {gate.captions}.vtt is damaged",
        "lamp/note ru: the text has changed",
        "lamp ru: the text has changed",
    ]
    Publisher(workshop.audio_dir).prune({("gate", "kk"), ("gate", "en")}, ())
    assert not any(" ru:" in fault for fault in faults())


def test_estimates_grow_along_the_order_and_learn(workshop: Workshop) -> None:
    tasks = workshop.plan().tasks
    pace = Pace()
    ready = pace.ready_in(tasks, {}, jobs=1)
    in_order = [ready[task.script.key] for task in tasks]
    assert in_order == sorted(in_order)
    assert pace.ready_in(tasks, {}, jobs=2)[tasks[-1].script.key] < in_order[-1]
    before = pace.seconds(tasks[0])
    slow = Effort(spoken=4)
    slow.seconds["speech"] = 60.0
    pace.learn(replace(tasks[0], new_characters=2000), slow)
    assert pace.seconds(tasks[0]) > 2 * before
    cached = replace(tasks[0], new_sentences=0, new_characters=0)
    assert pace.seconds(cached) < pace.seconds(tasks[0])


@given(st.dictionaries(st.tuples(st.text(max_size=3), st.just("en")), st.floats(0, 90), max_size=4))
def test_what_is_being_made_keeps_its_own_time(busy: dict[tuple[str, str], float]) -> None:
    assert Pace().ready_in((), busy, jobs=4) == busy
