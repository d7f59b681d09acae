"""Every way in which the narration may read a figure that a recogniser wrote. Pure."""

from functools import cache

from tour.narration.normalise import en_numbers, kk_numbers, ru_numbers
from tour.narration.normalise.figures import digits, is_code, value
from tour.narration.normalise.ru_numbers import CASES, Agreement

_HUNDREDS = range(1100, 10_000)


@cache
def readings(figure: str, language: str, ending: str = "") -> tuple[str, ...]:
    """Words without hyphens and marks of stress, the most usual first; never empty."""
    by_language = {"en": _english, "ru": _russian, "kk": _kazakh}.get(language, _english)
    return tuple(dict.fromkeys(_plain(words) for words in by_language(figure, ending)))


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
