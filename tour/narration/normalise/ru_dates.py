"""Russian dates and years: every one an ordinal in the case of its place."""

import re

from tour.narration import months

from .figures import DASH, roman, value
from .ru_agreement import of_ordinal
from .ru_grammar import before_row, ends_in_noun, governed, noun_after
from .ru_numbers import Agreement, ordinal
from .spans import Draft

_MONTH = rf"(?:(?i:{'|'.join(months.RUSSIAN)}))"
A_MONTH = re.compile(rf"\s+{_MONTH}\b")
_SEASON = r"(?:весн(?:а|ой|ы|у)|лет(?:о|ом|а)|осен(?:ь|ью|и)|зим(?:а|ой|ы|у))"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:1\d{3}|20\d{2})"

_NUMERIC = re.compile(
    rf"(?<![\d.])({_DAY})\.(0[1-9]|1[0-2])\.({_YEAR})(?!\d|\.\d)(?:\s?(?:года\b|г\.))?"
)
_DATE = re.compile(
    rf"(?<![\d.,])(?:(?P<first>{_DAY})(?P<link>\s?{DASH}\s?|\s+(?:и|или|по|до)\s+"
    rf"|(?<=[сСоО]\s\d)\s+на\s+|(?<=[сСоО]\s\d\d)\s+на\s+))?(?P<day>{_DAY})"
    rf"\s+{_MONTH}\b(?P<year>,?\s+(?P<number>{_YEAR})(?!\d))?(?P<short>\s?г\.)?"
)
_EARLIER_DAYS = re.compile(rf"(?<![\d.,])(?:{_DAY},\s+)+$")
_IS_SUBJECT = re.compile(
    r"\s*(?:[—–-]\s|(?:стало|был[ои]|является|считается|объявлено|отмечается)\b)"
)
_NAMED = re.compile(r"(?:(?:называ|указыва|счита)(?:ет|ют|ли|л|ла)|[—–-])\s*$")
_MONTH_YEAR = re.compile(
    rf"\b(?i:{months.RUSSIAN_IN_ANY_CASE}|{_SEASON})\s+(?P<number>{_YEAR})"
    rf"(?:(?:\s?{DASH}\s?|/)(?P<second>{_YEAR}|\d{{2}}))?(?![\d-])"
)
_DECADE = re.compile(
    rf"(?<!\d)(?:(?P<first>\d{{1,3}}0){DASH})?(?P<number>\d{{0,3}}0)[-‑](?P<ending>ые|е|ых|х|ым|ыми|ми|м)"
    r"(?=\s+(?P<noun>год(?:ы|ов|ами|ам|ах|а)(?!\w)|гг\.?))"
)
_ENDED_YEAR = re.compile(
    rf"(?<![\d.,])(?P<number>{_YEAR})[-‑](?P<ending>го|му|м|й)\s?(?P<noun>г\.)"
)
_WITH_NOUN = re.compile(
    rf"(?<![\d.,])(?:(?P<first>{_YEAR})(?P<link>\s?{DASH}\s?|/|,?\s+(?:и|или|по|до)\s+|,\s+))?"
    rf"(?P<number>{_YEAR}|(?(first)(?<=\d(?:{DASH}|/))\d{{2}}|(?!)))(?P<gap>[\s\u00a0]?)(?P<noun>годами|годам|годах|годом|годов|годы|года|году|год|гг\.?|г\.?)(?!\w)"
)
_BARE = re.compile(r"(?<![\d.,])(?P<number>1[5-9]\d\d|20\d\d)(?!\d|[.,]\d|[-‑]\w|\s?[%°])")
_BARE_SPAN = re.compile(
    rf"(?<![\d.,/])(?P<first>1[5-9]\d\d|20\d\d)(?:\s?{DASH}\s?|/)(?P<number>{_YEAR}|\d{{2}})"
    r"(?!\d|[.,]\d|[-‑/]\w|\s?[%°])"
)
_CENTURY = re.compile(
    rf"(?<!\w)(?:(?P<first>[IVXLХ]+)\s?{DASH}\s?)?(?P<roman>[IVXLХ]+)\s?(?P<noun>вв?\.)(?!\w)"
)
_FIRST_BARE_YEAR = 1700  # smaller numbers without their «год» are quantities
_NOUNS = {
    "год": "n",
    "года": "g",
    "году": "p",
    "годом": "i",
    "годы": "n",
    "годов": "g",
    "годам": "d",
    "годами": "i",
    "годах": "p",
}
_SHORT = {
    "г": dict(zip("ngdaip", ["год", "года", "году", "год", "годом", "году"], strict=True)),
    "гг": dict(zip("ngdaip", ["годы", "годов", "годам", "годы", "годами", "годах"], strict=True)),
    "в": dict(zip("ngdaip", ["век", "века", "веку", "век", "веком", "веке"], strict=True)),
    "вв": dict(zip("ngdaip", ["века", "веков", "векам", "века", "веками", "веках"], strict=True)),
}
# A year after these stands in this case («в» asks for the year *in* which something was).
_YEAR_CASES = {"ap": "p", "gi": "g", "ad": "a", "ai": "a", "pa": "p"}


def read(draft: Draft) -> None:
    """Claim days, years and decades."""
    for match in draft.matches(_NUMERIC):
        day = ordinal(value(match[1]), Agreement("g"))
        month = months.RUSSIAN[value(match[2]) - 1]
        draft.say(*match.span(), f"{day} {month} {_year(match[3], 'g')} года")
    for match in draft.matches(_DATE):
        _read_date(draft, match)
    for match in draft.matches(_WITH_NOUN):
        _read_years(draft, match)
    for match in draft.matches(_DECADE):
        _read_decade(draft, match)
    _read_single_years(draft)


def _read_single_years(draft: Draft) -> None:
    for match in draft.matches(_ENDED_YEAR):
        case = {"го": "g", "му": "d", "м": "p", "й": "n"}[match["ending"]]
        draft.say(match.start(), match.end("ending"), _year(match["number"], case))
        draft.say(*match.span("noun"), _SHORT["г"][case])
    for match in draft.matches(_MONTH_YEAR):
        for part in ("number", "second"):
            if match[part]:
                draft.say(*match.span(part), _year(match[part], "g"))
    for pattern in (_BARE_SPAN, _BARE):
        for match in draft.matches(pattern):
            _read_bare(draft, match)


def read_roman_centuries(draft: Draft) -> None:
    """Claim «XX в.» and «XIX–XX вв.»."""
    for match in draft.matches(_CENTURY):
        if not roman(match["roman"]):
            continue
        before = draft.text[: match.start()]
        case = "g" if ends_in_noun(before) else _case_of_place(before)
        noun = _SHORT[match["noun"].rstrip(".")]
        for part in ("first", "roman"):
            number = roman(match[part] or "")
            if number:
                draft.say(*match.span(part), ordinal(number, Agreement(case)))
        draft.say(*match.span("noun"), noun[case])


def _year(written: str, case: str) -> str:
    return ordinal(value(written), Agreement(case))


def _case_of_place(before: str) -> str:
    asked = governed(before_row(before))
    return _YEAR_CASES.get(asked, asked[:1] or "n")


def _read_date(draft: Draft, match: re.Match[str]) -> None:
    before, after = draft.text[: match.start()], draft.text[match.end() :]
    case = _day_case(before, after)
    if match["first"]:
        link = match["link"].strip()
        if link in {"и", "или"}:
            case = _read_earlier_days(draft, match) or case
        draft.say(*match.span("first"), ordinal(value(match["first"]), Agreement(case, "n")))
        case = {"по": "a", "на": "a", "до": "g"}.get(link, case)
    draft.say(*match.span("day"), ordinal(value(match["day"]), Agreement(case, "n")))
    if match["year"]:
        draft.say(*match.span("number"), _year(match["number"], "g"))
    if match["short"]:
        draft.say(*match.span("short"), "года")


def _read_earlier_days(draft: Draft, match: re.Match[str]) -> str:
    """Claim the days of «1, 2 и 3 мая» before its last two; the case of them all, "" for none."""
    earlier = _EARLIER_DAYS.search(draft.text, 0, match.start())
    days = list(re.finditer(r"\d+", earlier[0])) if earlier else []
    numbers = [*(int(day[0]) for day in days), int(match["first"])]
    if earlier is None or numbers != sorted(set(numbers)):
        return ""
    case = _day_case(draft.text[: earlier.start()], draft.text[match.end() :])
    for day in days:
        start, end = earlier.start() + day.start(), earlier.start() + day.end()
        draft.say(start, end, ordinal(int(day[0]), Agreement(case, "n")))
    return case


def _day_case(before: str, after: str) -> str:
    """The genitive of "on that day", but for a preposition or a day that is the subject itself."""
    asked = governed(before)
    if asked:
        return {"gi": "g", "ad": "a", "ap": "a", "ai": "a", "pa": "p"}.get(asked, asked[0])
    if _IS_SUBJECT.match(after) or _NAMED.search(before):
        return "n"
    return "g"


def _read_years(draft: Draft, match: re.Match[str]) -> None:
    before = draft.text[: match.start()]
    place = _case_of_place(before)
    noun = match["noun"].rstrip(".")
    link = (match["link"] or "").strip(" ,")
    if noun in _SHORT:
        case = _short_case(before, place, link)
        draft.say(*match.span("noun"), _SHORT[noun][case])
    else:
        case = _NOUNS[noun]
        if case == "p" and governed(before) in {"d", "ad"} and link not in {"по", "до"}:
            case = "d"
        if noun == "годы" and place == "a":
            case = "a"
    draft.say(*match.span("number"), _year(match["number"], case))
    if match["first"]:
        draft.say(
            *match.span("first"), _year(match["first"], place if link in {"по", "до"} else case)
        )


def _short_case(before: str, place: str, link: str) -> str:
    if link == "по":
        return "a"
    if link == "до":
        return "g"
    if place == "n" and re.search(rf"\b(?i:{months.RUSSIAN_IN_ANY_CASE}|{_SEASON})\s*$", before):
        return "g"
    return place


def _read_decade(draft: Draft, match: re.Match[str]) -> None:
    """«1930-х годов», «30-е годы»: the noun says the case, or the ending where it is short."""
    noun = match["noun"]
    case = "n" if match["ending"] in {"е", "ые"} else _NOUNS.get(noun, "n")
    if noun.startswith("гг"):
        ending = match["ending"]
        case = "n" if ending in {"е", "ые"} else "i" if ending in {"ми", "ыми"} else "g"
        if ending in {"х", "ых"} and governed(draft.text[: match.start()]) in {"ap", "p", "pa"}:
            case = "p"
        draft.say(*match.span("noun"), _SHORT["гг"][case])
    for part in ("first", "number"):
        if match[part]:
            start, end = match.span(part)
            end = match.end("ending") if part == "number" else end
            draft.say(start, end, ordinal(value(match[part]), Agreement(case, "pl")))


def _read_bare(draft: Draft, match: re.Match[str]) -> None:
    """Years without their noun: «(1937)», «в 1937–38»; a counted noun makes them numbers."""
    before, after = draft.text[: match.start()], draft.text[match.end() :]
    if any(form.plural and form.case == "g" for form in noun_after(after)):
        return
    years = match.groupdict()
    first = value(years.get("first", match["number"]))
    if first < _FIRST_BARE_YEAR or re.search(
        r"(?:№|номер\w*|свыше|более|менее|около|почти)\s*$", before
    ):
        return
    if "first" in years and value(match["number"]) <= first % 10 ** len(match["number"]):
        return
    noun = of_ordinal(before, after)
    is_named = noun and any(form.lemma == "год" for form in noun_after(after))
    case = noun.case if noun and is_named else _case_of_place(before)
    for part in years:
        draft.say(*match.span(part), _year(match[part], case))
