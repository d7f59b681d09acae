"""A small tour with one stop narrated, spoilt texts, and the words of a language."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from tour.catalogue import Tour, check_text
from tour.listening.editions import EditionStore
from tour.listening.episodes import Episode, narrated
from tour.narration.model import AudioFile, Publication, Voice
from tour.narration.store import ClipStore
from tour.settings import ROOT, Settings

FIXTURES = ROOT / "tests" / "fixtures"
GARDEN = FIXTURES / "garden.yaml"
LIGHTHOUSE = FIXTURES / "lighthouse.yaml"
BASE = "https://tour.example"
HOSTILE = "A & B <script>alert(1)</script> ]]> \"q\" 'a'"
VOICE = Voice("null:test", "null", "Test", "en", "1", "good", "CC0", "A test voice", "Synthetic")
PUBLISHED = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


Read = Callable[[str, bytes], Any]


@dataclass(frozen=True)
class Narrated:
    """The lighthouse with a sound for every stop, and its editions."""

    tour: Tour
    settings: Settings
    clips: ClipStore
    editions: EditionStore

    def episodes(self, lang: str) -> tuple[Episode, ...]:
        return narrated(self.tour, lang, self.clips)


def tour_of(text: str) -> Tour:
    tour = check_text(text).tour
    assert tour is not None
    return tour


def episode_of(tour: Tour, stop_id: str, lang: str = "en") -> Episode:
    stop = tour.stop(stop_id)
    assert stop is not None
    sound = AudioFile("a" * 32, "mp3", "audio/mpeg", 12_345)
    publication = Publication(
        stop_id=stop_id,
        language=lang,
        recipe="recipe",
        text="text",
        voice=VOICE,
        duration_s=61.6,
        loudness_lufs=-16.0,
        true_peak_dbtp=-1.0,
        audio=(sound,),
        captions="b" * 32,
        cues=(),
    )
    return Episode(stop, publication, sound, Path("nowhere.mp3"), PUBLISHED)


def parsed(document: bytes) -> Element:
    assert document.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return fromstring(document)  # noqa: S314 - our own document


def assert_golden(name: str, content: bytes) -> None:
    """The content is that of the golden file; GOLDEN=write in the environment writes it anew."""
    golden = FIXTURES.parent / "listening" / "golden" / name
    if os.environ.get("GOLDEN") == "write":
        golden.write_bytes(content)
    assert content.decode() == golden.read_text(encoding="utf-8"), name
