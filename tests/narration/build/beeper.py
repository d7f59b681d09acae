"""An engine that says each word as a tone. It writes down every call, and can die on demand."""

import fcntl
import os
import re
import resource
import signal
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tour.errors import VoiceFailed
from tour.narration.model import Speech, Spoken, Voice
from tour.settings import Settings

RATE_HZ = 24_000
LEAD_S = 0.20  # silence before the first word, as real voices leave
TAIL_S = 0.25
WORD_S = 0.15
SPACE_S = 0.05


def beeper_voice(language: str, version: str = "1") -> Voice:
    return Voice(
        id=f"beeper:{language}",
        engine="beeper",
        name=f"Beeper {language}",
        language=language,
        version=version,
        quality="good",
        licence="Apache-2.0",
        description="Tones for tests",
        labelled="Synthetic voice",
    )


def tone(pitch_hz: float, seconds: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    wave = np.sin(2 * np.pi * pitch_hz * t) + 0.5 * np.sin(2 * np.pi * 3.1 * pitch_hz * t)
    return (0.05 * wave).astype(np.float32)


@dataclass
class Beeper:
    """``folder`` holds ``calls`` (what was said, a line each) and ``orders`` (what to do)."""

    folder: Path
    languages: tuple[str, ...] = ("kk", "ru", "en")
    name: str = "beeper"

    def voices(self) -> tuple[Voice, ...]:
        return tuple(beeper_voice(language) for language in self.languages)

    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def order(self, text: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "orders").write_text(text, encoding="utf-8")

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:  # noqa: ARG002 - an Engine's
        count = self._note(sentence.spoken)
        self._obey(count, sentence.spoken)
        pieces = [np.zeros(round(LEAD_S * RATE_HZ), dtype=np.float32)]
        marks = []
        at_s = LEAD_S
        for word in re.finditer(r"\S+", sentence.spoken):
            pitch_hz = 180 + zlib.crc32(word[0].encode()) % 160  # other words sound otherwise
            pieces.append(tone(pitch_hz, WORD_S))
            pieces.append(np.zeros(round(SPACE_S * RATE_HZ), dtype=np.float32))
            marks.append((word.start(), word.end(), at_s, at_s + WORD_S))
            at_s += WORD_S + SPACE_S
        pieces.append(np.zeros(round(TAIL_S * RATE_HZ), dtype=np.float32))
        return Speech(np.concatenate(pieces), RATE_HZ, tuple(marks))

    def _note(self, text: str) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "calls").open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(text.replace("\n", " ") + "\n")
            file.flush()
            file.seek(0)
            return len(file.readlines())

    def _obey(self, count: int, text: str) -> None:
        path = self.folder / "orders"
        orders = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for order in orders:
            verb, _, what = order.partition(" ")
            if verb == "refuse" and what in text:
                raise VoiceFailed("The beeper refuses.")
            if verb == "small-disk-at" and count == int(what):
                hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
                resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, hard))
            if verb == "crash" and what in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if verb == "kill-the-build-at" and count == int(what):
                os.kill(os.getppid(), signal.SIGKILL)


def engines_of(settings: Settings) -> tuple[Beeper, ...]:
    return (Beeper(settings.voices_dir),)


def russian_is_missing(settings: Settings) -> tuple[Beeper, ...]:
    return (Beeper(settings.voices_dir, languages=("kk", "en")),)
