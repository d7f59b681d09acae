"""How Kazakh is read: every digit in words, for no Kazakh voice reads them."""

import re

from . import kk_dates, kk_signs
from .figures import MINUS, SPACE, WHOLE, is_code, roman, value
from .kk_dates import LIST_LINK, SHORT
from .kk_numbers import (
    ORDINAL_MARK,
    SUFFIX,
    ablative,
    cardinal,
    dative,
    decimal,
    figure,
    ordinal,
    with_suffix,
)
from .kk_words import CAPITAL, SMALL, read_abbreviations, read_units
from .spans import Draft

_ORDINAL = re.compile(rf"(?<![\d.,])(?P<number>{WHOLE})[-‑]{ORDINAL_MARK}(?P<more>[{SMALL}]*)")
_SUFFIXED = re.compile(rf"(?P<number>{WHOLE})[-‑](?P<suffix>{SUFFIX})(?!\w)")
_HYPHENED = re.compile(rf"(?<![\d.,])(?P<number>{WHOLE})[-‑](?!жылды[қғ])(?=[^\W\d_])")
# Of several ordinals in a row only the last has the hyphen: «5, 6, 7-сыныптар».
_HYPHENED_LIST = re.compile(
    rf"(?<![\d.,])(?<!\d{SPACE})(?P<list>(?:\d{{1,3}}{LIST_LINK})+)"
    rf"(?=\d{{1,3}}[-‑](?!жылды[қғ])(?!{SUFFIX}(?!\w))[^\W\d_])"
)
_RANGE = re.compile(rf"(?P<first>{WHOLE})(?P<dash>\s?[–—]\s?)(?P<second>{WHOLE})(?![-‑.,%]\w|\s?%)")
_DECIMAL = re.compile(r"(?<![\d.,])(\d+)[.,](\d+)(?!\d|[.,]\d)")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_MINUS = re.compile(MINUS)
_WHOLE = re.compile(WHOLE)
_ANY = re.compile(r"\d+")
_DECLINED = re.compile(
    rf"\s[{SMALL}]+(?:[ғгқк][ае]|[дт][ае]|[днт][ае]н|[днт][ыі]ң|[мбп]ен)(?![{SMALL}])"
)
_QUALITY = re.compile(rf"\s[{SMALL}]+(?:ғы|гі)\b")
_ROMAN = re.compile(
    rf"(?<!\w)(?P<roman>[IVXLІХ]+)(?:[-‑]{ORDINAL_MARK}(?P<more>[{SMALL}]*)(?!\w)"
    rf"|[-‑](?P<suffix>{SUFFIX})(?!\w)"
    rf"|(?=(?:\s+|[-‑])(?P<noun>[^\W\d_]\w*))|(?=[-‑–][IVXLІХ])|(?![\w-]))"
)
_ONE = frozenset("IVXІ")  # a letter that is likelier a number than an initial beside a name
_NUMBERED = (
    *("ғ", "съез", "том", "бөлім", "бөлік", "тарау", "сынып", "топ", "дәреже"),
    *("дүниежүз", "кезең", "тоқсан", "курс"),
)
_IN_RANGE = re.compile(r"(?<![\w])[IVXLІХ]+[–-]$")
_RANGE_ON = re.compile(r"[–-][IVXLІХ]+(?!\w)")
_NAME_BEFORE = re.compile(rf"(?<!\w)[{CAPITAL}][{SMALL}]+\s$")
_NAME_AFTER = re.compile(rf"\s[{CAPITAL}][{SMALL}]")
_INITIAL = re.compile(rf"\.\s?[{CAPITAL}]")
_CENTURY = re.compile(r"(?<=[IVXLІХ])\s?(?P<word>ғғ?\.)(?!\w)")


def read(draft: Draft) -> None:
    """Claim everything that is not said as it is written."""
    _read_roman(draft)
    kk_signs.read(draft)
    read_units(draft)
    kk_dates.read(draft)
    read_abbreviations(draft)
    for match in draft.matches(_HYPHENED_LIST):
        kk_dates.read_list(draft, match)
    for match in draft.matches(_ORDINAL):
        draft.say(*match.span(), ordinal(value(match["number"])) + match["more"])
    for match in draft.matches(_SUFFIXED):
        draft.say(*match.span(), with_suffix(figure(match["number"]), match["suffix"]))
    for match in draft.matches(_HYPHENED):
        # A hyphen after a number marks an ordinal: «26-барак».
        number = match["number"]
        draft.say(
            *match.span("number"), figure(number) if is_code(number) else ordinal(value(number))
        )
    _read_plain_numbers(draft)


def _read_plain_numbers(draft: Draft) -> None:
    for match in draft.matches(_TIME):
        hour, minute = (cardinal(value(part)) for part in match.groups())
        draft.say(*match.span(), f"{hour} {'нөл ' if match[2][0] == '0' else ''}{minute}")
    for match in draft.matches(_DECIMAL):
        draft.say(*match.span(), decimal(match[1], match[2]))
    for match in draft.matches(_RANGE):
        _read_range(draft, match)
    for match in draft.matches(_MINUS):
        draft.say(*match.span(), "минус")
    for pattern in (_WHOLE, _ANY):
        for match in draft.matches(pattern):
            draft.say(*match.span(), figure(match[0]))


def _read_range(draft: Draft, match: re.Match[str]) -> None:
    """«200–400 әйел» → «екі жүзден төрт жүзге дейін әйел»."""
    first, second = match["first"], match["second"]
    if is_code(first) or is_code(second) or value(first) >= value(second):
        return
    if _DECLINED.match(draft.text, match.end()):
        return  # «5–8 жылға»: the suffix of the noun serves both
    if draft.is_free(*match.span()):
        until = "дейінгі" if _QUALITY.match(draft.text, match.end()) else "дейін"
        draft.say(match.start(), match.end("dash"), ablative(cardinal(value(first))))
        draft.say(match.start("second"), match.end(), f"{dative(cardinal(value(second)))} {until}")


def _read_roman(draft: Draft) -> None:
    for match in draft.matches(_CENTURY):
        draft.say(*match.span("word"), SHORT[match["word"]])
    for match in draft.matches(_ROMAN):
        number = roman(match["roman"])
        if number and (len(match["roman"]) > 1 or _is_number(match)):
            suffix = match["more"] or match["suffix"] or ""
            draft.say(*match.span(), ordinal(number) + suffix)


def _is_number(match: re.Match[str]) -> bool:
    """Whether a lone letter is a numeral, and no initial and no other sign."""
    letter, before, after = (
        match["roman"],
        match.string[: match.start()],
        match.string[match.end() :],
    )
    if (match["noun"] or "").startswith(_NUMBERED):
        return True
    if match["more"] is not None or _IN_RANGE.search(before) or _RANGE_ON.match(after):
        return True
    if letter not in _ONE or _INITIAL.match(after):
        return False
    return bool(_NAME_BEFORE.search(before) or _NAME_AFTER.match(after))
