"""The engines of this machine, real; a voice that is not installed skips its test."""

from collections.abc import Callable

import pytest
from voices_help import spoken

from tour.narration.engines import all_engines, engine_for
from tour.narration.model import Engine, Speech, Voice
from tour.settings import Settings


@pytest.fixture(scope="session")
def real_engines() -> tuple[Engine, ...]:
    return all_engines(Settings.from_env())


@pytest.fixture
def voice_of(real_engines: tuple[Engine, ...]) -> Callable[[str], Voice]:
    installed = {voice.id: voice for engine in real_engines for voice in engine.voices()}

    def find(voice_id: str) -> Voice:
        if voice_id not in installed:
            pytest.skip(f"{voice_id} is not installed; `flask voices install` adds RHVoice")
        return installed[voice_id]

    return find


@pytest.fixture
def say(
    real_engines: tuple[Engine, ...], voice_of: Callable[[str], Voice]
) -> Callable[[str, str], Speech]:
    def speak(voice_id: str, text: str) -> Speech:
        voice = voice_of(voice_id)
        return engine_for(real_engines, voice).speak(spoken(text), voice)

    return speak
