"""Kokoro: with a stand-in of the model's inputs and outputs, and with the model where it is."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from voices_help import assert_marks_in_order, assert_sound, duration_s, words_of

from tour.errors import VoiceFailed
from tour.narration.engines import all_engines, choose_voices
from tour.narration.engines.kokoro import RATE_HZ, Kokoro, model_is_here, unfit_kokoro_files
from tour.narration.model import Spoken
from tour.settings import ROOT, Settings

TEXT = "The women called the camp [ALZHIR](/ɑlʒˈɪɹ/)."
UNIT = 600


class StandIn:
    """As the graph answers: 600 samples a unit, so many units for each token; a hum for sound."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []

    def run(self, wanted: None, given: dict[str, Any]) -> Sequence[Any]:
        assert wanted is None
        self.given.append(given)
        units = np.full(given["tokens"].shape[1], 3.0, np.float32)
        times = np.arange(int(units.sum()) * UNIT) / RATE_HZ
        return (0.2 * np.sin(2 * np.pi * 180 * times)).astype(np.float32), units


@pytest.fixture
def voices_dir(tmp_path: Path) -> Path:
    (tmp_path / "kokoro").mkdir()
    styles = np.repeat(np.arange(510, dtype=np.float32), 256)
    styles.tofile(tmp_path / "kokoro" / "af_heart.bin")
    (tmp_path / "kokoro" / "af_half.bin").write_bytes(b"half")
    styles.tofile(tmp_path / "kokoro" / "bf_emma.bin")  # British: another dictionary's
    return tmp_path


def sentence(text: str = TEXT) -> Spoken:
    return Spoken(text, text, ())


def test_a_voice_file_is_offered_once_the_model_is_here(voices_dir: Path) -> None:
    assert Kokoro(voices_dir, is_here=lambda: False).voices() == ()
    engine = Kokoro(voices_dir, is_here=lambda: True)
    (voice,) = engine.voices()
    assert (voice.id, voice.name, voice.takes_phonemes) == ("kokoro:af_heart", "Heart", True)
    assert choose_voices([engine], ["en"], {"en": voice.id}) == {"en": voice}
    (voices_dir / "kokoro" / "af_heart.bin").write_bytes(bytes(510 * 256 * 4))
    assert engine.voices()[0].version != voice.version, "another voice under the same name"


def test_files_that_are_no_voices_are_left_out_and_told(voices_dir: Path) -> None:
    folder = voices_dir / "kokoro"
    (folder / "am_folder.bin").mkdir()
    np.zeros((510, 256), np.float32).tofile(folder / os.fsdecode(b"af_Ma\xefra.bin"))
    (voice,) = Kokoro(voices_dir, is_here=lambda: True).voices()
    assert voice.name == "Heart"
    assert unfit_kokoro_files(voices_dir) == [
        "af_Ma\\xefra.bin is no whole voice: its name is not UTF-8; give it another.",
        "af_half.bin is no whole voice: it is not of a voice's size.",
        "am_folder.bin is no whole voice: it is no file.",
    ]


def test_the_model_is_asked_as_it_wants_and_times_come_from_it(voices_dir: Path) -> None:
    model = StandIn()
    engine = Kokoro(voices_dir, is_here=lambda: True, open_session=lambda: model)
    (voice,) = engine.voices()
    speech = engine.speak(sentence(), voice)
    (given,) = model.given
    tokens = given["tokens"]
    assert tokens.dtype == np.int64
    assert (tokens[0, 0], tokens[0, -1]) == (0, 0)
    assert given["style"].shape == (1, 256)
    assert given["style"][0, 0] == tokens.shape[1] - 3, "the style for so many phonemes"
    assert speech.samples.size == tokens.shape[1] * 3 * UNIT
    assert words_of(speech, TEXT) == [
        *("The", "women", "called", "the", "camp"),
        "[ALZHIR](/ɑlʒˈɪɹ/)",
    ]
    assert speech.marks[0][2] == pytest.approx(3 * UNIT / RATE_HZ)
    assert_marks_in_order(speech)


def test_what_cannot_be_said_or_read_is_told(voices_dir: Path) -> None:
    engine = Kokoro(voices_dir, is_here=lambda: True, open_session=StandIn)
    (voice,) = engine.voices()
    with pytest.raises(VoiceFailed):
        engine.speak(sentence("…"), voice)
    (voices_dir / "kokoro" / "af_heart.bin").unlink()
    with pytest.raises(VoiceFailed, match="Fetch it again"):
        engine.speak(sentence(), voice)


@pytest.mark.voices
def test_the_real_model_speaks_with_the_time_of_every_word() -> None:
    engine = Kokoro(ROOT / "voices")
    if not model_is_here() or not engine.voices():
        pytest.skip("Kokoro is not installed")
    voice = engine.voices()[0]
    speech = engine.speak(sentence(), voice)
    assert_sound(speech, at_least_s=1.5, at_most_s=4.0)
    assert_marks_in_order(speech)
    assert len(speech.marks) == 6
    assert speech.marks[-1][3] == pytest.approx(duration_s(speech), abs=0.6)
    assert "kokoro" in [one.name for one in all_engines(Settings())]
