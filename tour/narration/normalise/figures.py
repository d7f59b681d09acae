"""Numbers as they are written: shared patterns and values of the three languages."""

import re
import unicodedata

SPACE = r"[ \u00a0\u2009\u202f]"
"""A space that may stand between the groups of a number or before its unit."""

DASH = r"[–—−‒-]"
"""Any dash between two numbers."""

MINUS = r"(?<![\w–—−‒-])[−–-](?=\d)"
"""A minus sign: it touches its number and stands after nothing."""

WHOLE = rf"(?<![\d])(?:\d{{1,3}}(?:{SPACE}\d{{3}})+|\d+)(?!\d)"
"""A whole number, its thousands apart or not."""

FRACTION_SIGN = "[¼-¾⅐-⅞]"
"""A fraction in one sign."""

LONGEST = 12
"""Longer figures are read digit by digit: they are no quantities."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LOOKALIKES = str.maketrans("ІХЛС", "IXLC")  # Cyrillic letters typed for Roman numerals
_CANONICAL_ROMAN = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def value(figure: str) -> int:
    """The whole number written here, whatever parts its thousands."""
    return int("".join(c for c in figure if c.isdecimal()))


def digits(figure: str) -> tuple[int, ...]:
    """Its digits, one by one."""
    return tuple(int(c) for c in figure if c.isdecimal())


def is_endless(figure: str) -> bool:
    """Whether it is longer than any quantity is."""
    return len(digits(figure)) > LONGEST


def is_code(figure: str) -> bool:
    """Whether it is no quantity: it begins with a zero ("00486") or is endless."""
    figures = digits(figure)
    return is_endless(figure) or (len(figures) > 1 and figures[0] == 0)


def parts_of(sign: str) -> tuple[int, int]:
    """A fraction in one sign as what is over and under its line: ⅔ → (2, 3)."""
    over, under = unicodedata.normalize("NFKC", sign).split("\N{FRACTION SLASH}")
    return int(over), int(under)


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral up to 99; None when it is none."""
    latin = numeral.translate(_LOOKALIKES)
    if not latin or _CANONICAL_ROMAN.fullmatch(latin) is None:
        return None
    values = [_ROMAN[c] for c in latin]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
