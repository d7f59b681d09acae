"""English dates: "15 August 1937", "August 15–20", "31 May – 1 June"."""

import re

from tour.narration.months import ENGLISH as MONTHS

from .en_numbers import START, ordinal, year
from .figures import SPACE, value
from .spans import Draft

MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_SUFFIX = "(?:st|nd|rd|th)?"

_NUMERIC = re.compile(rf"(?<![\d.])({_DAY})\.(0\d|1[0-2])\.(\d{{4}})(?!\d|\.\d)")
_DAY_MONTH = re.compile(
    rf"{START}(?P<first>{_DAY}){_SUFFIX}"
    rf"(?:(?P<link>\s?[–-]\s?|\s+(?:and|to|or)\s+)(?P<second>{_DAY}){_SUFFIX})?"
    rf"(?P<of>\s+of)?\s+{MONTH}\b(?P<year>,?\s+(?P<number>\d{{4}})(?!\d))?"
)
_MONTH_DAY = re.compile(
    rf"\b{MONTH}\s+(?P<day>{_DAY}{_SUFFIX})"
    rf"(?:(?P<link>\s?[–-]\s?)(?P<second>{_DAY}{_SUFFIX})(?!\s+{MONTH}))?"
    rf"(?!\w|\d|[.,:]\d|{SPACE}\d{{3}}(?!\d)|\s*[%°])"
    r"(?P<year>,?\s+(?P<number>\d{4})(?!\d))?"
)
# Between two dates a dash is "to"; one with spaces between bare months may be a pause.
_DATE = rf"{_DAY}{_SUFFIX}(?:\s+of)?\s+{MONTH}\b|{_DAY}\.(?:0\d|1[0-2])\.\d{{4}}|{MONTH}\s+\d"
_LINK = re.compile(rf"\s?[–-]\s?(?={_DATE})|[–-](?={MONTH}\b)")
_DATE_BEFORE = re.compile(
    rf"(?:\b{MONTH}(?:\s+{_DAY}{_SUFFIX})?(?:,?\s+\d{{4}})?|\d\.\d\d\.\d{{4}})$"
)


def read(draft: Draft) -> None:
    """Claim days, the years after them, and what links two of them."""
    for match in draft.matches(_NUMERIC):
        month = MONTHS[value(match[2]) - 1]
        day = ordinal(value(match[1]))
        draft.say(*match.span(), f"the {day} of {month} {year(value(match[3]))}")
    for match in draft.matches(_DAY_MONTH):
        _read_day(draft, match, "first", closes=not match["second"])
        if match["second"]:
            draft.say(
                *match.span("link"),
                "to" if match["link"].strip() in "–-" else match["link"].strip(),
            )
            _read_day(draft, match, "second", closes=True)
        if match["year"]:
            draft.say(*match.span("number"), year(value(match["number"])))
    for match in draft.matches(_MONTH_DAY):
        draft.say(*match.span("day"), ordinal(value(match["day"])))
        if match["second"]:
            draft.say(*match.span("link"), "to")
            draft.say(*match.span("second"), f"the {ordinal(value(match['second']))}")
        if match["year"]:
            draft.say(*match.span("number"), year(value(match["number"])))
    for match in draft.matches(_LINK):
        if _DATE_BEFORE.search(draft.text[: match.start()]):
            draft.say(*match.span(), "to")


def _read_day(draft: Draft, match: re.Match[str], part: str, *, closes: bool) -> None:
    """Read 15 August as "the fifteenth of August", with what is not written already."""
    end = match.end(part)
    suffix = re.compile("st|nd|rd|th").match(draft.text, end)
    article = "" if re.search(r"\b[Tt]he\s+$", draft.text[: match.start(part)]) else "the "
    of = " of" if closes and not match["of"] else ""
    draft.say(
        match.start(part),
        suffix.end() if suffix else end,
        article + ordinal(value(match[part])) + of,
    )
