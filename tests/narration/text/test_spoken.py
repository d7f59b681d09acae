import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tour.catalogue.model import Pronunciation
from tour.narration.model import Spoken
from tour.narration.normalise import spoken

LANGUAGES = st.sampled_from(["en", "ru", "kk"])
SNIPPETS = st.sampled_from(
    [
        *("1937", "15", "00486", "7 620", "7,620", "18 000", "3,5", "3.5", "26-", "1937–1953", "0"),
        *(
            " августа ",
            " году ",
            " г. ",
            " гг.",
            "-й ",
            "-летие",
            " жылы ",
            " тамыз",
            "-нан",
            "-барак",
        ),
        *(
            " August ",
            "th",
            "s ",
            " women",
            "%",
            " %",
            "°C",
            "№ ",
            "no. ",
            "−",
            "–",
            " — ",
            ":",
            "10:00",
        ),
        *(
            "НКВД",
            "АЛЖИР",
            "ALZHIR",
            "NKVD",
            "XX ",
            "ХХ ",
            "ІІ ",
            " век",
            " ғасыр",
            " в ",
            " из ",
            " от ",
        ),
        *(
            "Т. ",
            "A. ",
            "«",
            "»",
            "(",
            ")",
            ".",
            "…",
            "?!",
            ", ",
            "'s",
            "’",
            "и́",
            "Jüri",
            "²",
            "½",
            "Ⅳ",
        ),
        *(
            "женщин",
            "имён",
            "әйел",
            "the ",
            "+",
            "&",
            "\u00a0",
            "\u00ad",
            "й",
            "٣",
            "日本",
            "😀",
            " ",
        ),
    ]
)
TEXTS = st.one_of(st.lists(SNIPPETS, max_size=14).map("".join), st.text(max_size=60))
# No deadline below: the first Russian sentence loads a dictionary.
WORD = re.compile(r"[^\W\d_]+|\d+")


def check(result: Spoken, written: str) -> None:
    assert result.written == written
    last_spoken = last_written = 0
    for spoken_start, spoken_end, start, end in result.words:
        assert last_spoken <= spoken_start < spoken_end <= len(result.spoken)
        assert last_written <= start < end <= len(written)
        assert result.spoken[spoken_start:spoken_end].strip()
        last_spoken, last_written = spoken_end, end
    assert result.spoken == result.spoken.strip()
    assert "  " not in result.spoken


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_spans_are_ascending_and_inside_both_texts(text: str, language: str) -> None:
    check(spoken(text, language, ()), text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_every_word_and_number_has_its_sound(text: str, language: str) -> None:
    covered = bytearray(len(text))
    for _, _, start, end in spoken(text, language, ()).words:
        covered[start:end] = b"\x01" * (end - start)
    for match in WORD.finditer(text):
        if all(c.isdecimal() or readable(c) for c in match[0]):
            assert all(covered[match.start() : match.end()]), match[0]


def readable(letter: str) -> bool:
    name = unicodedata.name(letter, "")
    return name.startswith("CYRILLIC") or (letter.isascii() and letter.isalpha())


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["ru", "kk"]))
def test_no_digit_and_no_latin_is_left(text: str, language: str) -> None:
    said = spoken(text, language, ()).spoken
    assert not any(c.isdigit() or (c.isnumeric() and not c.isalpha()) for c in said)
    assert not re.search("[A-Za-z]", said)


@settings(max_examples=200, deadline=None)
@given(st.lists(SNIPPETS, max_size=10).map("".join), LANGUAGES)
def test_only_pauses_stand_between_words(text: str, language: str) -> None:
    result = spoken(text, language, ())
    last = 0
    for start, end, _, _ in result.words:
        assert result.spoken[last:start] in {"", " ", "'", ", ", ". ", "? ", "! ", ": ", "… "}
        last = end
    assert result.spoken[last:] in {"", ".", "?", "!", ":", "…"}


@settings(deadline=None)
@given(st.integers(0, 10**15), LANGUAGES)
def test_any_number_is_said(number: int, language: str) -> None:
    said = spoken(f"{number} {number:,}", language, ()).spoken
    assert said
    assert not any(c.isdigit() for c in said)


def test_a_number_is_one_span_of_each_text() -> None:
    result = spoken("О 7 620 именах.", "ru", ())
    spans = [(result.spoken[a:b], result.written[c:d]) for a, b, c, d in result.words]
    assert spans == [("О", "О"), ("семи тысячах шестистах двадцати", "7 620"), ("именах", "именах")]


def test_a_sentence_without_words_is_silent() -> None:
    assert spoken("— … «»!", "ru", ()) == Spoken("— … «»!", "", ())


@pytest.mark.parametrize(
    ("language", "entry", "written", "expected"),
    [
        (
            "en",
            Pronunciation("ALZHIR", "Al-zheer", "ɑlʒˈɪɹ"),
            "In ALZHIR.",
            "In [ALZHIR](/ɑlʒˈɪɹ/).",
        ),
        (
            "en",
            Pronunciation("ALZHIR", None, "ɑlʒˈɪɹ"),
            "ALZHIR’s end.",
            "[ALZHIR’s](/ɑlʒˈɪɹz/) end.",
        ),
        (
            "en",
            Pronunciation("kurt", "koort", None),
            "a kurt, Kurt, kurts.",
            "a koort, Kurt, kurts.",
        ),
        (
            "en",
            Pronunciation("Point 26", "point two six", None),
            "At Point 26.",
            "At point two six.",
        ),
        ("ru", Pronunciation("АЛЖИР", "Алжи́р", None), "В АЛЖИРе и АЛЖИР.", "В Алжи́ре и Алжи́р."),
        ("ru", Pronunciation("стоит", "стои́т", None), "Он стоит, стоите.", "Он стои́т, стоите."),
        ("ru", Pronunciation("НКВД", None, "x"), "НКВД.", "энкавэдэ́."),
        (
            "kk",
            Pronunciation("АЛЖИР", "Алжир", None),
            "АЛЖИР-дегі, АЛЖИРде.",
            "Алжирдегі, Алжирде.",
        ),
        ("kk", Pronunciation("Карлаг", "Карлаг", None), "Карлаг-тың бөлімі.", "Карлагтың бөлімі."),
        ("fr", Pronunciation("NKVD", "enkavédé", None), "Le NKVD 26", "Le enkavédé"),
    ],
)
def test_pronunciations_come_first(
    language: str, entry: Pronunciation, written: str, expected: str
) -> None:
    result = spoken(written, language, [entry])
    assert result.spoken == expected
    check(result, written)


def test_a_voice_that_takes_no_phonemes_is_given_the_respelling() -> None:
    table = [Pronunciation("ALZHIR", "Al-zheer", "ɑlʒˈɪɹ"), Pronunciation("kurt", None, "kˈʊɹt")]
    result = spoken("ALZHIR's reeds and kurt.", "en", table, phonemes=False)
    assert result.spoken == "Al-zheer's reeds and kurt."
    check(result, "ALZHIR's reeds and kurt.")


def test_the_longest_pronunciation_wins() -> None:
    table = [Pronunciation("Wall", "wol", None), Pronunciation("Wall of Memory", "the wall", None)]
    assert spoken("Wall of Memory, Wall.", "en", table).spoken == "the wall, wol."


@settings(deadline=None)
@given(TEXTS, LANGUAGES)
def test_the_same_sentence_is_always_read_the_same(text: str, language: str) -> None:
    assert spoken(text, language, ()) == spoken(text, language, ())
