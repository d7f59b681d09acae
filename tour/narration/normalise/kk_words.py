"""Kazakh abbreviations, initials and units."""

import re

from .figures import SPACE
from .kk_numbers import SUFFIX
from .spans import Draft

CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІ"
SMALL = "а-яёәғқңөұүһі"

_DOTTED = {
    "т. б.": "тағы басқа",
    "т. с. с.": "тағы сол сияқты",
    "т. с.": "тағы сол",
    "б. з. д.": "біздің заманымызға дейін",
    "б. з.": "біздің заманымыз",
    "обл.": "облысы",
    "ауд.": "ауданы",
    "көш.": "көшесі",
    "проф.": "профессор",
    "акад.": "академик",
    "млн": "миллион",
    "млрд": "миллиард",
    "қ.": "қаласы",
}
_UNITS = {
    "км": "километр",
    "см": "сантиметр",
    "мм": "миллиметр",
    "м": "метр",
    "га": "гектар",
    "кг": "килограмм",
    "г": "грамм",
    "т": "тонна",
    "сағ": "сағат",
    "мин": "минут",
    "%": "пайыз",
    "‰": "промилле",
    "°": "градус",
}
_SYMBOLS = {"&": "және", "+": "плюс", "=": "тең", "§": "параграф"}
_LETTERS = {
    "А": "а",
    "Ә": "ә",
    "Б": "бэ",
    "В": "вэ",
    "Г": "гэ",
    "Ғ": "ға",
    "Д": "дэ",
    "Е": "е",
    "Ё": "ё",
    "Ж": "жэ",
    "З": "зэ",
    "И": "и",
    "Й": "й",
    "К": "ка",
    "Қ": "қа",
    "Л": "эл",
    "М": "эм",
    "Н": "эн",
    "Ң": "ың",
    "О": "о",
    "Ө": "ө",
    "П": "пэ",
    "Р": "эр",
    "С": "эс",
    "Т": "тэ",
    "У": "у",
    "Ұ": "ұ",
    "Ү": "ү",
    "Ф": "эф",
    "Х": "ха",
    "Һ": "һа",
    "Ц": "цэ",
    "Ч": "че",
    "Ш": "ша",
    "Щ": "ща",
    "Ъ": "айыру белгісі",
    "Ы": "ы",
    "І": "і",
    "Ь": "жіңішкелік белгісі",
    "Э": "э",
    "Ю": "ю",
    "Я": "я",
}
_SPELLED = frozenset({"КСРО", "ОГПУ", "КАКСР", "РКФСР", "ОК"})
_LONG = 5  # a shorter word in capitals that begins with two consonants is spelled
_VOWELS = frozenset("АӘЕЁИОӨУҰҮЫІЭЮЯ")
_SONOROUS = "РЛМНЙВ"
_TWO_VOWELS = re.compile("^([АЕИОУЭ])\\1|([ӘӨҰҮЫІ])\\2")
_CONSONANTS = rf"[^{''.join(sorted(_VOWELS))}ЬЪ]"
_HEAD = re.compile(rf"{_CONSONANTS}*")
_TAIL = re.compile(rf"{_CONSONANTS}*(?=Ь?$)")
_SAID_FIRST = re.compile(rf".?|.[{_SONOROUS}]|[СШ][ПТКХФЦ]|[ВЗ].|[ВС][СПТК]Р")
_SAID_LAST = re.compile(rf".?.?|.?[СКП]Т|.?СК|.?[ТДБ][{_SONOROUS}]")
_SAID_LAST_OF_THREE = re.compile(rf".?|[{_SONOROUS}СШ][^{_SONOROUS}]|[КП]Т")

_DOT_PATTERNS = tuple(
    (
        re.compile(
            rf"(?<!\w){re.escape(written).replace(chr(92) + ' ', SPACE + '?')}(?!\w)"
            + ("" if written.endswith(".") else rf"(?:[-‑](?P<suffix>{SUFFIX})(?!\w))?")
        ),
        words,
    )
    for written, words in _DOTTED.items()
)
_UNIT = re.compile(
    rf"(?<=\d)(?P<gap>{SPACE}?)(?:(?P<degrees>°)(?:\s?[CСFФ](?!\w))?"
    rf"|(?P<unit>км²|км|см²|см|мм|га|кг|сағ\.|мин\.|%|‰|м²|м³|м|г(?!\.)|т(?!\.)))(?:[-‑](?P<suffix>{SUFFIX}))?(?![\w²³])"
)
_NUMBER_SIGN = re.compile(r"(?:№|#|\b[Nn]o?\.)(?=\s?\d)")
_INITIAL = re.compile(
    rf"(?<![\w.])([{CAPITAL}])\.(?=\s?[{CAPITAL}])|(?:(?<=[{CAPITAL}]\.)|(?<=[{CAPITAL}]\.\s))([{CAPITAL}])\."
)
_CAPITALS = re.compile(rf"(?<!\w)(?P<word>[{CAPITAL}]{{2,}})(?:[-‑]?(?P<ending>{SUFFIX}))?(?!\w)")
_MIXED = re.compile(
    rf"(?<!\w)(?P<head>[{CAPITAL}][{SMALL}]+)(?P<word>[{CAPITAL}]{{2,}})(?:[-‑]?(?P<ending>{SUFFIX}))?(?!\w)"
)
_SYMBOL = re.compile(r"[&+=§]")


def read_abbreviations(draft: Draft) -> None:
    """Claim dotted abbreviations, initials, words in capitals and signs."""
    for pattern, words in _DOT_PATTERNS:
        for match in draft.matches(pattern):
            suffix = match["suffix"] if "suffix" in pattern.groupindex else None
            draft.say(*match.span(), words + (suffix or ""))
    for match in draft.matches(_NUMBER_SIGN):
        draft.say(*match.span(), "нөмірі")
    for match in draft.matches(_INITIAL):
        draft.say(*match.span(), _LETTERS[match[1] or match[2]])
    for match in draft.matches(_CAPITALS):
        if not set(match["word"]) <= {"Х", "І"}:
            draft.say(*match.span(), _capitals(match["word"]) + (match["ending"] or ""))
    for match in draft.matches(_MIXED):
        joint = "" if _is_sayable(match["word"]) else "-"
        said = match["head"] + joint + _capitals(match["word"])
        draft.say(*match.span(), said + (match["ending"] or ""))
    for match in draft.matches(_SYMBOL):
        draft.say(*match.span(), _SYMBOLS[match[0]])


def _capitals(word: str) -> str:
    """НКВД, ИТЛ and КСРО are spelled, ГУЛАГ is a word."""
    return word.lower() if _is_sayable(word) else "-".join(_LETTERS[letter] for letter in word)


def _is_sayable(word: str) -> bool:
    """Whether a word in capitals has a vowel, and consonants around it that a mouth can join."""
    head, tail = _HEAD.match(word), _TAIL.search(word)
    first, last = head[0] if head else "", tail[0] if tail else ""
    if word in _SPELLED or not _VOWELS.intersection(word) or _TWO_VOWELS.search(word):
        return False
    if len(first) > 1 and len(word) < _LONG:
        return False
    said_last = _SAID_LAST_OF_THREE if len(word) == 3 else _SAID_LAST  # noqa: PLR2004
    return bool(_SAID_FIRST.fullmatch(first) and said_last.fullmatch(last))


def read_units(draft: Draft) -> None:
    """Claim units after their numbers, with the suffix written after them: «50 %-дан»."""
    for match in draft.matches(_UNIT):
        sign = match["degrees"] or match["unit"].rstrip(".")
        said = _UNITS[sign.rstrip("²³")] + (match["suffix"] or "")
        if sign.endswith("²"):
            said = f"шаршы {said}"
        if sign.endswith("³"):
            said = f"текше {said}"
        draft.say(match.end("gap"), match.end(), said)
