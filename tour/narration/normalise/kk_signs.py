"""Signs beside numbers in Kazakh: money, fractions, «about», «times» and «plus or minus»."""

import re

from .figures import FRACTION_SIGN, SPACE, WHOLE, parts_of, value
from .kk_numbers import SUFFIX, ablative, cardinal, dative, decimal, figure, with_suffix
from .spans import Draft

_CURRENCIES = {"₸": "теңге", "€": "еуро", "$": "доллар", "₽": "рубль", "£": "фунт стерлинг"}

_MONEY = "".join(_CURRENCIES)
_GREAT = {"мың": "мың", "млн": "миллион", "млрд": "миллиард"}
_NUMBER = rf"(?:{WHOLE}(?:[.,]\d+)?)"
_MONEY_FIRST = re.compile(
    rf"(?P<sign>[{_MONEY}]){SPACE}?(?P<number>{_NUMBER})(?:{SPACE}(?P<great>{'|'.join(_GREAT)})(?!\w))?"
)
_MONEY_ALONE = re.compile(rf"(?P<sign>[{_MONEY}])(?:[-‑](?P<suffix>{SUFFIX})(?!\w))?")
_PART = re.compile(rf"(?:(?P<whole>{WHOLE}){SPACE}?)?(?P<part>{FRACTION_SIGN})")
_SLASHED = re.compile(
    rf"(?<![\w.,/№])(?<!№{SPACE})(?P<part>[1-9])/(?P<of>[2-9]|10)(?![\d/]|[.,]\d)"
    rf"(?:[-‑](?P<suffix>{SUFFIX})(?!\w))?"
)
_TIMES = re.compile(rf"(?<![\d.,])(?P<number>{_NUMBER})(?:\s?×\s?|\s?[xх]\s?(?=\d))(?=\d)")
_SIGNS = (
    (re.compile(r"[~≈]\s?(?=\d)"), "шамамен"),
    (re.compile(r"±\s?(?=\d)"), "плюс минус"),
)


def read(draft: Draft) -> None:
    """Claim the signs, with the numbers whose form they change."""
    for match in draft.matches(_MONEY_FIRST):
        great = f" {_GREAT[match['great']]}" if match["great"] else ""
        said = f"{_number(match['number'])}{great} {_CURRENCIES[match['sign']]}"
        draft.say(*match.span(), said)
    for match in draft.matches(_MONEY_ALONE):
        draft.say(*match.span(), _CURRENCIES[match["sign"]] + (match["suffix"] or ""))
    for match in draft.matches(_PART):
        draft.say(*match.span(), _part(match["whole"], match["part"]))
    for match in draft.matches(_SLASHED):
        part, of = value(match["part"]), value(match["of"])
        if part < of:
            draft.say(*match.span(), with_suffix(_fraction(part, of), match["suffix"] or ""))
    for match in draft.matches(_TIMES):
        draft.say(*match.span(), dative(_number(match["number"])))
    for pattern, words in _SIGNS:
        for match in draft.matches(pattern):
            draft.say(*match.span(), words)


def _number(written: str) -> str:
    whole, _, fraction = written.replace(",", ".").partition(".")
    return decimal(whole, fraction) if fraction else figure(whole)


def _fraction(part: int, of: int) -> str:
    """1/3 → «үштен бір»."""
    return f"{ablative(cardinal(of))} {cardinal(part)}"


def _part(whole: str | None, sign: str) -> str:
    """½ → «жарты», 2½ → «екі жарым», 2¼ → «екі бүтін төрттен бір»."""
    if sign == "½":
        return f"{figure(whole)} жарым" if whole else "жарты"
    said = _fraction(*parts_of(sign))
    return f"{figure(whole)} бүтін {said}" if whole else said
