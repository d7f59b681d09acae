"""The tour of this house itself: every sentence of it is read in words alone."""

import re
from pathlib import Path

import pytest

from tour.catalogue import read_tour
from tour.narration.normalise import spoken
from tour.narration.sentences import split_sentences

STOPS = Path(__file__).parents[3] / "stops.yaml"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_sentence_is_read_in_words(language: str) -> None:
    tour = read_tour(STOPS)
    table = tour.pronunciations.get(language, ())
    for stop in tour.stops:
        for paragraph in stop.paragraphs(language):
            sentences = split_sentences(paragraph, language)
            assert " ".join(sentences) == paragraph
            for sentence in sentences:
                result = spoken(sentence, language, table)
                heard = re.sub(r"\[([^]]*)\]\(/[^)]*/\)", "", result.spoken)
                assert not re.search(r"\d", heard), sentence
                assert language == "en" or not re.search("[A-Za-z]", heard), sentence
                assert language != "en" or not re.search("[А-Яа-я]", heard), sentence
                assert re.search("[.!?…:]$", result.spoken), sentence


def test_every_english_name_can_be_said_by_a_voice_without_phonemes() -> None:
    tour = read_tour(STOPS)
    table = tour.pronunciations["en"]
    assert [entry.word for entry in table if not entry.say] == []
    for stop in tour.stops:
        for paragraph in stop.paragraphs("en"):
            for sentence in split_sentences(paragraph, "en"):
                assert "](/" not in spoken(sentence, "en", table, phonemes=False).spoken
