"""Kazakh dates: days and years are ordinals, however many of them share one month or one «жыл»."""

import re

from tour.narration.months import KAZAKH as MONTHS

from .figures import DASH, is_code, value
from .kk_numbers import SUFFIX, ordinal, with_case
from .kk_words import SMALL
from .spans import Draft

SHORT = {"ж.": "жылы", "жж.": "жылдары", "ғ.": "ғасыр", "ғғ.": "ғасырлар"}
LIST_LINK = rf"(?:\s?{DASH}\s?|,?\s+(?:және|мен|пен|бен|не|немесе)\s+|,\s+)"
"""What stands between the numbers of a list or a range."""

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:1\d{3}|20\d{2})"
_NO_AGE = r"(?!ды[қғ]|\s+бұрын)"  # «1500 жылдығы», «2000 жыл бұрын»: years are counted

_NUMERIC_DATE = re.compile(
    rf"(?<![\d.])({_DAY})\.(0[1-9]|1[0-2])\.({_YEAR})(?!\d|\.\d)"
    rf"(?:\s?(?:жылы|жылғы|ж\.)(?!\w)|[-‑](?P<suffix>{SUFFIX})(?!\w))?"
)
_DATE = re.compile(
    rf"(?<![\d.,])(?P<list>(?:{_DAY}{LIST_LINK})*{_DAY})(?P<hyphen>[-‑])?\s*(?={_MONTH})"
)
_YEARS = re.compile(
    rf"(?<![\d.,])(?P<list>{_YEAR}(?:{LIST_LINK}{_YEAR}|(?:{DASH}|/)(?:{_YEAR}|\d\d)(?!\d))*)"
    rf"\s?(?:оқу\s+)?(?P<word>жыл{_NO_AGE}[{SMALL}]*|жж?\.)"
)
# A Kazakh noun is singular after a quantity: before «жылдар» a number is always an ordinal.
_DECADES = re.compile(
    rf"(?<![\d.,])(?P<list>\d+(?:(?:{LIST_LINK}|/)\d+)*)"
    rf"(?:[-‑](?P<word>жыл{_NO_AGE}[{SMALL}]*|жж?\.)|\s?(?P<plural>жылдар[{SMALL}]*|жж\.))"
)
_ORDINAL_YEAR = re.compile(
    r"(?:(?<=\dш[ыі]\s)|(?<=[-‑]ш[ыі]\s)|(?<=нш[ыі]\s))(?P<word>жж?\.)(?!\w)"
)
_FIGURES = re.compile(r"\d+")


def read(draft: Draft) -> None:
    """Claim dates and years, with the «ж.» and «жж.» written after them."""
    for match in draft.matches(_NUMERIC_DATE):
        month = with_case(MONTHS[value(match[2]) - 1], match["suffix"] or "")
        year = ordinal(value(match[3]))
        draft.say(*match.span(), f"{year} жылғы {ordinal(value(match[1]))} {month}")
    for pattern in (_YEARS, _DECADES, _DATE):
        for match in draft.matches(pattern):
            read_list(draft, match)
            word = "plural" if "plural" in match.re.groupindex and match["plural"] else "word"
            if word in match.re.groupindex and match[word] in SHORT:
                draft.say(*match.span(word), SHORT[match[word]])
    for match in draft.matches(_ORDINAL_YEAR):
        draft.say(*match.span("word"), SHORT[match["word"]])


def read_list(draft: Draft, match: re.Match[str]) -> None:
    """Claim each number of the group ``list`` as an ordinal; of a code, nothing.

    A hyphen after the last one is claimed with it: it is no pause.
    """
    end = match.end("list")
    for figure in _FIGURES.finditer(draft.text, match.start("list"), end):
        if not is_code(figure[0]) or len(figure[0]) == 2:  # noqa: PLR2004 - «01 мамыр»
            is_hyphened = figure.end() == end and draft.text[end : end + 1] in {"-", "‑"}
            draft.say(figure.start(), figure.end() + is_hyphened, ordinal(value(figure[0])))
