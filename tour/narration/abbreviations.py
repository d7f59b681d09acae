"""Abbreviations that a sentence does not end with, and dates that are no sentence. Pure."""

import re
from collections.abc import Mapping

from tour.narration import months

Words = Mapping[str, frozenset[str]]


def _words(**lists: str) -> Words:
    return {language: frozenset(words.split()) for language, words in lists.items()}


BOUND = _words(
    en="mr mrs ms dr prof st vs e.g i.e gen col capt lt sgt maj rev mt vol vols ch",
    ru="им е ул обл св проф акад тов пос дер ст гл рис напр оз п пп пл просп наб",
    kk="проф акад мыс көш даңғ обл ауд қ",
)
"""A name or a number always follows."""

UNLESS_COUNTED = _words(en="", ru="г гг с т р гр см стр ч д", kk="а б")
"""A name or a number follows, but after a number they are units: «с. Акмол», «через 5 с. Она»."""

BEFORE_NUMBERS = _words(
    en="no nos c ca p pp approx",
    ru="тт ч д кв корп л лл оп ф вып табл ок",
    kk="б.з.д б.з.б",
)
"""A number follows, or they end the sentence."""

MONTHS = _words(
    en="jan feb mar apr jun jul aug sep sept oct nov dec",
    ru="янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек",
    kk="қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
)
_OTHERS_OF_DATES = _words(en="a.m p.m", ru="г гг в вв э", kk="ж жж ғ ғғ")
OF_DATES = {language: MONTHS[language] | _OTHERS_OF_DATES[language] for language in MONTHS}
"""Parts of a date, which may end a sentence but not when the date is all of it."""

YEARS = _words(en="", ru="", kk="ж жж")
"""They stand before the day and the month: «1937 ж. 15 тамызда»."""

_NUMBER = r"\d+(?:[-‑]\d+)?(?:[-‑]?[^\W\d_]{1,3})?"
_NUMBERS = {"en": _NUMBER, "ru": f"{_NUMBER}|[ivxlcdm]+", "kk": f"{_NUMBER}|[ivxlcdm]+"}
_FULL_MONTHS = {
    "en": f"(?:{'|'.join(months.ENGLISH)})".lower(),
    "ru": months.RUSSIAN_IN_ANY_CASE,
    "kk": rf"(?:{'|'.join(months.KAZAKH)})[^\W\d_]{{0,4}}",
}
_AROUND = _words(
    en="in on at by from to until till since after before about around early late mid the of and "
    "or between only already",
    ru="в во с со к ко до по после около на от и или между через из уже ещё еще лишь только "
    "примерно вплоть накануне начале началу начала первой второй половине концу конце конца "
    "середине середины течение период ночь ночи утром утра днём днем дня вечером вечера ночью "
    "зимой зимы весной весны летом лета осенью осени год года году годах годов годы века веке "
    "того же том этого н",
    kk="және мен бен пен тек шамамен б з д б.з.д б.з.б",
)
_SEPARATOR = re.compile(r"[\s,;:–—«„“\"‘'(\[]+")


def is_only_a_date(text: str, language: str) -> bool:
    """Whether nothing is said yet but when: «в начале 1937 г.», "on 15 Aug."."""
    if language not in _FULL_MONTHS:
        return False
    words = [word.strip(".-").lower() for word in _SEPARATOR.split(text)]
    found = [word for word in words if word and word not in _AROUND[language] | OF_DATES[language]]
    known = re.compile(f"{_NUMBERS[language]}|{_FULL_MONTHS[language]}")
    has_date = bool(found) or any(word in MONTHS[language] for word in words)
    return has_date and all(known.fullmatch(word) for word in found)


def begins_with_a_day(text: str, language: str) -> bool:
    """Whether a day and its month come first: «15 тамызда»."""
    day = rf"\d{{1,2}}(?:\s?[-–—]\s?\d{{1,2}})?(?:[-‑]\w{{1,4}})?\s+(?:{_FULL_MONTHS[language]})\b"
    return re.match(day, text.lower()) is not None
