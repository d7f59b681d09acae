"""Texts into boxes, with letters that are all one em wide."""

from hypothesis import given
from hypothesis import strategies as st

from tour.signs.fit import MM_PER_PT, Box, fit


def width_of(text: str, size_pt: float) -> float:
    return len(text) * size_pt * MM_PER_PT


def box_of(letters: int, lines: float, size_pt: float = 10, max_lines: int = 2) -> Box:
    em_mm = size_pt * MM_PER_PT
    return Box(letters * em_mm, lines * em_mm * 1.001, max_lines, leading=1, gap=0)


def broken(text: str, letters: int, max_lines: int = 2) -> tuple[str, ...] | None:
    fitted = fit([text], box_of(letters, 9, max_lines=max_lines), [10], width_of)
    return fitted.texts[0] if fitted else None


def test_the_largest_size_that_fits_is_taken_for_all() -> None:
    fitted = fit(["abcd", "ab"], box_of(4, 2, size_pt=12), [20, 12, 8], width_of)
    assert fitted is not None
    assert (fitted.size_pt, fitted.texts) == (12, (("abcd",), ("ab",)))


def test_height_counts() -> None:
    assert fit(["ab cd", "ab cd"], box_of(2, 3), [10], width_of) is None
    assert fit(["ab cd", "ab cd"], box_of(2, 4), [10], width_of) is not None


def test_two_lines_are_about_equal() -> None:
    assert broken("aaaa bbb ccc dd", 12) == ("aaaa bbb", "ccc dd")


def test_lines_break_after_a_colon() -> None:
    assert broken("Музей, первый этаж: зал", 20) == ("Музей, первый этаж:", "зал")


def test_small_words_stay_where_they_belong() -> None:
    assert broken("сым мен мұнара", 9) == ("сым мен", "мұнара")
    assert broken("плита и обелиски", 11) == ("плита", "и обелиски")


def test_a_space_that_must_not_break_does_not() -> None:
    assert broken("aa bb\u00a0cc", 6) == ("aa", "bb\u00a0cc")
    assert broken("aaaa\u00a0bbbb", 6) is None


def test_more_lines_are_evened() -> None:
    assert broken("aa bb cc dd ee ff g", 8, max_lines=3) == ("aa bb", "cc dd", "ee ff g")


@given(
    st.lists(st.text("ab", min_size=1, max_size=9), min_size=1, max_size=12),
    st.integers(3, 40),
    st.integers(1, 4),
)
def test_no_word_is_lost_and_no_line_too_wide(
    words: list[str], letters: int, max_lines: int
) -> None:
    text = " ".join(words)
    lines = broken(text, letters, max_lines)
    if lines is not None:
        assert " ".join(lines) == text
        assert len(lines) <= max_lines
        assert max(map(len, lines)) <= letters
    else:
        assert len(text) > letters
