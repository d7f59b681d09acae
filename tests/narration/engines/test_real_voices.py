"""The voices of this machine really speak: plausibly long, loud enough, timed, always the same."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from operator import mul
from pathlib import Path

import numpy as np
import pytest
from voices_help import (
    Say,
    assert_marks_in_order,
    assert_sound,
    duration_s,
    loud_share,
    spoken,
    words_of,
)

from tour.errors import VoiceFailed
from tour.narration.engines import all_engines
from tour.narration.engines.null import NullEngine
from tour.narration.model import Engine, Voice
from tour.settings import ROOT, Settings

pytestmark = pytest.mark.voices

SENTENCES = {
    "hibari:heart": "The keeper lit the lamp, and the ships came home.",
    "rhvoice:aleksandr-hq": "Смотритель зажёг лампу, и корабли вернулись домой.",
    "rhvoice:azamat": "Шырақшы шамды жақты, ал кемелер үйге қайтты.",
    "rhvoice:nazgul": "Шырақшы шамды жақты, ал кемелер үйге қайтты.",
    "espeak:kk": "Шырақшы шамды жақты, ал кемелер үйге қайтты.",
    "espeak:ru": "Смотритель зажёг лампу, и корабли вернулись домой.",
    "espeak:en": "The keeper lit the lamp, and the ships came home.",
}


def run_alone(code: str, *words: str) -> str:
    """What a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


each_voice = pytest.mark.parametrize("voice_id", SENTENCES)


@each_voice
def test_it_sounds_and_every_word_has_its_time(say: Say, voice_id: str) -> None:
    text = SENTENCES[voice_id]
    speech = say(voice_id, text)
    assert_sound(speech, at_least_s=1.8, at_most_s=7.0)
    assert_marks_in_order(speech)
    assert words_of(speech, text) == text.replace(",", "").rstrip(".").split()


@each_voice
def test_the_same_sentence_sounds_the_same_whatever_came_before(say: Say, voice_id: str) -> None:
    text = SENTENCES[voice_id]
    first = say(voice_id, text)
    say(voice_id, " ".join(text.split()[:3]))
    again = say(voice_id, text)
    assert np.array_equal(first.samples, again.samples)
    assert first.marks == again.marks


@pytest.mark.parametrize("voice_id", ["hibari:heart", "rhvoice:aleksandr-hq", "espeak:kk"])
def test_another_process_makes_the_same_sound(say: Say, voice_id: str) -> None:
    code = """
import hashlib, sys
from tour.narration.engines import all_engines, engine_for
from tour.narration.model import Spoken
from tour.settings import Settings
engines = all_engines(Settings.from_env())
voice = next(v for e in engines for v in e.voices() if v.id == sys.argv[1])
speech = engine_for(engines, voice).speak(Spoken(sys.argv[2], sys.argv[2], ()), voice)
print(len(speech.samples), hashlib.sha256(speech.samples.tobytes()).hexdigest())
"""
    text = SENTENCES[voice_id]
    here = say(voice_id, text)
    said = run_alone(code, voice_id, text)
    digest = hashlib.sha256(here.samples.tobytes()).hexdigest()
    assert said.split() == [str(len(here.samples)), digest]


@each_voice
def test_the_sound_lies_in_the_words(say: Say, voice_id: str) -> None:
    speech = say(voice_id, SENTENCES[voice_id])
    loud = [loud_share(speech, start, end) for _, _, start, end in speech.marks]
    lasting = [(end - start) / duration_s(speech) for _, _, start, end in speech.marks]
    assert sum(map(mul, loud, lasting)) > (0.85 if voice_id == "hibari:heart" else 0.97)
    assert min(loud) > 0.05


@pytest.mark.parametrize(
    ("voice_id", "text", "pause"),
    [
        ("hibari:heart", "Stand here; then look up.", ("here", "then")),
        ("rhvoice:aleksandr-hq", "Встаньте здесь. Посмотрите вверх.", ("здесь", "Посмотрите")),
        ("rhvoice:azamat", "Осында тұрыңыз. Жоғары қараңыз.", ("тұрыңыз", "Жоғары")),
    ],
)
def test_the_pause_of_a_full_stop_lies_between_its_words(
    say: Say, voice_id: str, text: str, pause: tuple[str, str]
) -> None:
    speech = say(voice_id, text)
    at = words_of(speech, text).index(pause[0])
    end_s, next_s = speech.marks[at][3], speech.marks[at + 1][2]
    assert next_s - end_s > 0.09
    assert loud_share(speech, end_s + 0.04, next_s - 0.04) < 0.1


def test_phonemes_are_said_as_given_and_timed_as_one_word(say: Say) -> None:
    text = "This is [Aral](/ɑɹˈɑl/) today."
    plain = say("hibari:heart", "This is Aral today.")
    speech = say("hibari:heart", text)
    assert words_of(speech, text) == ["This", "is", "[Aral](/ɑɹˈɑl/)", "today"]
    assert not np.array_equal(speech.samples, plain.samples)


def test_english_that_its_own_package_would_reword_has_no_times_but_sounds(say: Say) -> None:
    speech = say("hibari:heart", "It is 5 km to the sea.")
    assert_sound(speech, at_least_s=1.0, at_most_s=4.0)
    assert speech.marks == ()


def test_a_very_long_english_sentence_is_whole(say: Say) -> None:
    text = ", and then the keeper climbed the stair".join(["So it began"] + [""] * 14) + "."
    speech = say("hibari:heart", text)
    assert_marks_in_order(speech)
    assert words_of(speech, text)[-1] == "stair"
    assert len(speech.marks) == len(text.split())
    assert speech.marks[-1][3] > duration_s(speech) - 1.0


def test_the_stress_mark_changes_the_russian_word(say: Say) -> None:
    first, second = (say("rhvoice:aleksandr-hq", f"Это {word}.") for word in ("за́мок", "замо́к"))
    assert not np.array_equal(first.samples, second.samples)
    assert words_of(first, "Это за́мок.") == ["Это", "за́мок"]


@each_voice
def test_nothing_to_say_is_a_clear_failure(
    real_engines: tuple[Engine, ...], voice_of: Callable[[str], Voice], voice_id: str
) -> None:
    voice = voice_of(voice_id)
    engine = next(each for each in real_engines if each.name == voice.engine)
    with pytest.raises(VoiceFailed, match="nothing to say"):
        engine.speak(spoken("… — …"), voice)


def test_asking_for_voices_is_quick_and_loads_nothing_heavy() -> None:
    code = """
import sys, time
from tour.narration.engines import all_engines
from tour.settings import Settings
settings = Settings.from_env()
list(each.voices() for each in all_engines(settings))
start = time.perf_counter()
list(each.voices() for each in all_engines(settings))
took_s = time.perf_counter() - start
heavy = {"onnxruntime", "hibari", "espeakng_loader", "gtts", "requests", "av"} & set(sys.modules)
print(took_s < 0.05, sorted(heavy))
"""
    assert run_alone(code).strip() == "True []"


def test_speech_is_made_far_faster_than_it_is_heard(say: Say) -> None:
    for voice_id in ("hibari:heart", "espeak:kk", "rhvoice:aleksandr-hq"):
        say(voice_id, SENTENCES[voice_id])
        start = time.perf_counter()
        speech = say(voice_id, SENTENCES[voice_id])
        assert duration_s(speech) / (time.perf_counter() - start) > 5


def test_every_language_of_the_tour_has_a_voice_from_packages_alone(tmp_path: Path) -> None:
    engines = all_engines(Settings(voices_dir=tmp_path))
    languages = {voice.language for engine in engines for voice in engine.voices()}
    assert {"kk", "ru", "en"} <= languages


def test_the_tone_says_each_word_for_as_long_as_it_is() -> None:
    engine = NullEngine(["xx"])
    (voice,) = engine.voices()
    speech = engine.speak(spoken("One, three."), voice)
    assert_marks_in_order(speech)
    assert words_of(speech, "One, three.") == ["One", "three"]
    assert speech.marks == ((0, 3, 0.0, 0.15), (5, 10, 0.25, 0.5))
    assert duration_s(speech) == pytest.approx(0.6)
    assert 0.05 < np.abs(speech.samples).max() <= 0.1
    assert voice.language == "xx"
