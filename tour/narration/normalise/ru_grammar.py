"""What a Russian number agrees with: the case its place asks for, the noun it counts."""

import re
from functools import lru_cache
from typing import NamedTuple

import pymorphy3

from .figures import DASH, WHOLE, value
from .ru_numbers import Agreement


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CASES = {
    "nomn": "n",
    "gent": "g",
    "datv": "d",
    "accs": "a",
    "ablt": "i",
    "loct": "p",
    "gen2": "g",
    "acc2": "a",
    "loc2": "p",
}
_GENDERS = {"masc": "m", "femn": "f", "neut": "n"}
_GOVERNING = {
    case: _words(words)
    for case, words in {
        "g": "из от до без для около после у против среди кроме вместо ради вокруг более менее "
        "больше меньше свыше порядка из-за из-под старше младше выше ниже дальше ближе помимо "
        "этих тех всех их насчитывалось течение продолжение протяжении протяжение возрасте "
        "количестве размере сумме пределах",
        "gi": "с со",
        "d": "к ко благодаря согласно вопреки",
        "ad": "по",
        "pa": "о об обо",
        "p": "при",
        "ap": "в во на",
        "ai": "за под",
        "i": "над перед между",
        "a": "через про сквозь спустя",
    }.items()
}
_HEDGES = _words("примерно почти ровно ещё всего лишь только уже даже самых первых")
_MEASURES = _words(
    "метр километр сантиметр миллиметр гектар год лето процент градус час минута "
    "секунда день неделя месяц килограмм грамм тонна рубль"
)
_COUNTED = {"год": "лет", "человек": "человек"}
_PARTS_OF_DAY = _words("утро день вечер ночь")
_TIMES = _words(
    "год месяц день время век весна лето осень зима "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
)
_WORD = re.compile(r"[А-Яа-яЁё\u0301-]+")
_LAST_WORD = re.compile(r"([А-Яа-яЁё\u0301-]+)[\s«„“\"]*$")
_NEXT_WORD = re.compile(r"[\s\u00a0«„“\"]+([А-Яа-яЁё][А-Яа-яЁё\u0301-]*)")
_OTHER_NUMBER = re.compile(rf"\s*(?:и|или|до|{DASH})\s*{WHOLE}")
# Numbers in a row stand in one case: «в 1937 и 1938», «из 10 или 15 домов».
_ENUMERATED = re.compile(
    rf"(?:(?<![\d.,])(?:1[5-9]|20)\d\d,\s+)*(?:(?:1[5-9]|20)\d\d,|(?<![\d.,]){WHOLE}\s+(?:и|или))\s+$"
)
_FAR = 4


class Form(NamedTuple):
    """One possible reading of a word form."""

    lemma: str
    part: str
    case: str
    plural: bool
    gender: str
    animate: bool


@lru_cache(maxsize=1)
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=4096)
def forms(word: str) -> tuple[Form, ...]:
    """Every reading of this word form, likeliest first."""
    plain = word.replace("\u0301", "")
    return tuple(
        Form(
            lemma=parse.normal_form,
            part=str(parse.tag.POS or ""),
            case=_CASES.get(str(parse.tag.case), ""),
            plural=parse.tag.number == "plur",
            gender=_GENDERS.get(str(parse.tag.gender), "m"),
            animate=parse.tag.animacy == "anim",
        )
        for parse in _analyser().parse(plain)
    )


def is_noun(word: str) -> bool:
    """Whether dictionaries have it as a noun with cases («слон», «мхат»), which is no spelling."""
    return _analyser().word_is_known(word) and any(
        "NOUN" in parse.tag and "Fixd" not in parse.tag for parse in _analyser().parse(word)
    )


@lru_cache(maxsize=512)
def inflected(word: str, case: str, *, plural: bool, counted: bool = False) -> str:
    """A noun in its nominative put into this case; ``counted``: after a number («пять лет»)."""
    if counted and plural and case == "g" and word in _COUNTED:
        return _COUNTED[word]
    wanted = next(name for name, letter in _CASES.items() if letter == case)
    parse = next(p for p in _analyser().parse(word) if "NOUN" in p.tag and "nomn" in p.tag)
    form = parse.inflect({wanted, "plur" if plural else "sing"})
    return str(form.word) if form else word


def governed(before: str) -> str:
    """The cases that the word before a number asks for, likeliest first; "" when none does."""
    before = _ENUMERATED.sub("", before)
    while match := _LAST_WORD.search(before):
        word = match[1].lower()
        if word not in _HEDGES:
            return next((cases for cases, words in _GOVERNING.items() if word in words), "")
        before = before[: match.start()]
    return ""


def ends_in_noun(before: str) -> bool:
    """Whether the word before is a noun: «начало XX века» puts the century in the genitive."""
    match = _LAST_WORD.search(before)
    return match is not None and forms(match[1].lower())[0].part == "NOUN"


def noun_after(after: str) -> tuple[Form, ...]:
    """The readings of the noun that follows, past its adjectives; empty when none does."""
    return _noun_after(after)[1]


def _noun_after(after: str) -> tuple[str, tuple[Form, ...]]:
    position = 0
    for _ in range(_FAR):
        match = _NEXT_WORD.match(after, position)
        if match is None:
            break
        readings = forms(match[1].lower())
        if readings[0].part in {"PREP", "CONJ"}:  # «по», «с», «к» are letters' names as well
            break
        nouns = tuple(form for form in readings if form.part == "NOUN" and form.case)
        if nouns and not _describes(readings, _NEXT_WORD.match(after, match.end())):
            return match[1], nouns
        if not any(form.part in {"ADJF", "PRTF"} for form in readings):
            break
        position = match.end()
    return "", ()


def _describes(readings: tuple[Form, ...], following: re.Match[str] | None) -> bool:
    """Whether this word is an adjective of the next one, though a noun elsewhere («мировой»)."""
    if following is None or readings[0].part != "ADJF":
        return False
    described = forms(following[1].lower())
    return described[0].part == "NOUN" and any(
        (one.case, one.plural) == (other.case, other.plural)
        and (one.plural or one.gender == other.gender)
        for one in readings
        if one.part == "ADJF"
        for other in described
        if other.part == "NOUN"
    )


def counted_noun(number: int, after: str) -> bool:
    """Whether a noun in a form that this number may count follows."""
    return bool(_countable(number, noun_after(after)))


def of_number_for_order(number: int, before: str, after: str) -> Agreement | None:
    """How «на 2 этаже», «по 58 статье» are declined: an ordinal; None where a noun is counted."""
    other = _OTHER_NUMBER.match(after)
    if other:  # «на 1 и 2 этаже»
        number, after = value(other[0]), after[other.end() :]
    word, nouns = _noun_after(after)
    if not word or not word[0].islower() or forms(word)[0].part != "NOUN" or _is_one(number):
        return None
    asked = governed(before)
    if any(case in asked or not asked for case, _ in _countable(number, nouns)):
        return None
    for form in nouns:
        is_hour = form.case == "g" and form.lemma in _PARTS_OF_DAY
        if not form.plural and not is_hour and form.case in (asked or "n"):
            return Agreement(form.case, form.gender, form.animate)
    return None


def _is_one(number: int) -> bool:
    return number % 10 == 1 and number % 100 != 11  # noqa: PLR2004


def of_fraction(before: str, after: str) -> Agreement | None:
    """How «1,5» before a noun is declined; None where no noun follows."""
    other = _OTHER_NUMBER.match(after)
    nouns = noun_after(after[other.end() :] if other else after)
    asked = governed(before)
    oblique = [
        case
        for case in asked.replace("a", "")
        for form in nouns
        if form.plural and form.case == case
    ]
    case = oblique[0] if oblique else asked[:1] or "n"
    return Agreement(case, nouns[0].gender) if nouns else None


def of_cardinal(number: int, before: str, after: str) -> Agreement:
    """How a cardinal between these two texts is declined."""
    asked = governed(before)
    other = _OTHER_NUMBER.match(after)
    nouns = noun_after(after[other.end() :] if other else after)
    if not nouns:
        return Agreement(asked[0] if asked else "n")
    if other:
        case = of_cardinal(value(other[0]), before, after[other.end() :]).case if asked else "n"
        return Agreement(case, nouns[0].gender)
    if asked and nouns[0].lemma in _PARTS_OF_DAY and not nouns[0].plural:
        return Agreement(asked[0])  # «с трёх ночи»
    for case, form in _by_preference(_countable(number, nouns), asked):
        if case in "na" and not asked and form.plural and _is_attribute(before, form):
            return Agreement("g", form.gender)
        return Agreement(case, form.gender, form.animate)
    return Agreement(asked[0] if asked else "n", nouns[0].gender)


def _countable(number: int, nouns: tuple[Form, ...]) -> list[tuple[str, Form]]:
    """(case of the whole group, form of the noun) for every reading that may follow the number."""
    last, teens = number % 10, 10 < number % 100 < 20  # noqa: PLR2004
    found = []
    for form in nouns:
        if last == 1 and not teens:
            cases = "" if form.plural else form.case
        elif last in {2, 3, 4} and not teens:
            genitive = form.case == "g" and not form.plural
            cases = (
                "na"
                if genitive or (form.plural and form.case == "n")
                else form.case
                if form.plural
                else ""
            )
        else:
            cases = (
                ("nag" if form.case == "g" else form.case if form.case in "dip" else "")
                if form.plural
                else ""
            )
        found += [(case, form) for case in cases]
    return found


def _by_preference(found: list[tuple[str, Form]], asked: str) -> list[tuple[str, Form]]:
    fitting = [pair for pair in found if pair[0] in asked]
    if fitting:
        return sorted(fitting, key=lambda pair: asked.index(pair[0]))
    return sorted(found, key=lambda pair: "nagdip".index(pair[0]))


def _is_attribute(before: str, counted: Form) -> bool:
    """Whether a noun before owns the number: «имена 7620 женщин», not «в лагере 14 плит»."""
    if counted.lemma in _MEASURES:
        return False
    words = _WORD.findall(re.split(r"[^\w\s\u0301-]", before)[-1])
    if not words or not before.endswith((words[-1] + " ", words[-1] + "\u00a0")):
        return False
    head = forms(words[-1].lower())[0]
    if head.part != "NOUN" or head.case == "i" or head.lemma in _TIMES:
        return False
    for word in reversed(words[:-1]):
        part = forms(word.lower())[0].part
        if part == "PREP":
            return False
        if part not in {"NOUN", "ADJF", "PRTF"}:
            break
    return True


def of_ordinal(before: str, after: str) -> Agreement | None:
    """How an adjective between these two texts is declined; None when no noun follows."""
    nouns = noun_after(after)
    if not nouns:
        return None
    asked = governed(before)
    ranked = (
        sorted(
            nouns,
            key=lambda form: (
                asked.index(form.case)
                if form.case in asked
                else len(asked) + "ngadip".index(form.case)
            ),
        )
        if asked
        else nouns
    )
    form = ranked[0]
    return Agreement(form.case, "pl" if form.plural else form.gender, form.animate)
