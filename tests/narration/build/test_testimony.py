"""The words of witnesses in a second voice."""

from dataclasses import replace

import pytest
from beeper import beeper_voice
from conftest import Workshop

from tour.narration.clip import ClipMaker
from tour.narration.effort import Effort
from tour.narration.engines import choose_testimony_voices
from tour.narration.model import Publication, Speech, Spoken, Voice
from tour.narration.pcm import MASTER_HZ, decode, measure
from tour.narration.plan import Plan, make_plan
from tour.narration.publisher import Publisher

OTHER = replace(beeper_voice("en"), id="beeper:witness", name="Witness")


def planned(workshop: Workshop) -> Plan:
    voices = {language: beeper_voice(language) for language in ("kk", "ru", "en")}
    testimony = choose_testimony_voices([_Choir(workshop)], workshop.tour().testimony_voices)
    return make_plan(workshop.tour(), voices, workshop.audio_dir, None, testimony)


class _Choir:
    """The beeper with a second voice, which is much quieter."""

    name = "beeper"

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.said: list[tuple[str, str]] = []

    def voices(self) -> tuple[Voice, ...]:
        return (*self.workshop.beeper.voices(), OTHER)

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        self.said.append((voice.id, sentence.written))
        speech = self.workshop.beeper.speak(sentence, voice)
        quiet = 0.1 if voice == OTHER else 1.0
        return replace(speech, samples=speech.samples * quiet)


@pytest.fixture
def quoting(workshop: Workshop) -> Workshop:
    workshop.edit("voices: {}", 'testimony_voices: {en: "beeper:witness"}')
    workshop.edit("Twelve people built it.", "“We carried every stone of it up the hill.”")
    return workshop


def test_only_the_words_of_others_are_said_by_the_other_voice(quoting: Workshop) -> None:
    scripts = {one.key: one for one in planned(quoting).scripts}
    gate = scripts["gate", "en"]
    assert [line.quoted for line in gate.lines] == [False, False, True, False]
    assert gate.testimony_voice == OTHER
    assert scripts["lamp", "en"].testimony_voice is None, "nobody is quoted there"
    assert scripts["gate", "kk"].testimony_voice is None
    choir = _Choir(quoting)
    made, _ = _made(quoting, choir)
    assert [voice for voice, _ in choir.said] == [
        "beeper:en",
        "beeper:en",
        "beeper:witness",
        "beeper:en",
    ]
    assert made.testimony_voice == OTHER
    Publisher(quoting.audio_dir).publish(made)
    published = quoting.store.publication("gate", "en")
    assert published is not None
    assert replace(published, made_at=None) == made
    assert ("gate", "en") not in [task.script.key for task in planned(quoting).tasks]


def test_both_voices_are_equally_loud(quoting: Workshop) -> None:
    made, _ = _made(quoting, _Choir(quoting))
    file = made.audio[0]
    heard = decode(quoting.audio_dir / f"{file.digest}.{file.extension}", MASTER_HZ)
    loudness = [
        measure(heard[round(cue.start_s * MASTER_HZ) : round(cue.end_s * MASTER_HZ)]).lufs
        for cue in made.cues
    ]
    assert max(loudness) - min(loudness) < 1.5


def test_without_that_voice_one_reads_everything_and_it_is_told(quoting: Workshop) -> None:
    plan = quoting.plan()
    assert plan.unheard == ("beeper:witness",)
    assert all(script.testimony_voice is None for script in plan.scripts)
    assert planned(quoting).unheard == ()


def _made(workshop: Workshop, choir: _Choir) -> tuple[Publication, Effort]:
    script = next(one for one in planned(workshop).scripts if one.key == ("gate", "en"))
    return ClipMaker(workshop.audio_dir, lambda _script: choir).make(script)
