"""Human takes of sentences and paragraphs."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from beeper import beeper_voice
from conftest import Workshop
from test_recordings import take

from tour.narration.check import faults_of
from tour.narration.model import Spoken
from tour.narration.normalise import spoken
from tour.narration.pcm import MASTER_HZ, decode, frames_of, measure
from tour.narration.recipe import sentences_of
from tour.narration.take_sound import speech_of
from tour.narration.take_words import remember_words, stale_takes
from tour.narration.takes import find_takes, sentence_digest


def sentences(workshop: Workshop, stop_id: str = "gate") -> tuple[tuple[int, str], ...]:
    stop = workshop.tour().stop(stop_id)
    assert stop is not None
    return sentences_of(stop.paragraphs("en"), "en")


def said(written: str) -> Spoken:
    return spoken(written, "en", ())


def folder(workshop: Workshop, stop_id: str = "gate") -> Path:
    return workshop.audio_dir / "recordings" / "en" / stop_id


def record(workshop: Workshop, lengths_s: list[float]) -> None:
    """Every sentence of the gate on its own."""
    said = sentences(workshop)
    assert len(said) == len(lengths_s)
    for (_, written), length_s in zip(said, lengths_s, strict=True):
        take(folder(workshop) / f"{sentence_digest(written)}.wav", [length_s])


def test_a_stop_read_sentence_by_sentence_wins_with_exact_captions(workshop: Workshop) -> None:
    lengths_s = [1.0, 2.5, 1.5, 2.0]
    record(workshop, lengths_s)
    publication = workshop.publish("gate", "en")
    assert workshop.beeper.calls() == []
    assert publication.voice.id == "recording:en/gate"
    assert publication.voice.quality == "human"
    spoken_s = [cue.end_s - cue.start_s for cue in publication.cues]
    assert spoken_s == pytest.approx(lengths_s, abs=0.2)
    assert workshop.script("gate", "kk").voice == beeper_voice("kk")
    (webm, _) = publication.audio
    path = workshop.store.file(webm.digest, webm.extension)
    assert path is not None
    assert measure(decode(path)).lufs == pytest.approx(-16, abs=0.5)


def test_until_the_last_sentence_is_read_the_voice_reads_all(workshop: Workshop) -> None:
    record(workshop, [1.0, 1.0, 1.0, 1.0])
    _, last = sentences(workshop)[-1]
    (folder(workshop) / f"{sentence_digest(last)}.wav").unlink()
    assert workshop.script("gate", "en").voice == beeper_voice("en")
    takes = find_takes(workshop.audio_dir, "en", "gate", sentences(workshop))
    assert [found is not None for found in takes] == [True, True, True, False]


def test_an_edited_sentence_is_never_heard_with_its_old_words(workshop: Workshop) -> None:
    record(workshop, [1.0, 1.0, 1.0, 1.0])
    workshop.publish_all()
    workshop.edit("Twelve people built it.", "Eleven people built it.")
    assert workshop.script("gate", "en").voice == beeper_voice("en")
    assert ("gate", "en") in {task.script.key for task in workshop.plan().tasks}


def test_a_paragraph_is_cut_at_its_pauses(workshop: Workshop) -> None:
    said = sentences(workshop)
    counts = [sum(paragraph == each for paragraph, _ in said) for each in range(said[-1][0] + 1)]
    for number, count in enumerate(counts, 1):
        take(folder(workshop) / f"p{number}.wav", [1.5] * count, pause_s=0.7)
    publication = workshop.publish("gate", "en")
    spoken_s = [cue.end_s - cue.start_s for cue in publication.cues]
    assert spoken_s == pytest.approx([1.5] * len(said), abs=0.15)


def test_loud_and_quiet_takes_come_together(workshop: Workshop) -> None:
    record(workshop, [1.5, 1.5, 1.5, 1.5])
    takes = find_takes(workshop.audio_dir, "en", "gate", sentences(workshop))
    levels = [
        measure(speech_of(found, [said(found.of[0])], "en").samples).lufs
        for found in takes
        if found
    ]
    assert levels == pytest.approx([-23] * 4, abs=0.7)


def test_a_take_of_other_words_is_flagged(workshop: Workshop) -> None:
    path = workshop.audio_dir / "recordings" / "en" / "gate.wav"
    take(path, [1.0, 1.0, 1.0, 1.0])
    workshop.publish_all()
    for script in workshop.plan().scripts:
        remember_words(script)
        assert stale_takes(script) == ()
    workshop.edit("Twelve people built it.", "Eleven people built it.")
    (fault,) = workshop.plan().take_faults
    assert "since gate.wav was recorded" in str(fault)
    assert workshop.script("gate", "en").voice == beeper_voice("en"), "never under other words"
    workshop.publish_all()
    for script in workshop.plan().scripts:
        remember_words(script)
    assert faults_of(workshop.settings, workshop.tour(), workshop.plan()) == (fault,)
    take(path, [1.0, 1.5, 1.0, 1.0])
    assert workshop.plan().take_faults == (), "recorded anew"
    assert workshop.script("gate", "en").voice.quality == "human"


def test_a_stop_that_lost_a_take_by_an_edit_says_so(workshop: Workshop) -> None:
    assert workshop.plan().take_faults == ()
    record(workshop, [1.0, 1.0, 1.0, 1.0])
    assert workshop.plan().take_faults == ()
    workshop.edit("Twelve people built it.", "Eleven people built it.")
    lost = f"{sentence_digest('Twelve people built it.')}.wav"
    missing, left = workshop.plan().take_faults
    assert (missing.stop_id, missing.language) == ("gate", "en")
    assert missing.sentence == "Eleven people built it."
    assert "1 of 4 sentences have no take" in missing.message
    assert lost in left.message
    (folder(workshop) / lost).unlink()
    for path in folder(workshop).glob("*.wav"):
        path.unlink()
    assert workshop.plan().take_faults == (), "nobody reads it"


def test_a_build_keeps_the_words_of_takes(workshop: Workshop) -> None:
    path = workshop.audio_dir / "recordings" / "en" / "gate.wav"
    take(path, [1.0, 1.0, 1.0, 1.0])
    workshop.build()
    assert path.with_name("gate.wav.words").is_file()


def test_a_take_in_a_noisy_room_is_cut_to_its_words(workshop: Workshop) -> None:
    written = sentences(workshop)[0][1]
    path = folder(workshop) / f"{sentence_digest(written)}.wav"
    take(path, [1.5])
    (first, *_) = find_takes(workshop.audio_dir, "en", "gate", sentences(workshop))
    assert first is not None
    speech = speech_of(first, [said(written)], "en")
    assert speech.samples.size / MASTER_HZ == pytest.approx(1.68, abs=0.1)
    assert speech.marks


def test_when_a_recording_says_other_words_the_takes_of_all_sentences_are_heard(
    workshop: Workshop,
) -> None:
    path = workshop.audio_dir / "recordings" / "en" / "gate.wav"
    take(path, [1.0, 1.0, 1.0, 1.0])
    workshop.build()
    workshop.edit("Twelve people built it.", "Eleven people built it.")
    assert workshop.script("gate", "en").voice == beeper_voice("en")
    record(workshop, [1.0, 1.0, 1.0, 1.0])
    script = workshop.script("gate", "en")
    assert script.recording is None
    assert script.voice.quality == "human"
    assert workshop.plan().take_faults == ()
    take(path, [1.0, 1.5, 1.0, 1.0])
    assert workshop.script("gate", "en").recording == path, "recorded anew, it is first again"


def test_words_kept_without_their_sentences_are_completed(workshop: Workshop) -> None:
    path = workshop.audio_dir / "recordings" / "en" / "gate.wav"
    take(path, [1.0, 1.0, 1.0, 1.0])
    workshop.build()
    beside = path.with_name("gate.wav.words")
    version, whole, digests = json.loads(beside.read_bytes())
    assert digests == [sentence_digest(written) for _, written in sentences(workshop)]
    beside.write_text(json.dumps([version, whole]), encoding="utf-8")
    remember_words(workshop.script("gate", "en"))
    assert json.loads(beside.read_bytes()) == [version, whole, digests]


@pytest.mark.parametrize("level", [0.0, 0.00001])
@pytest.mark.parametrize("name", ["gate.wav", "gate/p1.flac", "gate/{first}.mp3", "lamp/note.wav"])
def test_a_silent_take_is_told_and_the_voice_reads(
    workshop: Workshop, name: str, level: float
) -> None:
    first = sentence_digest(sentences(workshop)[0][1])
    record(workshop, [1.0, 1.0, 1.0, 1.0])
    (folder(workshop) / f"{first}.wav").unlink()
    path = folder(workshop).parent / name.format(first=first)
    path.parent.mkdir(exist_ok=True)
    hum = level * np.sin(np.arange(3 * MASTER_HZ) * 0.05)
    codec = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame"}[path.suffix[1:]]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=MASTER_HZ, layout="mono")
        frames = frames_of(hum.astype(np.float32), MASTER_HZ)
        for packet in (packet for frame in (*frames, None) for packet in stream.encode(frame)):
            container.mux(packet)
    told = [fault for fault in workshop.plan().take_faults if "can be heard" in fault.message]
    assert [(fault.language, path.name in fault.message) for fault in told] == [("en", True)]
    report = workshop.build()
    assert report.failures == []
    assert {task.script.voice.quality for task in report.plan.tasks} == {beeper_voice("en").quality}
    take(path, [1.0, 1.0, 1.0, 1.0], codec=codec)
    assert "can be heard" not in str(workshop.plan().take_faults), "recorded anew"


def test_a_sentence_read_anew_inside_a_paragraph_that_was_read(workshop: Workshop) -> None:
    said = sentences(workshop)
    counts = [sum(paragraph == each for paragraph, _ in said) for each in range(said[-1][0] + 1)]
    for number, count in enumerate(counts, 1):
        take(folder(workshop) / f"p{number}.wav", [1.5] * count, pause_s=0.7)
    many = next(number for number, count in enumerate(counts) if count > 1)
    again = next(place for place, (paragraph, _) in enumerate(said) if paragraph == many)
    take(folder(workshop) / f"{sentence_digest(said[again][1])}.wav", [2.5])
    publication = workshop.publish("gate", "en")
    spoken_s = [cue.end_s - cue.start_s for cue in publication.cues]
    expected_s = [2.5 if place == again else 1.5 for place in range(len(said))]
    assert spoken_s == pytest.approx(expected_s, abs=0.2)
