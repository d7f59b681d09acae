"""English abbreviations, initials and units."""

import re

from .figures import SPACE
from .spans import Draft

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

_DOTTED = {
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Ms.": "Miz",
    "Dr.": "Doctor",
    "Prof.": "Professor",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "vs.": "versus",
    "Gen.": "General",
    "Col.": "Colonel",
    "Jr.": "Junior",
    "Sr.": "Senior",
}
_DOTTED_WORD = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, _DOTTED)) + ")")
_SAINT = re.compile(r"\bSt\.?(?=\s[A-Z])")
_CIRCA = re.compile(r"\bc\.(?=\s?\d)")
_NUMBER_SIGN = re.compile(r"(?:\b[Nn]os?\.|№|#)(?=\s?\d)")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}")
_INITIAL = re.compile(r"(?<![\w.])([A-Z])\.(?=\s?[A-Z])")
_CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,}(?!\w)")
_ROMAN = re.compile(r"[IVXL]+")
_UNIT = re.compile(rf"(?<=\d)(?P<gap>{SPACE}?)(?P<unit>km²|km2|km|cm|mm|ha|kg|g|m)(?![\w²])")
_SYMBOL = re.compile(r"[&+=§]")

_UNITS = {
    "km": "kilometre",
    "cm": "centimetre",
    "mm": "millimetre",
    "m": "metre",
    "ha": "hectare",
    "kg": "kilogram",
    "g": "gram",
    "km²": "square kilometre",
    "km2": "square kilometre",
}
_SYMBOLS = {"&": "and", "+": "plus", "=": "equals", "§": "section"}
# Initialisms that have a vowel and could be taken for words.
_SPELLED = frozenset(
    {"USSR", "OK", "USA", "US", "UK", "UN", "EU", "UNHCR", "OGPU", "GPU", "ASSR", "SSR"}
)
_VOWELS = frozenset("AEIOUY")


def read(draft: Draft) -> None:
    """Claim abbreviations, initials, units and signs."""
    for match in draft.matches(_DOTTED_WORD):
        draft.say(*match.span(), _DOTTED[match[0]])
    for pattern, said in ((_SAINT, "Saint"), (_CIRCA, "circa")):
        for match in draft.matches(pattern):
            draft.say(*match.span(), said)
    _read_names(draft)
    for match in draft.matches(_UNIT):
        _read_unit(draft, match)
    for match in draft.matches(_SYMBOL):
        draft.say(*match.span(), _SYMBOLS[match[0]])


def _read_names(draft: Draft) -> None:
    for match in draft.matches(_NUMBER_SIGN):
        plural = match[0].lower() == "nos."
        draft.say(*match.span(), "numbers" if plural else "number")
    for match in draft.matches(_INITIALS):
        draft.say(*match.span(), " ".join(match[0].replace(".", "")))
    for match in draft.matches(_INITIAL):
        draft.say(*match.span(), match[1])
    for match in draft.matches(_CAPITALS):
        if not _ROMAN.fullmatch(match[0]):
            draft.say(*match.span(), _capitals(match[0]))


def _capitals(word: str) -> str:
    """NKVD is spelled, GULAG is a word."""
    if word in _SPELLED or not _VOWELS.intersection(word):
        return " ".join(word)
    return word.capitalize()


def _read_unit(draft: Draft, match: re.Match[str]) -> None:
    one = re.search(r"(?<![\d.,])1$", draft.text[: match.start()]) is not None
    draft.say(*match.span("unit"), _UNITS[match["unit"]] + ("" if one else "s"))
