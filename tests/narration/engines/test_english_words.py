"""Which phonemes belong to which word, without the model."""

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.catalogue.ipa import SIGNS
from tour.narration.engines.hibari_words import Token, clauses, said, word_places
from tour.narration.engines.piper_words import for_espeak


def test_places_are_found_letter_for_letter() -> None:
    text = "The camp’s gate, near [Aral](/ɑɹˈɑl/)."
    places = word_places(text, ["The", "camp's", "gate", ",", "near", "Aral", "."])
    assert places is not None
    assert [text[start:end] for start, end in places] == [
        "The",
        "camp’s",
        "gate",
        ",",
        "near",
        "[Aral](/ɑɹˈɑl/)",
        ".",
    ]


@pytest.mark.parametrize(
    "tokens", [["five", "kilometers"], ["5"], ["5", "km", "more"], ["5", "", "km"]]
)
def test_other_words_than_the_text_have_no_places(tokens: list[str]) -> None:
    assert word_places("5 km", tokens) is None


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), max_size=12))
def test_plain_words_are_always_found(words: list[str]) -> None:
    text = " ".join(words)
    places = word_places(text, words)
    assert places is not None
    assert [text[start:end] for start, end in places] == words


def test_signs_know_their_word_and_unknown_ones_are_left_out() -> None:
    tokens = [
        Token("A", "a☃b", spaced=True),
        Token(",", ",", spaced=True),
        Token("", "", spaced=True),
    ]
    signs = said(tokens, known={"a", "b", ",", " "})
    assert [(each.sign, each.token) for each in signs] == [
        ("a", 0),
        ("b", 0),
        (" ", None),
        (",", 1),
    ]


@given(st.text("ab ,", max_size=1500))
def test_clauses_cover_everything_and_none_is_too_long(signs: str) -> None:
    spans = clauses(list(signs))
    assert "".join(signs[start:end] for start, end in spans) == signs
    assert all(0 < end - start <= 400 for start, end in spans)


def test_a_long_sentence_is_cut_after_its_last_comma() -> None:
    signs = "a" * 100 + ", " + "b" * 150 + ", " + "c" * 300
    assert clauses(list(signs)) == [(0, 253), (253, 554)]


def test_every_sign_that_may_stand_in_the_table_is_known_to_the_voices() -> None:
    """One that a voice does not know is left out of the name, and nobody is told."""
    vocabulary = (resources.files("hibari") / "assets" / "vocab.json").read_text(encoding="utf-8")
    assert set(json.loads(vocabulary)) >= SIGNS
    capitals = {sign for sign in SIGNS if sign.isupper()}
    assert not any(sign in for_espeak(f"[x](/{sign}/)") for sign in capitals)
