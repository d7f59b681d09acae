"""The typeface of the signs."""

import pytest
from signs_help import MakeSign

from tour.errors import InvalidInput, Unavailable
from tour.signs.fonts import check_letters, faces


@pytest.mark.parametrize("package", ["fontpkg_nothing", "tour"])
def test_a_typeface_that_is_not_there_says_what_to_install(package: str) -> None:
    with pytest.raises(Unavailable) as caught:
        faces(package)
    assert "pip install --requirement requirements.txt" in caught.value.message


def test_every_letter_of_the_three_languages_is_there(make_sign: MakeSign) -> None:
    kazakh = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
    signs = [make_sign(names=(kazakh, kazakh.lower(), "«AZaz»–—\u00a0№0123456789"))]
    check_letters(signs, faces())


def test_a_letter_that_is_not_there_is_named(make_sign: MakeSign) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_letters([make_sign(), make_sign(stop_id="lamp", names=("漢",))], faces())
    assert caught.value.message == 'stop "lamp": the typeface of the signs has no 漢 (U+6F22)'
