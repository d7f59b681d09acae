"""The numbers that a written one may be mistaken for. Pure."""

import re
from collections.abc import Iterator

_FIGURE = re.compile(r"\d+")
_YEAR_DIGITS = 4
_MILLENNIA = "12"


def with_other_numbers(text: str) -> Iterator[tuple[str, str, str]]:
    """A figure of the text, another one, and the text with it: one digit other, or ten."""
    for match in _FIGURE.finditer(text):
        for other in _others(match[0]):
            yield match[0], other, text[: match.start()] + other + text[match.end() :]


def _others(figure: str) -> Iterator[str]:
    for place, digit in enumerate(figure):
        first = place == 0
        allowed = _MILLENNIA if first and len(figure) == _YEAR_DIGITS else "0123456789"
        for other in allowed:
            if other != digit and not (first and other == "0"):
                yield figure[:place] + other + figure[place + 1 :]
    if len(figure) == 1 and figure != "0":
        yield f"1{figure}"
    if len(figure) == 2 and figure[0] == "1" and figure[1] != "0":  # noqa: PLR2004
        yield figure[1]
