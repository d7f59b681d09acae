"""English money, fractions, and signs at numbers."""

import re

from .en_numbers import GROUPED, START, cardinal, decimal, figure, two_digits
from .figures import DASH, FRACTION_SIGN, SPACE, parts_of, value
from .spans import Draft

_MONEY = {  # one, several, and its hundredths, where people name them
    "$": ("dollar", "dollars", "cents"),
    "£": ("pound", "pounds", "pence"),
    "€": ("euro", "euros", "cents"),
    "¥": ("yen", "yen", ""),
    "₸": ("tenge", "tenge", ""),
    "₽": ("rouble", "roubles", ""),
    "₴": ("hryvnia", "hryvnias", ""),
}
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion"}
_PARTS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

_AMOUNT = rf"{START}(?:{GROUPED}|\d+)(?:\.\d+)?(?!\d)"
_SCALE = rf"{SPACE}?(?:thousand|million|billion|trillion)\b|(?:k|mn?|bn)\b"
_COIN = f"[{''.join(_MONEY)}]"
_BEFORE = re.compile(
    rf"(?P<sign>{_COIN}){SPACE}?(?P<first>{_AMOUNT})"
    rf"(?:{SPACE}?{DASH}{SPACE}?(?:(?P=sign){SPACE}?)?(?P<second>{_AMOUNT}))?(?P<scale>{_SCALE})?"
)
_AFTER = re.compile(
    rf"(?P<first>{_AMOUNT})(?:{SPACE}?{DASH}{SPACE}?(?P<second>{_AMOUNT}))?"
    rf"(?P<scale>{_SCALE})?{SPACE}?(?P<sign>{_COIN})(?!\d)"
)
_SUM_LINK = re.compile(
    rf"(?:(?<=\d)|(?<=\d[kmn])|(?<=\d[mb]n)){SPACE}?{DASH}{SPACE}?(?={_COIN}{SPACE}?\d)"
)
_OF_A = re.compile(r"\ban?\s$", re.IGNORECASE)
# "1.5m people": what is counted cannot be measured in metres.
_MILLIONS = re.compile(
    rf"(?P<first>{_AMOUNT})(?P<scale>bn|mn|m(?=\s(?:people|men|women|children|prisoners|citizens|"
    r"inhabitants|visitors|victims|deaths|families|lives|dollars|pounds|euros|tenge|rou?bles)\b))(?!\w)"
)
_FRACTION = re.compile(
    rf"(?:(?P<whole>{START}\d{{1,3}}){SPACE}?)?(?P<glyph>{FRACTION_SIGN})(?P<unit>(?={SPACE}?(?:[kcm]?[mg]\b|k?m[²³2]|ha\b)))?"
)
_SLASHED = re.compile(
    rf"(?<![\d/.,–-])(?:(?P<whole>{START}\d{{1,2}}){SPACE})?(?P<over>[1-9])/(?P<under>10|[2-9])(?![\w/]|[–-]\d|[.,]\d)"
)
_NUMBERING_BEFORE = re.compile(
    r"(?:\b(?:nos?\.?|numbers?|order|case|file|article|section|paragraph|art\.|house|flat|room|barracks?)|[№#§])\s*$",
    re.IGNORECASE,
)
_MEASURED = (
    "(?:"
    + "|".join(rf"(?<=\d{unit})" for unit in ("", "[mg]", ".[mg]", "[ckm][mg]", ".[ckm][mg]"))
    + ")"
)
_BY = re.compile(rf"{_MEASURED}{SPACE}?[×xх]{SPACE}?(?=\d)")
_TIMES = re.compile(rf"(?<=\d){SPACE}?×(?!{SPACE}?\d)")
_PER = re.compile(rf"{_MEASURED}/(?=(?:day|week|month|year|person|head|hour)\b)")
_AT_NUMBER = re.compile(rf"(?P<sign>[~≈∼±<>≤≥]){SPACE}?(?={_COIN}?{SPACE}?\d)")
_OTHER = re.compile(r"(?P<sign>[±÷‰@])")
_SIGNS = {
    **dict.fromkeys("~≈∼", "about"),
    "±": "plus or minus",
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
    "÷": "divided by",
    "‰": "per thousand",
    "@": "at",
}


def read(draft: Draft) -> None:
    """Claim sums of money, fractions and the signs that stand at numbers."""
    for pattern in (_BEFORE, _AFTER):
        for match in draft.matches(pattern):
            draft.say(*match.span(), _money(match))
    for match in draft.matches(_SUM_LINK):
        draft.say(*match.span(), "to")
    for match in draft.matches(_MILLIONS):
        draft.say(*match.span(), f"{_amount(match['first'])} {_SCALES[match['scale']]}")
    _read_fractions(draft)
    for pattern, said in ((_BY, "by"), (_TIMES, "times"), (_PER, "per")):
        for match in draft.matches(pattern):
            draft.say(*match.span(), said)
    for pattern in (_AT_NUMBER, _OTHER):
        for match in draft.matches(pattern):
            draft.say(*match.span("sign"), _SIGNS[match["sign"]])


def _read_fractions(draft: Draft) -> None:
    for match in draft.matches(_FRACTION):
        over, under = parts_of(match["glyph"])
        draft.say(*match.span(), _fraction(match["whole"], over, under, match["unit"]))
    for match in draft.matches(_SLASHED):
        over, under = value(match["over"]), value(match["under"])
        if over < under and not _NUMBERING_BEFORE.search(draft.text[: match.start()]):
            draft.say(*match.span(), _fraction(match["whole"], over, under, None))


def _money(match: re.Match[str]) -> str:
    one, several, hundredths = _MONEY[match["sign"]]
    if _OF_A.search(match.string[: match.start()]):  # "a $5 note"
        several = one
    first, second, scale = match["first"], match["second"], (match["scale"] or "").strip()
    scale = _SCALES.get(scale, scale)
    if second or scale:
        upper = f"to {_amount(second)}" if second else ""
        return " ".join(filter(None, (_amount(first), upper, scale, several)))
    whole, _, part = first.partition(".")
    if part and not (hundredths and len(part) == 2):  # noqa: PLR2004 - cents
        return f"{_amount(first)} {several}"
    if value(whole) == 0 and part:
        return f"{cardinal(value(part))} {hundredths}"
    rest = f" {two_digits(value(part))}" if part.strip("0") else ""
    return f"{_amount(whole)} {one if value(whole) == 1 else several}{rest}"


def _amount(written: str) -> str:
    whole, _, fraction = written.partition(".")
    return decimal(whole, fraction) if fraction else figure(whole)


def _fraction(whole: str | None, over: int, under: int, unit: str | None) -> str:
    part = _PARTS[under - 2]
    if whole is not None:
        counted = f"a {part}" if over == 1 else f"{cardinal(over)} {part}s"
        return f"{cardinal(value(whole))} and {counted}"
    if under == 2:  # noqa: PLR2004 - a half
        return "half a" if unit is not None else "half"
    said = f"{cardinal(over)} {part}{'s' if over > 1 else ''}"
    return f"{said} of a" if unit is not None else said
