from pathlib import Path

import numpy as np
import pytest
from beeper import WORD_S
from conftest import Workshop

from tour.narration.clip import ClipFailed
from tour.narration.pcm import MASTER_HZ, decode, measure
from tour.narration.publisher import SENTENCES
from tour.narration.sentence_cache import SentenceCache
from tour.narration.sound import Pauses

LOUD = 0.02


def sound_at(samples: np.ndarray, around_s: float, reach_s: float = 0.2) -> float:
    """When the first sound begins within reach of a time, in s from it."""
    near = np.abs(samples[max(0, round((around_s - reach_s) * MASTER_HZ)) :])
    near = near[: round(2 * reach_s * MASTER_HZ)]
    return float(np.argmax(near > LOUD)) / MASTER_HZ - min(reach_s, around_s)


def files(workshop: Workshop, stop_id: str, language: str) -> list[np.ndarray]:
    publication = workshop.store.publication(stop_id, language)
    assert publication is not None
    paths = [workshop.store.file(file.digest, file.extension) for file in publication.audio]
    return [decode(path) for path in paths if path is not None]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_cue_starts_where_its_sound_does(workshop: Workshop, language: str) -> None:
    publication = workshop.publish("gate", language)
    assert len(publication.cues) == 4
    decoded = files(workshop, "gate", language)
    assert len(decoded) == 2
    for samples in decoded:
        assert abs(samples.size / MASTER_HZ - publication.duration_s) < 0.02
        for cue in publication.cues:
            assert abs(sound_at(samples, cue.start_s)) < 0.060
            after = samples[round((cue.end_s + 0.03) * MASTER_HZ) :][: MASTER_HZ // 5]
            assert np.abs(after).max() < LOUD


def test_every_word_starts_where_its_tone_does(workshop: Workshop) -> None:
    publication = workshop.publish("gate", "en")
    sentence = publication.cues[0]
    assert [sentence.text[word.start : word.end] for word in sentence.words][:2] == ["Stand", "in"]
    for samples in files(workshop, "gate", "en"):
        for word in sentence.words:
            assert abs(sound_at(samples, word.start_s + 0.01, 0.04)) < 0.060
            assert word.end_s - word.start_s == pytest.approx(WORD_S, abs=0.02)


def test_paragraphs_are_further_apart_than_sentences(workshop: Workshop) -> None:
    publication, _ = workshop.make(workshop.script("gate", "en"))
    gaps = [
        (after.paragraph - before.paragraph, after.start_s - before.end_s)
        for before, after in zip(publication.cues, publication.cues[1:], strict=False)
    ]
    pauses = Pauses()
    for new_paragraph, gap_s in gaps:
        wanted = pauses.paragraph_s if new_paragraph else pauses.sentence_s
        assert gap_s == pytest.approx(wanted, abs=0.011)


def test_both_files_are_as_loud_as_the_record_says(workshop: Workshop) -> None:
    for publication in (workshop.publish("gate", "kk"), workshop.publish("lamp", "en")):
        heard = [
            measure(samples)
            for samples in files(workshop, publication.stop_id, publication.language)
        ]
        assert publication.loudness_lufs == pytest.approx(heard[0].lufs)
        assert publication.true_peak_dbtp == pytest.approx(
            max(one.true_peak_dbtp for one in heard), abs=0.01
        )
        for one in heard:
            assert one.lufs == pytest.approx(-16.0, abs=0.5)
            assert one.true_peak_dbtp <= -1.0


def test_made_again_from_nothing_it_is_the_same_to_the_byte(
    workshop: Workshop, tmp_path: Path
) -> None:
    fresh, _ = workshop.make(workshop.script("gate", "ru"))
    cached, effort = workshop.make(workshop.script("gate", "ru"))
    assert effort.spoken == 0
    assert effort.reused == 4
    workshop.settings = workshop.settings.__class__(
        stops_file=workshop.settings.stops_file,
        audio_dir=tmp_path / "elsewhere",
        voices_dir=workshop.settings.voices_dir,
        instance_dir=tmp_path,
    )
    elsewhere, _ = workshop.make(workshop.script("gate", "ru"))
    assert fresh == cached == elsewhere


def test_changing_one_sentence_speaks_one_sentence(workshop: Workshop) -> None:
    workshop.publish_all()
    before = workshop.beeper.calls()
    old = workshop.store.publication("gate", "en")
    workshop.edit("Twelve people built it.", "Thirteen people built it.")
    (task,) = workshop.plan().tasks
    assert task.script.key == ("gate", "en")
    assert task.new_sentences == 1
    assert workshop.store.publication("gate", "en") == old
    workshop.publish_all()
    assert workshop.beeper.calls()[len(before) :] == ["Thirteen people built it."]
    new = workshop.store.publication("gate", "en")
    assert new is not None
    assert old is not None
    assert new.text != old.text
    assert new.cues[2].text == "Thirteen people built it."
    assert workshop.plan().tasks == ()


def test_a_sentence_that_two_stops_share_is_spoken_once(workshop: Workshop) -> None:
    workshop.edit(
        "      en: |\n        The lamp went",
        "      en: |\n        The door is closed today. The lamp went",
    )
    workshop.publish_all()
    assert workshop.beeper.calls().count("The door is closed today.") == 1


def test_every_sentence_that_fails_is_named(workshop: Workshop) -> None:
    workshop.beeper.order("refuse built")
    with pytest.raises(ClipFailed) as caught:
        workshop.make(workshop.script("gate", "en"))
    assert [failure.sentence for failure in caught.value.failures] == [
        "The lighthouse was built in 1937.",
        "Twelve people built it.",
    ]
    assert "gate en" in str(caught.value)
    assert not list(workshop.audio_dir.glob("*.webm"))


def test_a_damaged_cached_sentence_is_spoken_again(workshop: Workshop) -> None:
    script = workshop.script("gate", "en")
    good, _ = workshop.make(script)
    cache = SentenceCache(workshop.audio_dir / SENTENCES)
    torn, flipped, empty = (cache.folder / f"{line.key}.flac" for line in script.lines[:3])
    torn.write_bytes(torn.read_bytes()[:-900])
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 0xFF
    flipped.write_bytes(data)
    empty.write_bytes(b"")
    assert [cache.get(line.key) is None for line in script.lines] == [True, True, True, False]
    again, effort = workshop.make(script)
    assert again == good
    assert (effort.spoken, effort.reused) == (3, 1)


def test_a_sentence_of_dots_alone_keeps_its_place(workshop: Workshop) -> None:
    workshop.edit("The door is closed today.", "The door is closed today. …")
    publication, _ = workshop.make(workshop.script("gate", "en"))
    assert [cue.start_s for cue in publication.cues] == sorted(
        cue.start_s for cue in publication.cues
    )
