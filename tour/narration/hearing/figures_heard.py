"""Every way in which the narration may read a figure that a recogniser wrote. Pure."""

import re
from functools import cache

from tour.narration import months
from tour.narration.normalise import en_numbers, kk_numbers, ru_numbers
from tour.narration.normalise.figures import digits, is_code, value
from tour.narration.normalise.ru_numbers import CASES, Agreement

_HUNDREDS = range(1100, 10_000)
_LINKS = {"and", "of", "the"}
_MONTHS = {
    "en": re.compile("|".join(months.ENGLISH), re.IGNORECASE),
    "ru": re.compile(months.RUSSIAN_IN_ANY_CASE),
}


@cache
def readings(figure: str, language: str, ending: str = "") -> tuple[str, ...]:
    """Words without hyphens and marks of stress, the most usual first; never empty."""
    by_language = {"en": _english, "ru": _russian, "kk": _kazakh}.get(language, _english)
    return tuple(dict.fromkeys(_plain(words) for words in by_language(figure, ending)))


@cache
def number_words(language: str) -> frozenset[str]:
    """Every word, in any form, by which a number or its order is said."""
    figures = (*range(21), *range(30, 100, 10), *range(100, 1000, 100), 1000, 10**6)
    said = (one for figure in figures for one in readings(str(figure), language))
    return frozenset(word for one in said for word in one.split()) - _LINKS


def is_number(word: str, language: str) -> bool:
    """Whether a word, in small letters, is part of a number or names a month."""
    if word in number_words(language):
        return True
    month = _MONTHS.get(language)
    return month is not None and month.fullmatch(word) is not None


def _plain(words: str) -> str:
    return words.replace("-", " ").replace("\u0301", "").replace("ё", "е").lower()


def _english(figure: str, ending: str) -> list[str]:
    number = value(figure)
    one_by_one = " ".join(en_numbers.cardinal(digit) for digit in digits(figure))
    if is_code(figure):
        return [en_numbers.figure(figure), one_by_one]
    if ending == "s":
        return [en_numbers.decade(number) if number > 99 else f"{figure}s"]  # noqa: PLR2004
    if ending:
        return [en_numbers.ordinal(number)]
    said = [en_numbers.cardinal(number), en_numbers.ordinal(number)]
    if number in _HUNDREDS:
        said.append(en_numbers.year(number))
        if number % 100 == 0:
            said.append(f"{en_numbers.cardinal(number // 100)} hundred")
    return [*said, one_by_one]


def _russian(figure: str, _ending: str) -> list[str]:
    number = value(figure)
    if is_code(figure):
        return [ru_numbers.figure(figure), " ".join(map(ru_numbers.cardinal, digits(figure)))]
    shapes = [Agreement(case, gender) for case in CASES for gender in ("m", "f", "n")]
    plurals = [Agreement(case, "pl") for case in CASES]
    return [
        *(ru_numbers.cardinal(number, shape) for shape in shapes),
        *(ru_numbers.ordinal(number, shape) for shape in (*shapes, *plurals)),
    ]


def _kazakh(figure: str, _ending: str) -> list[str]:
    if is_code(figure):
        return [kk_numbers.figure(figure)]
    return [kk_numbers.cardinal(value(figure)), kk_numbers.ordinal(value(figure))]
