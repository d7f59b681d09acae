"""The content note of a stop, as a clip of its own."""

import shutil

import pytest
from conftest import Workshop

from tour.narration.check import faults_of
from tour.narration.notes import is_note, note_id, note_of, stop_of
from tour.narration.pcm import MASTER_HZ, decode
from tour.narration.publisher import Publisher


def test_a_note_has_an_id_that_no_stop_can_have(workshop: Workshop) -> None:
    gate, lamp = workshop.tour().stops
    note = note_of(lamp)
    assert note is not None
    assert note.id == note_id("lamp")
    assert (is_note(note.id), is_note("lamp")) == (True, False)
    assert (stop_of(note.id), stop_of("lamp")) == ("lamp", "lamp")
    assert note.paragraphs("en") == ("This stop speaks of a death.",)
    assert note_of(gate) is None
    assert note_of(note) is None


def test_a_silence_follows_the_note_in_its_own_file(workshop: Workshop) -> None:
    note = workshop.publish("lamp/note", "en")
    assert [cue.text for cue in note.cues] == ["This stop speaks of a death."]
    assert note.duration_s - note.cues[-1].end_s == pytest.approx(2.0, abs=0.02)
    file = note.audio[0]
    heard = decode(workshop.audio_dir / f"{file.digest}.{file.extension}", MASTER_HZ)
    assert abs(heard[-MASTER_HZ:]).max() < 1e-3


def test_a_note_is_made_anew_when_it_changes_and_goes_when_it_is_taken_away(
    workshop: Workshop,
) -> None:
    workshop.publish_all()
    workshop.edit('en: "This stop speaks of a death."', 'en: "This stop speaks of an end."')
    faults = faults_of(workshop.settings, workshop.tour(), workshop.plan())
    assert [str(fault) for fault in faults] == ["lamp/note en: the text has changed"]
    assert [task.script.key for task in workshop.plan().tasks] == [("lamp/note", "en")]
    text = workshop.settings.stops_file.read_text(encoding="utf-8")
    without = "\n".join(line for line in text.splitlines() if "content_note" not in line)
    workshop.settings.stops_file.write_text(without, encoding="utf-8")
    assert workshop.plan().tasks == ()
    Publisher(workshop.audio_dir).prune({one.key for one in workshop.plan().scripts}, ())
    assert not any(is_note(stop_id) for stop_id, _ in workshop.store.publications())


def test_a_person_may_read_the_note(workshop: Workshop) -> None:
    spoken = workshop.publish("lamp/note", "en").audio[1]
    folder = workshop.audio_dir / "recordings" / "en" / "lamp"
    folder.mkdir(parents=True)
    shutil.copy(workshop.audio_dir / f"{spoken.digest}.mp3", folder / "note.mp3")
    assert workshop.publish("lamp/note", "en").voice.quality == "human"
    assert workshop.publish("lamp", "en").voice.quality == "good"
