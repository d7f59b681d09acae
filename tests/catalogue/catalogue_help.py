"""Spoiling a text in known places, and finding places again."""

from collections.abc import Callable

from tour.catalogue import CheckResult, Fault

Replacement = tuple[str, str]
Spoil = Callable[..., CheckResult]
OnlyFault = Callable[..., Fault]
NewWarnings = Callable[..., list[Fault]]


def spoilt(text: str, *replacements: Replacement) -> str:
    """The text after replacements, each of which must find something to replace."""
    for old, new in replacements:
        assert old in text, f"{old!r} is not in the text"
        text = text.replace(old, new, 1)
    return text


def place_in(text: str, marked: str) -> tuple[int, int]:
    """Line and column of the arrow in ``marked``, whose words stand once in the text."""
    before, after = marked.split("→")
    assert text.count(before + after) == 1, marked
    offset = text.index(before + after) + len(before)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
