"""How English is read: dates, years, numbers, abbreviations."""

import re

from . import en_dates, en_signs, en_words
from .en_numbers import (
    GROUPED,
    NUMBER,
    START,
    cardinal,
    decade,
    decimal,
    figure,
    ordinal,
    two_digits,
    year,
)
from .figures import DASH, MINUS, SPACE, roman, value
from .spans import Draft

_DECADE = re.compile(r"(?<!\d)(\d{3}0|(?P<century>['’‘])?[2-9]0)['’]?s\b")
_DECADES_LINK = re.compile(rf"(?<=\d0s)\s?{DASH}\s?(?=\d+0s)")
_RANGE = re.compile(
    rf"(?<![\d–-])(?P<first>{NUMBER})(?P<dash>{SPACE}?{DASH}{SPACE}?)(?P<second>{NUMBER})(?![–-]?\d)"
)
_YEAR = re.compile(rf"{START}(1[1-9]\d\d|20\d\d)(?![\d]|[.,]\d|\s?[%°])")
_ORDINAL = re.compile(rf"(?<!\d)(?<!\d[.,])({GROUPED}|\d{{1,9}})(?:st|nd|rd|th)\b")
_MINUS = re.compile(MINUS)
_DEGREES = re.compile(rf"°{SPACE}?(C|F)?\b|°")
_PERCENT = re.compile(r"%")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_DECIMAL = re.compile(rf"{START}(\d[\d,]*)\.(\d+)(?!\d|\.\d)")
_WHOLE = re.compile(NUMBER)
_ANY = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[IVXL]+\b")

# «Article 58-10» names one thing by two numbers; «Articles 58–60» are several.
_NUMBERED = re.compile(
    r"(?:\b(?:(?:article|section|paragraph|clause|number|file|case)(?P<plural>s)?|(?:art|sec|par|para|no|nos)\.?)|[№#§])"
    rf"{SPACE}*(?P<parts>(?<!\w)\d[\w–-]*(?:(?:,\s|\s(?:and|or)\s)\d[\w–-]*)*)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?<![\w–-])\d{1,3}(?:[–-]\d{1,3})+(?![\d–])")

_QUANTITY_BEFORE = re.compile(
    r"(?:\b(?:about|some|over|nearly|almost|than|around|approximately|least)\s+|[±<>≤≥]\s*)$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:the|in|of|since|by|until|till|from|before|after|during|early|late|mid|spring|summer|autumn|"
    rf"fall|winter|year|between|and|to|{en_dates.MONTH})[\s-]+$",
    re.IGNORECASE,
)
_CIRCA_BEFORE = re.compile(r"(?:\bca?\.|\bcirca|[~≈∼])\s*$", re.IGNORECASE)
_COUNTED_AFTER = re.compile(rf"\s+{en_words.NO_PLURAL}(?:[a-z]+(?:s|men|people|children))\b")
_COUNTED_IN_ROMAN = re.compile(  # «XX Party Congress», «XIX–XX centuries»
    r"(?:th)?(?:(?:\s?[–-]\s?|\s(?:and|to|or)\s)[IVXL]+(?:th)?)?"
    r"[ -](?:[A-Z]\w* ){0,3}(?:century|centuries|Congress|Conference|Plenum)"
)
_ROMAN_LINK = re.compile(r"(?<=[IVXL])\s?[–-]\s?(?=[IVXL]+(?:th)?[ -]centur)")
_WAR = re.compile(r"\b(?:War|Part|Volume|Chapter|Act|Book)\s+$")


def read(draft: Draft) -> None:
    """Claim everything that is not said as it is written."""
    en_signs.read(draft)
    en_words.read(draft)
    en_dates.read(draft)
    _read_numbered(draft)
    for match in draft.matches(_DECADE):
        _read_decade(draft, match)
    for match in draft.matches(_DECADES_LINK):
        draft.say(*match.span(), "to")
    _read_ranges(draft)
    for match in draft.matches(_ORDINAL):
        draft.say(*match.span(), ordinal(value(match[1])))
    _read_signs(draft)
    for match in draft.matches(_YEAR):
        if _is_year(draft.text, match):
            draft.say(*match.span(), year(value(match[1])))
    for match in draft.matches(_DECIMAL):
        draft.say(*match.span(), decimal(match[1], match[2]))
    for pattern in (_WHOLE, _ANY):
        for match in draft.matches(pattern):
            draft.say(*match.span(), figure(match[0]))
    _read_roman(draft)


def _read_decade(draft: Draft, match: re.Match[str]) -> None:
    number = value(match[1])
    draft.say(*match.span(), decade(number) if number > 99 else _tens(number))  # noqa: PLR2004


def _tens(number: int) -> str:
    return cardinal(number)[:-1] + "ies"


def _read_numbered(draft: Draft) -> None:
    for match in _NUMBERED.finditer(draft.text):
        plural = match["plural"] or match[0].lower().startswith("nos")
        for parts in _PARTS.finditer(draft.text, *match.span("parts")):
            numbers = [value(part) for part in re.split("[–-]", parts[0])]
            singular = not plural and "–" not in parts[0]
            if (singular and parts.start() == match.start("parts")) or numbers[1] < numbers[0]:
                draft.say(*parts.span(), " ".join(cardinal(number) for number in numbers))


def _read_ranges(draft: Draft) -> None:
    for match in draft.matches(_RANGE):
        first, second = match["first"], match["second"]
        if match["dash"] == "-" and len(first) != len(second) and max(len(first), len(second)) > 4:  # noqa: PLR2004
            continue
        if not draft.say(*match.span("dash"), "to"):
            continue
        if _YEAR.fullmatch(first) and len(second) == 2:  # noqa: PLR2004 - 1937–38
            draft.say(*match.span("first"), year(value(first)))
            draft.say(*match.span("second"), two_digits(value(second)))
        elif _YEAR.fullmatch(first) and _YEAR.fullmatch(second):
            draft.say(*match.span("first"), year(value(first)))
            draft.say(*match.span("second"), year(value(second)))


def _read_signs(draft: Draft) -> None:
    for match in draft.matches(_MINUS):
        draft.say(*match.span(), "minus")
    for match in draft.matches(_DEGREES):
        scale = {"C": " Celsius", "F": " Fahrenheit"}.get(match[1] or "", "")
        one = re.search(r"(?<!\d)1\s?$", draft.text[: match.start()])
        draft.say(*match.span(), f"degree{'' if one else 's'}{scale}")
    for match in draft.matches(_PERCENT):
        draft.say(*match.span(), "percent")
    for match in draft.matches(_TIME):
        hour, minute = value(match[1]), value(match[2])
        said = two_digits(minute) if minute else "o'clock" if 0 < hour < 13 else "hundred hours"  # noqa: PLR2004
        draft.say(*match.span(), f"{cardinal(hour)} {said}")


def _is_year(text: str, match: re.Match[str]) -> bool:
    before, number = text[: match.start()], value(match[1])
    if _CIRCA_BEFORE.search(before):
        return not _COUNTED_AFTER.match(text, match.end())
    if _YEAR_BEFORE.search(before):
        return not (number < 1800 and _COUNTED_AFTER.match(text, match.end()))  # noqa: PLR2004
    if _QUANTITY_BEFORE.search(before) or number < 1800:  # noqa: PLR2004
        return False
    return not _COUNTED_AFTER.match(text, match.end())


def _read_roman(draft: Draft) -> None:
    for match in draft.matches(_ROMAN_LINK):
        draft.say(*match.span(), "to")
    for match in draft.matches(_ROMAN):
        number = roman(match[0])
        before, after = draft.text[: match.start()], draft.text[match.end() :]
        if number is None:
            continue
        if _COUNTED_IN_ROMAN.match(after):
            draft.say(*match.span(), ordinal(number))
        elif _WAR.search(before):
            draft.say(*match.span(), cardinal(number))
        elif len(match[0]) > 1 and re.search(r"\b[A-Z][a-z]+\s$", before):
            draft.say(*match.span(), f"the {ordinal(number)}")
