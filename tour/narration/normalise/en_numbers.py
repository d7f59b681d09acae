"""English numbers in words."""

from num2words import num2words

from .figures import SPACE, digits, is_code, value

START = r"(?<!\d)(?<!\d[.,])"
"""Where a number begins: "c.1937" holds one, "3.1937" holds none after its point."""

GROUPED = rf"\d{{1,3}}(?:{SPACE}\d{{3}})+|\d{{1,3}}(?:,\d{{3}})+"
"""A whole number with its thousands apart."""

NUMBER = rf"{START}(?:{GROUPED}|\d+)(?!\d)"
"""A whole number."""

_DIGIT = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def cardinal(number: int) -> str:
    """7620 → "seven thousand six hundred and twenty"."""
    return str(num2words(number)).replace(",", "")


def ordinal(number: int) -> str:
    """26 → "twenty-sixth"."""
    return str(num2words(number, to="ordinal")).replace(",", "")


def figure(written: str) -> str:
    """A figure as a quantity, or digit by digit when it is a code ("00486")."""
    if is_code(written):
        return " ".join(_DIGIT[digit] for digit in digits(written))
    return cardinal(value(written))


def decimal(whole: str, fraction: str) -> str:
    """3.5 → "three point five"."""
    return f"{cardinal(value(whole))} point {' '.join(_DIGIT[d] for d in digits(fraction))}"


def year(number: int) -> str:
    """1937 → "nineteen thirty-seven", 1905 → "nineteen oh five", 2007 → "two thousand seven"."""
    century, rest = divmod(number, 100)
    if number % 1000 < 10:  # noqa: PLR2004 - 2000 to 2009
        thousand = f"{cardinal(number // 1000)} thousand"
        return f"{thousand} {cardinal(rest)}" if rest else thousand
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {two_digits(rest)}"


def two_digits(number: int) -> str:
    """The end of a year: 38 → "thirty-eight", 5 → "oh five"."""
    return cardinal(number) if number > 9 else f"oh {cardinal(number)}"  # noqa: PLR2004


def decade(number: int) -> str:
    """1930 → "nineteen thirties", 2000 → "two thousands"."""
    said = year(number)
    head, _, last = said.rpartition(" ")
    plural = last[:-1] + "ies" if last.endswith("y") else last + "s"
    return f"{head} {plural}".strip()
