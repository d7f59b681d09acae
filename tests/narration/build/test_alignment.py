"""Takes laid on their text, against voices that say when each of their words begins."""

import statistics
from pathlib import Path

import av
import numpy as np
import pytest

from tour.narration.alignment import cepstra, warped
from tour.narration.captions import word_times
from tour.narration.engines.hibari import Hibari
from tour.narration.engines.rhvoice import RHVoice
from tour.narration.master import Placed, trim
from tour.narration.model import Engine, Spoken
from tour.narration.normalise import spoken
from tour.narration.pcm import resample
from tour.narration.recording_sound import load_recording, words_in
from tour.narration.sentences import split_sentences
from tour.narration.sound import Pauses
from tour.settings import ROOT

TAKE_HZ = 44_100
PAUSES_S = (0.35, 0.9, 0.5, 1.2, 0.4)
TEXTS = {
    "en": "Stand before the lamp and look up, it turned for a hundred years. The stairs are steep. "
    "In the winter of 1912 the sea froze, and nobody came. Twelve people built the tower from "
    "stone that was carried over the ice. When it burned down, they built it once more. "
    "Its keeper wrote down every ship that passed.",
    "ru": "Встаньте перед фонарём и посмотрите вверх. Лестница здесь крутая. Зимой 1912 года море "
    "замёрзло, и никто не приезжал. Двенадцать человек сложили башню из камня, который везли по "
    "льду. Когда она сгорела, её построили ещё раз. Смотритель записывал каждый корабль.",
}


def read_by_another(
    path: Path, engine: Engine, language: str
) -> tuple[list[Spoken], list[float], list[dict[int, float]]]:
    """A noisy take in which a voice reads with uneven pauses; when its sentences, words begin."""
    (voice,) = [one for one in engine.voices() if one.language == language][:1]
    said = [spoken(text, language, ()) for text in split_sentences(TEXTS[language], language)]
    pieces = [np.zeros(TAKE_HZ, np.float32)]
    starts_s, words = [], []
    for number, sentence in enumerate(said):
        speech = engine.speak(sentence, voice)
        cut = trim(speech.samples, speech.rate_hz)
        at_s = sum(piece.size for piece in pieces) / TAKE_HZ
        starts_s.append(at_s + cut.onset_s)
        whole = Placed(at_s, at_s + 60, at_s - cut.cut_s)
        words.append({one.start: one.start_s for one in word_times(sentence, speech, whole)})
        pieces += [
            resample(cut.samples, speech.rate_hz, TAKE_HZ),
            np.zeros(round(PAUSES_S[number % 5] * TAKE_HZ), np.float32),
        ]
    sound = np.concatenate([*pieces, np.zeros(TAKE_HZ, np.float32)])
    sound += np.random.default_rng(1).normal(0, 0.0003, sound.size).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=TAKE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound[None, :], format="flt", layout="mono")
        frame.sample_rate = TAKE_HZ
        resampler = av.AudioResampler(format="s16", layout="mono", rate=TAKE_HZ)
        for part in resampler.resample(frame):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return said, starts_s, words


@pytest.mark.voices
@pytest.mark.parametrize("language", ["en", "ru"])
def test_sentences_and_words_of_a_take_are_found_within_60_ms(
    tmp_path: Path, language: str
) -> None:
    engine = Hibari() if language == "en" else RHVoice(ROOT / "voices")
    if not any(voice.language == language for voice in engine.voices()):
        pytest.skip("RHVoice is not installed")
    path = tmp_path / "take.wav"
    said, starts_s, words = read_by_another(path, engine, language)
    samples, placed = load_recording(path, said, language, Pauses())
    moved_s = starts_s[0] - placed[0].start_s
    off_s = [
        abs(place.start_s + moved_s - start_s)
        for place, start_s in zip(placed, starts_s, strict=True)
    ]
    assert statistics.median(off_s) <= 0.06
    assert max(off_s) <= 0.15
    apart_s = [
        abs(word.start_s + moved_s - truth[word.start])
        for sentence, place, truth in zip(said, placed, words, strict=True)
        for word in words_in(samples, sentence, place, language)
        if word.start in truth
    ]
    assert len(apart_s) >= 0.95 * sum(map(len, words))  # espeak-ng says a few as one
    assert statistics.median(apart_s) <= 0.06


def test_a_sound_is_laid_on_itself_and_on_its_slower_twin() -> None:
    random = np.random.default_rng(3)
    sound = random.normal(0, 0.1, 16_000).astype(np.float32) * np.hanning(16_000).astype("f4")
    frames = cepstra(sound, 0.01)
    assert list(warped(frames, frames)) == list(range(len(frames)))
    twice = np.repeat(frames, 2, axis=0)
    assert list(warped(twice, frames)) == [2 * number for number in range(len(frames))]
