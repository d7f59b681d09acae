"""How Kazakh is read: every digit in words, for no Kazakh voice reads them."""

import re

from .figures import DASH, MINUS, WHOLE, is_code, roman, value
from .kk_numbers import SUFFIX, ablative, cardinal, dative, decimal, figure, ordinal, with_suffix
from .kk_words import SMALL, read_abbreviations, read_units
from .spans import Draft

_MONTHS = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде"),
    *("тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:1\d{3}|20\d{2})"
_YEAR_WORD = rf"(?:жыл[{SMALL}]*|жж?\.)"
_LINK = rf"(?:\s?{DASH}\s?|\s+(?:және|мен|пен|бен|не|немесе)\s+|,\s+)"

_NUMERIC_DATE = re.compile(rf"(?<![\d.])({_DAY})\.(0[1-9]|1[0-2])\.({_YEAR})(?!\d|\.\d)")
_DATE = re.compile(
    rf"(?<![\d.,])(?:(?P<first>{_DAY}){_LINK})?(?P<day>{_DAY})(?P<hyphen>[-‑])?\s*(?={_MONTH})"
)
_YEARS = re.compile(
    rf"(?<![\d.,])(?:(?P<first>{_YEAR}){_LINK})?(?P<number>{_YEAR})\s?(?P<word>{_YEAR_WORD})"
)
_DECADE_WORD = re.compile(r"(?<!\d)(?P<number>\d+[-‑])(?P<word>жж?\.)")
_ORDINAL = re.compile(
    rf"(?<![\d.,])(?P<number>\d+)[-‑](?:[ыі]?н?ш[ыі]|с[ыі]нш[ыі])(?P<more>[{SMALL}]*)"
)
_SUFFIXED = re.compile(rf"(?P<number>{WHOLE})[-‑](?P<suffix>{SUFFIX})(?!\w)")
_HYPHENED = re.compile(r"(?<![\d.,])(?P<number>\d+)[-‑](?!жылды[қғ])(?=[^\W\d_])")
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
    rf"(?<!\w)(?P<roman>[IVXLІХ]+)(?:[-‑](?=[{SMALL}])|(?=\s+(?P<noun>\w+))|(?=[-‑–][IVXLІХ])|(?![\w-]))"
)
_CENTURY = re.compile(r"(?<=[IVXLІХ])\s?(?P<word>ғғ?\.)(?!\w)")
_SHORT = {"ж.": "жылы", "жж.": "жылдары", "ғ.": "ғасыр", "ғғ.": "ғасырлар"}


def read(draft: Draft) -> None:
    """Claim everything that is not said as it is written."""
    _read_roman(draft)
    read_units(draft)
    _read_dates(draft)
    read_abbreviations(draft)
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


def _read_dates(draft: Draft) -> None:
    for match in draft.matches(_NUMERIC_DATE):
        month = _MONTHS[value(match[2]) - 1]
        year = ordinal(value(match[3]))
        draft.say(*match.span(), f"{year} жылғы {ordinal(value(match[1]))} {month}")
    for match in draft.matches(_YEARS):
        word = match["word"]
        if word in _SHORT:
            draft.say(*match.span("word"), _SHORT[word])
        for part in ("first", "number"):
            if match[part]:
                draft.say(*match.span(part), ordinal(value(match[part])))
    for match in draft.matches(_DECADE_WORD):
        draft.say(*match.span("number"), ordinal(value(match["number"])))
        draft.say(*match.span("word"), _SHORT[match["word"]])
    for match in draft.matches(_DATE):
        for part in ("first", "day"):
            if match[part]:
                draft.say(*match.span(part), ordinal(value(match[part])))


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
        draft.say(*match.span("word"), _SHORT[match["word"]])
    for match in draft.matches(_ROMAN):
        number = roman(match["roman"])
        alone = len(match["roman"]) == 1 and not (match["noun"] or "").startswith(
            ("ғ", "съез", "том", "бөлім")
        )
        if number and not alone:
            draft.say(*match.span("roman"), ordinal(number))
