"""What a Russian number agrees with: the case its place asks for, the noun it counts."""

import re

from .figures import DASH, WHOLE, value
from .ru_grammar import (
    Form,
    before_row,
    forms,
    governed,
    is_known,
    named_after,
    noun_after,
    word_set,
)
from .ru_numbers import Agreement

_MEASURES = word_set(
    "метр километр сантиметр миллиметр гектар год лето процент градус час минута "
    "секунда день неделя месяц килограмм грамм тонна рубль"
)
_PARTS_OF_DAY = word_set("утро день вечер ночь")
_TIMES = word_set(
    "год месяц день время век весна лето осень зима "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
)
_WORD = re.compile(r"[А-Яа-яЁё\u0301-]+")
_OTHER_NUMBER = re.compile(rf"\s*(?:и|или|до|{DASH})\s*{WHOLE}")
_OUT_OF = re.compile(rf"\s+из(?:\s+{WHOLE})?(?!\w)")
_IS_PART = re.compile(r"\b(?:тысяч|миллион|миллиард)[а-я]*\s*$")
_AT = re.compile(r"\b[вВ]о?\s*$")


def counted_noun(number: int, after: str) -> bool:
    """Whether a noun in a form that this number may count follows."""
    return bool(_countable(number, noun_after(after)))


def of_number_for_order(number: int, before: str, after: str) -> Agreement | None:
    """How «на 2 этаже», «по 58 статье» are declined: an ordinal; None where a noun is counted."""
    other = _OTHER_NUMBER.match(after)
    if other:  # «на 1 и 2 этаже»
        number, after = value(other[0]), after[other.end() :]
    word, nouns = named_after(after)
    if not word or not word[0].islower() or forms(word)[0].part != "NOUN" or _is_one(number):
        return None
    asked = governed(before_row(before))
    if not asked and not is_known(word):  # perhaps a foreign word that has no cases
        return None
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
    asked = governed(before_row(before))
    other = _OTHER_NUMBER.match(after)
    nouns = noun_after(after[other.end() :] if other else after)
    if not nouns:
        out_of = _OUT_OF.match(after)  # «одна из десяти женщин»
        whole = noun_after(after[out_of.end() :]) if out_of else ()
        gender = whole[0].gender if whole and whole[0].plural else "m"
        return Agreement(asked[0] if asked else "n", gender)
    if other:
        case = of_cardinal(value(other[0]), before, after[other.end() :]).case if asked else "n"
        return Agreement(case, nouns[0].gender)
    is_hour = nouns[0].lemma in _PARTS_OF_DAY and not nouns[0].plural
    if is_hour and (asked[:1] in {"g", "d"} or _AT.search(before)):
        return Agreement(asked[0])  # «с трёх ночи», «в два ночи»
    for case, form in _by_preference(_countable(number, nouns), asked):
        if case in "na" and not asked and form.plural and _is_attribute(before, form):
            return Agreement("g", form.gender)
        return Agreement(case, form.gender, form.animate and asked != "ad")  # «по две женщины»
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
    if counted.lemma in _MEASURES or _IS_PART.search(before):
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
