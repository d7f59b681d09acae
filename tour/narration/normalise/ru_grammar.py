"""What Russian words are: their forms, the case a place asks for, the noun that follows."""

import re
from functools import lru_cache
from typing import NamedTuple

import pymorphy3

from .figures import WHOLE


def word_set(words: str) -> frozenset[str]:
    """The words of a list written in one line."""
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
    case: word_set(words)
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
_HEDGES = word_set("примерно почти ровно ещё всего лишь только уже даже самых первых")
_COUNTED = {"год": "лет", "человек": "человек"}
_LAST_WORD = re.compile(r"([А-Яа-яЁё\u0301-]+)[\s«„“\"]*$")
_NEXT_WORD = re.compile(r"[\s\u00a0«„“\"]+([А-Яа-яЁё][А-Яа-яЁё\u0301-]*)")
_ENUMERATED = re.compile(
    rf"(?:(?<![\d.,])(?:1[5-9]|20)\d\d,\s+)*(?:(?:1[5-9]|20)\d\d,|(?<![\d.,]){WHOLE}\s+(?:и|или))\s+$"
)
_TOGETHER = re.compile(r"\b(?:сравнению|вместе|наряду|рядом|одновременно)\s+со?\s*$")
_HEDGING_SIGN = re.compile(r"[~≈±]\s?$")
_COMPARING_SIGN = re.compile(r"[<>≤≥]\s?$")
_UNBENT = frozenset({"тенге", "евро"})
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
    if plain in _UNBENT:
        return tuple(
            Form(plain, "NOUN", case, plural, "m", animate=False)
            for plural in (True, False)
            for case in "gnadip"
        )
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


def is_known(word: str) -> bool:
    """Whether dictionaries have this word form."""
    return bool(_analyser().word_is_known(word))


def is_word(word: str) -> bool:
    """Whether dictionaries have it otherwise than as letters: «слон», «мхат», «кто»."""
    return is_known(word) and any(
        "Fixd" not in parse.tag and ("NOUN" in parse.tag or "Abbr" not in parse.tag)
        for parse in _analyser().parse(word)
    )


@lru_cache(maxsize=512)
def inflected(word: str, case: str, *, plural: bool, counted: bool = False) -> str:
    """A noun in its nominative put into this case; ``counted``: after a number («пять лет»)."""
    if word in _UNBENT:
        return word
    if counted and plural and case == "g" and word in _COUNTED:
        return _COUNTED[word]
    wanted = next(name for name, letter in _CASES.items() if letter == case)
    parse = next(p for p in _analyser().parse(word) if "NOUN" in p.tag and "nomn" in p.tag)
    form = parse.inflect({wanted, "plur" if plural else "sing"})
    return str(form.word) if form else word


def governed(before: str) -> str:
    """The cases that the word before a number asks for, likeliest first; "" when none does."""
    before = _HEDGING_SIGN.sub("", before)
    if _COMPARING_SIGN.search(before):
        return "g"
    while match := _LAST_WORD.search(before):
        word = match[1].lower()
        if word in {"с", "со"} and _TOGETHER.search(before):
            return "i"
        if word not in _HEDGES:
            return next((cases for cases, words in _GOVERNING.items() if word in words), "")
        before = before[: match.start()]
    return ""


def before_row(before: str) -> str:
    """What stands before numbers of one case in a row: «в 1937 и 1938», «из 10 или 15 домов»."""
    return _ENUMERATED.sub("", before)


def follows_transitive(before: str) -> bool:
    """Whether the word before is a verb that takes an object: «получали …»."""
    match = _LAST_WORD.search(before)
    if match is None:
        return False
    tag = _analyser().parse(match[1].lower())[0].tag
    return tag.transitivity == "tran" and str(tag.POS) in {"VERB", "INFN", "GRND"}


def ends_in_noun(before: str) -> bool:
    """Whether the word before is a noun: «начало XX века» puts the century in the genitive."""
    match = _LAST_WORD.search(before)
    return match is not None and forms(match[1].lower())[0].part == "NOUN"


def noun_after(after: str) -> tuple[Form, ...]:
    """The readings of the noun that follows, past its adjectives; empty when none does."""
    return named_after(after)[1]


def named_after(after: str) -> tuple[str, tuple[Form, ...]]:
    """The noun that follows as it is written and its readings; empty when none does."""
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
