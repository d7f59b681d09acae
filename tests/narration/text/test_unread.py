"""The signs that nobody would hear, so that an editor can be told of them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tour.catalogue import read_tour
from tour.catalogue.model import Pronunciation
from tour.narration.notes import note_of
from tour.narration.unread import unread_signs

STOPS = Path(__file__).parents[3] / "stops.yaml"


@pytest.mark.parametrize(
    ("language", "text", "unread"),
    [
        ("en", "• One → two ☆, ₿5.", "•→☆₿"),
        ("en", "$5, £1m, 5×5, ½ a loaf, ~50, ±2, § 5, 50 %, −40 °C, № 7, A & B.", ""),
        ("en", "A © and a $ alone, 5² and half/half, *so* _it_ was #.", "©$²/**__#"),
        ("en", "“Wait” — ‘he’ said (low)… [why]?! «Yes»; no: „ja“ - well–known, o’clock.", ""),
        ("en", "No.\n\n• After a paragraph. Then ☆.", "•☆"),
        ("en", "A soft\u00adhyphen, an accént, 日本, a\u00a0space.", ""),
        ("en", "Love ❤️ and 👩‍🌾.", "❤👩🌾"),
        ("ru", "• Один → два ☆, № 5, § 5, 50 %, и́мя.", "•→☆"),
        ("kk", "• Бір → екі ☆, № 5, § 5, 50 %, АЛЖИР-дегі.", "•→☆"),
        ("fr", "Un → deux.", "→"),
    ],
)
def test_signs_that_nobody_hears_are_found(language: str, text: str, unread: str) -> None:
    assert "".join(text[place] for place in unread_signs(text, language, ())) == unread


def test_a_sign_that_the_table_reads_is_heard() -> None:
    table = [Pronunciation("☆", "star", None)]
    assert unread_signs("A ☆ and a ★.", "en", table) == (10,)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "fr"]))
def test_any_text_can_be_asked_about(text: str, language: str) -> None:
    places = unread_signs(text, language, ())
    assert list(places) == sorted(set(places))
    assert all(0 <= place < len(text) for place in places)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_tour_of_this_house_has_none(language: str) -> None:
    tour = read_tour(STOPS)
    table = tour.pronunciations.get(language, ())
    for stop in (*tour.stops, *filter(None, map(note_of, tour.stops))):
        for text in stop.paragraphs(language):
            assert [text[place] for place in unread_signs(text, language, table)] == []
