"""A small tour with one stop narrated, spoilt texts, and the words of a language."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

from tour.catalogue import Tour, check_text
from tour.listening.episodes import Episode
from tour.narration.model import AudioFile, Publication, Voice
from tour.settings import ROOT

GARDEN = ROOT / "tests" / "fixtures" / "garden.yaml"
BASE = "https://tour.example"
HOSTILE = "A & B <script>alert(1)</script> ]]> \"q\" 'a'"
VOICE = Voice("null:test", "null", "Test", "en", "1", "good", "CC0", "A test voice", "Synthetic")
PUBLISHED = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


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
    return Episode(stop, publication, sound, PUBLISHED)


def parsed(document: bytes) -> Element:
    assert document.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return fromstring(document)  # noqa: S314 - our own document
