import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.narration.hearing.other_numbers import with_other_numbers


def others(figure: str) -> set[str]:
    return {other for _, other, _ in with_other_numbers(figure)}


def test_each_digit_and_the_ten_of_a_number_may_be_another() -> None:
    assert {"1927", "1947", "1931", "1837", "2937"} <= others("1937")
    assert "3937" not in others("1937")
    assert {"17", "8"} <= others("7")
    assert {"7", "27", "16"} <= others("17")


def test_each_figure_is_changed_where_it_stands() -> None:
    found = list(with_other_numbers("26-нүкте, 1937 жылы"))
    assert ("26", "27", "27-нүкте, 1937 жылы") in found
    assert ("1937", "1947", "26-нүкте, 1947 жылы") in found
    assert list(with_other_numbers("Бұл көл.")) == []


@given(st.integers(0, 99_999))
def test_another_number_is_never_the_same(number: int) -> None:
    assert str(number) not in others(str(number))
    assert all(other == str(int(other)) for other in others(str(number)))


@pytest.mark.parametrize("figure", ["1", "26", "1937"])
def test_no_number_is_tried_twice(figure: str) -> None:
    found = [other for _, other, _ in with_other_numbers(figure)]
    assert len(found) == len(set(found))
