"""Russian signs: fractions, money before its number, «5×5», «~50», «±2»."""

import re

from .figures import FRACTION_SIGN, SPACE, WHOLE, is_code, parts_of, value
from .ru_agreement import of_fraction
from .ru_grammar import ends_in_noun, follows_transitive, governed, inflected, noun_after
from .ru_numbers import Agreement, cardinal, decimal, ordinal
from .ru_words import MONEY, counted
from .spans import Draft

_FRACTION = re.compile(
    rf"(?<![\d/.,])(?:(?P<whole>\d{{1,3}}){SPACE}?)?(?P<sign>{FRACTION_SIGN})"
    rf"|(?<![\d/.,])(?:(?P<units>\d{{1,3}}){SPACE})?(?P<upper>[1-9])/(?P<lower>[2-9]|10)(?![\d/]|[.,]\d)"
)
_HOUSE = re.compile(
    r"(?:№|\b(?:номер|дом|квартир|корпус|строени|кабинет|комнат|палат|барак)[а-яё]*|\b(?:д|кв|корп|стр)\.),?\s*$",
    re.IGNORECASE,
)
_STREET = re.compile(r"[А-ЯЁ][а-яё]+,?\s*$")
_MONEY = re.compile(
    rf"(?P<sign>[{''.join(MONEY)}]){SPACE}?(?P<number>{WHOLE})(?:[.,](?P<part>\d+))?(?!\d)"
    rf"(?:{SPACE}?(?P<size>тыс|млн|млрд)(?!\w)\.?)?"
)
_SIZES = {"тыс": "тысяча", "млн": "миллион", "млрд": "миллиард"}
_LONE_MONEY = re.compile(rf"(?P<size>\w\.?{SPACE}?)?(?P<sign>[{''.join(MONEY)}])")
_AT = re.compile(r"\b[вВ]о?\s*$")
_BY = re.compile(r"(?<=[\dм])\s?×\s?(?=\d)|(?<=\d)\s?[xх]\s?(?=\d)")
_BEFORE_NUMBER = re.compile(r"[~≈±<>≤≥](?=\s?\d)")
_SAID = {
    "~": "примерно",
    "≈": "примерно",
    "±": "плюс-минус",
    "<": "меньше",
    ">": "больше",
    "≤": "не больше",
    "≥": "не меньше",
}


def read_signs(draft: Draft) -> None:
    """Claim fractions and the signs before numbers and between them."""
    for match in draft.matches(_FRACTION):
        _read_fraction(draft, match)
    for match in draft.matches(_MONEY):
        _read_money(draft, match)
    for match in draft.matches(_BY):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        draft.say(start, start + 1, "на")
    for match in draft.matches(_BEFORE_NUMBER):
        draft.say(*match.span(), _SAID[match[0]])


def read_lone_money(draft: Draft) -> None:
    """Claim what is left of money: «5 млн $», «курс $»."""
    for match in _LONE_MONEY.finditer(draft.text):
        many = match["size"] is not None
        form = inflected(MONEY[match["sign"]], "g" if many else "n", plural=many)
        draft.say(*match.span("sign"), form)


def _read_fraction(draft: Draft, match: re.Match[str]) -> None:
    before, after = draft.text[: match.start()], draft.text[match.end() :]
    if match["sign"]:
        upper, lower = parts_of(match["sign"])
    else:
        upper, lower = value(match["upper"]), value(match["lower"])
        if upper >= lower or _is_address(before, after):
            return
    place = of_fraction(before, after)
    case = _case(before)
    whole = match["whole"] or match["units"]
    if whole:
        gender = place.gender if place else "m"
        said = _mixed(value(whole), (upper, lower), Agreement(case, gender))
    else:
        said = _share(upper, lower, case)
    draft.say(*match.span(), said)


def _case(before: str) -> str:
    asked = governed(before)
    if asked == "ad":
        return "d"  # «по половине»
    if _AT.search(before):
        return "p"  # «в половине случаев»
    return asked[:1] or ("a" if follows_transitive(before) else "n")


def _is_address(before: str, after: str) -> bool:
    if _HOUSE.search(before):
        return True
    is_counted = any(form.case == "g" for form in noun_after(after))
    return not is_counted and ends_in_noun(before) and _STREET.search(before) is not None


def _mixed(whole: int, part: tuple[int, int], agreement: Agreement) -> str:
    if part == (1, 2):
        if whole == 1:
            return decimal("1", "5", agreement.case, agreement.gender)
        return f"{cardinal(whole, agreement)} с половиной"
    return f"{cardinal(whole, agreement)} и {_share(*part, agreement.case)}"


def _share(upper: int, lower: int, case: str) -> str:
    """1/2 → «половина», 1/3 → «одна треть», 3/5 → «три пятых», in this case."""
    if (upper, lower) in {(1, 2), (1, 4)}:
        return inflected("половина" if lower == 2 else "четверть", case, plural=False)  # noqa: PLR2004
    count = cardinal(upper, Agreement(case, "f"))
    if lower in {3, 4}:
        return f"{count} {counted(upper, case, 'треть' if lower == 3 else 'четверть')}"  # noqa: PLR2004
    gender, of_part = ("f", case) if upper == 1 else ("pl", "g" if case in "na" else case)
    return f"{count} {ordinal(lower, Agreement(of_part, gender))}"


def _read_money(draft: Draft, match: re.Match[str]) -> None:
    """«$5 млн» → «пять миллионов долларов»."""
    written = match["number"]
    if is_code(written):
        return
    case = governed(draft.text[: match.start()])[:1] or "n"
    noun, size = MONEY[match["sign"]], _SIZES.get(match["size"] or "", "")
    gender = "f" if size == "тысяча" else "m"
    if match["part"]:
        number = decimal(written, match["part"], case, gender)
        is_half = number == "полутора"
        form = inflected(size or noun, case if is_half else "g", plural=is_half)
        words = [number, form]
    else:
        number = cardinal(value(written), Agreement(case, gender))
        words = [number, counted(value(written), case, size or noun)]
    if size:
        words.append(inflected(noun, "g", plural=True))
    draft.say(*match.span(), " ".join(words))
