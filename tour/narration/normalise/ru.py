"""How Russian is read: dates, years, numbers agreeing with their nouns, abbreviations."""

import re

from . import ru_dates
from .figures import DASH, MINUS, WHOLE, is_code, is_endless, roman, value
from .ru_agreement import of_cardinal, of_fraction, of_number_for_order, of_ordinal
from .ru_grammar import forms, governed, noun_after
from .ru_numbers import Agreement, cardinal, compound, decimal, ended_cardinal, figure, ordinal
from .ru_ranges import read_ranges
from .ru_signs import read_lone_money, read_signs
from .ru_words import read_abbreviations, read_units
from .spans import Draft

_ENDED = re.compile(rf"(?<![\d.,])(?P<number>{WHOLE})[-‑](?P<ending>[а-яё]{{1,3}})(?![\w\u0301])")
_COMPOUND = re.compile(
    rf"(?<![\d.,])(?:(?P<first>{WHOLE}){DASH})?(?P<number>{WHOLE})[-‑](?P<rest>[а-яё]{{3,}})"
)
_NUMBERED = re.compile(
    rf"(?:№|номер(?:а|ом|у|е|ами)?|пункт|статья){chr(92)}s*(?P<number>\d+)", re.IGNORECASE
)
_DECIMAL = re.compile(r"(?<![\d.,])(\d+)[.,](\d+)(?![\d]|[.,]\d)")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_MINUS = re.compile(MINUS)
_WHOLE = re.compile(WHOLE)
_ANY = re.compile(r"\d+")
_ROMAN_RANGE = re.compile(
    rf"(?<!\w)(?P<first>[IVXLХ]+)(?:\s?{DASH}\s?|\s(?:и|или)\s)(?P<second>[IVXLХ]+)(?![\w.])"
)
_ROMAN = re.compile(r"(?<!\w)(?:[IVXLХ]{2,}(?!\w)|[IVXLХ](?![\w.]))")

_ENDINGS = {
    ending: agreement
    for endings, agreement in (
        ("го ого его", Agreement("g")),
        ("му ому ему", Agreement("d")),
        ("ый ий ой й", Agreement("n")),
        ("я ая ья", Agreement("n", "f")),
        ("ю ую ью", Agreement("a", "f")),
        ("ей", Agreement("g", "f")),
        ("ое ье", Agreement("n", "n")),
        ("ые ьи е", Agreement("n", "pl")),
        ("х ых их", Agreement("g", "pl")),
        ("ми ыми ими", Agreement("i", "pl")),
        ("ом ем м", Agreement("p")),
        ("ым им", Agreement("i")),
    )
    for ending in endings.split()
}
_OWN_NOUN = frozenset({"й", "ой", "ей", "м", "е", "ым", "я", "ю"})


def read(draft: Draft) -> None:
    """Claim everything that is not said as it is written."""
    ru_dates.read_roman_centuries(draft)
    for match in draft.matches(_ROMAN_RANGE):
        _read_roman_range(draft, match)
    _read_roman(draft)
    read_signs(draft)
    read_units(draft)
    read_lone_money(draft)
    ru_dates.read(draft)
    read_abbreviations(draft)
    for match in draft.matches(_ENDED):
        if is_endless(match["number"]):
            continue
        number = value(match["number"])
        said = ended_cardinal(number, match["ending"])
        if said or match["ending"] in _ENDINGS:
            draft.say(*match.span(), said or ordinal(number, _hyphened(match, draft.text)))
    for match in draft.matches(_COMPOUND):
        if not is_endless(match["first"] or "") and not is_endless(match["number"]):
            first = f"{compound(value(match['first']))}-" if match["first"] else ""
            said = first + compound(value(match["number"])) + match["rest"]
            draft.say(*match.span(), said)
    for match in draft.matches(_NUMBERED):
        draft.say(*match.span("number"), figure(match["number"]))
    _read_plain_numbers(draft)


def _read_plain_numbers(draft: Draft) -> None:
    for match in draft.matches(_TIME):
        asked = governed(draft.text[: match.start()])
        form = Agreement("g" if asked[:1] == "g" else "n")
        minute = cardinal(value(match[2]), form) if value(match[2]) else "ноль"
        zero = "ноль " if match[2][0] == "0" else ""
        draft.say(*match.span(), f"{cardinal(value(match[1]), form)} {zero}{minute}")
    for match in draft.matches(_DECIMAL):
        before, after = draft.text[: match.start()], draft.text[match.end() :]
        place = of_fraction(before, after)
        case = place.case if place else governed(before)[:1] or "n"
        said = decimal(match[1], match[2], case, place.gender if place else "")
        draft.say(*match.span(), said)
    read_ranges(draft)
    for match in draft.matches(_MINUS):
        draft.say(*match.span(), "минус")
    for pattern in (_WHOLE, _ANY):
        for match in draft.matches(pattern):
            before, after = draft.text[: match.start()], draft.text[match.end() :]
            draft.say(*match.span(), _whole(match[0], before, after))


def _whole(written: str, before: str, after: str) -> str:
    if is_code(written):
        return figure(written)
    number = value(written)
    order = of_number_for_order(number, before, after)
    return ordinal(number, order) if order else cardinal(number, of_cardinal(number, before, after))


def _hyphened(match: re.Match[str], text: str) -> Agreement:
    """The form written by a hyphened ending, its gender and case taken from the noun after it."""
    ending = match["ending"]
    written = _ENDINGS[ending]
    before, after = text[: match.start()], text[match.end() :]
    if ending == "е" and ru_dates.A_MONTH.match(after):
        return Agreement("n", "n")
    if ending not in _OWN_NOUN:
        return written
    noun = of_ordinal(before, after)
    if noun and _fits(ending, noun):
        return noun
    if ending == "м":
        asked = governed(before)
        return Agreement("i" if asked in {"gi", "i", "ai"} else "d" if asked == "d" else "p")
    return written


def _fits(ending: str, noun: Agreement) -> bool:
    said = ordinal(5, noun)
    return said.endswith(ending) or (ending == "м" and said.endswith(("ым", "ом")))


def _read_roman_range(draft: Draft, match: re.Match[str]) -> None:
    """«в XIX–XX веках» → «в девятнадцатом, двадцатом веках»."""
    after = draft.text[match.end() :]
    agreement = of_ordinal(draft.text[: match.start()], after)
    for part in ("first", "second"):
        number = roman(match[part])
        if number and agreement:
            draft.say(
                *match.span(part),
                ordinal(number, Agreement(agreement.case, noun_after(after)[0].gender)),
            )


def _read_roman(draft: Draft) -> None:
    for match in draft.matches(_ROMAN):
        number = roman(match[0])
        before, after = draft.text[: match.start()], draft.text[match.end() :]
        if not number:
            continue
        name = re.search(r"([А-ЯЁ][а-яё]+)\s$", before)
        if name and forms(name[1].lower())[0].part in {"PREP", "CONJ", "ADVB"}:
            name = None  # «После I мировой войны»
        agreement = of_ordinal(before, after)
        if name and not (agreement and _is_numbered(after)):
            form = forms(name[1].lower())[0]
            draft.say(
                *match.span(),
                ordinal(number, Agreement(form.case or "n", form.gender, animate=True)),
            )
        elif agreement and (len(match[0]) > 1 or match[0] in "IVX" or _is_numbered(after)):
            draft.say(*match.span(), ordinal(number, agreement))
        elif len(match[0]) > 1 and set(match[0]) != {"Х"}:
            draft.say(*match.span(), ordinal(number))


def _is_numbered(after: str) -> bool:
    return re.match(r"\s(?:век|съезд|столет|том|част|глав|класс|созыв|пленум)", after) is not None
