"""Kazakh respelled for a Kyrgyz voice: the letters, and where each one came from."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tour.narration.engines.kazakh_letters import to_kyrgyz

KYRGYZ = frozenset("абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя")
KAZAKH = "абвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяә"
texts = st.text(st.sampled_from(KAZAKH + KAZAKH.upper() + " ,.-«»\u0301"), max_size=60)


@pytest.mark.parametrize(
    ("kazakh", "kyrgyz"),
    [
        # where Kyrgyz has the same word, the respelling is that word
        ("қиын", "кыйын"),
        ("киім", "кийим"),
        ("жиырма", "жыйырма"),
        ("саяси", "саясий"),
        ("бару", "баруу"),
        ("келу", "келүү"),
        ("су", "суу"),
        ("қуат", "куат"),
        ("тау", "тау"),
        ("зиян", "зиян"),
        # forms of words in -у keep the long vowel
        ("баруға", "барууга"),
        ("келудің", "келүүдиң"),
        # loanwords keep theirs short
        ("август", "август"),
        ("музей", "музей"),
        ("республика", "республика"),
        # the letters that Kyrgyz has not
        ("әке", "эке"),
        ("әуе", "эуэ"),
        ("ғұмыр", "гумыр"),
        ("һәм", "хэм"),
        ("шамшырақ", "шамшырак"),
        ("Иә", "Ийэ"),
        ("ИӘ", "ИЙЭ"),
        ("Өлкетану", "Өлкетану"),
        ("ма\u0301ма", "мама"),
    ],
)
def test_words_are_respelled(kazakh: str, kyrgyz: str) -> None:
    assert to_kyrgyz(kazakh).text == kyrgyz


@given(texts)
def test_only_letters_that_the_voice_knows_are_left(text: str) -> None:
    letters = {letter for letter in to_kyrgyz(text).text.lower() if letter.isalpha()}
    assert letters <= KYRGYZ


@given(texts)
def test_origins_ascend_inside_the_text_and_miss_no_letter(text: str) -> None:
    respelled = to_kyrgyz(text)
    assert len(respelled.origins) == len(respelled.text)
    assert list(respelled.origins) == sorted(respelled.origins)
    assert set(respelled.origins) == {i for i, letter in enumerate(text) if letter != "\u0301"}


@given(texts, st.integers(-3, 70), st.integers(-3, 70))
def test_spans_stay_inside_and_in_order(text: str, first: int, second: int) -> None:
    respelled = to_kyrgyz(text)
    start, end = respelled.origin_span(first, second)
    assert 0 <= start <= end <= len(text)
    later_start, _ = respelled.origin_span(max(first, 0) + 1, second)
    assert later_start >= start or later_start == 0


@given(texts)
@example("ЁИ\u0301")
def test_words_stay_words_at_their_places(text: str) -> None:
    respelled = to_kyrgyz(text)
    at = 0
    for word in respelled.text.split():
        begin = respelled.text.index(word, at)
        at = begin + len(word)
        start, end = respelled.origin_span(begin, at)
        assert not any(letter.isspace() for letter in text[start:end])
        assert to_kyrgyz(text[start:end]).text == word


@given(st.text(max_size=40))
def test_any_text_at_all_is_taken(text: str) -> None:
    respelled = to_kyrgyz(text)
    assert all(0 <= origin < len(text) for origin in respelled.origins)
