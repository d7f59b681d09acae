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
_SPELLED = frozenset({"КСРО", "АҚШ", "ОГПУ", "ГПУ", "БҰҰ", "КАКСР", "КСР", "РКФСР", "ОК", "ІІХК"})
_LONG = 5  # a shorter word in capitals that begins with two consonants is spelled
_VOWELS = frozenset("АӘЕЁИОӨУҰҮЫІЭЮЯ")

_DOT_PATTERNS = tuple(
    (
        re.compile(rf"(?<!\w){re.escape(written).replace(chr(92) + ' ', SPACE + '?')}(?!\w)"),
        words,
    )
    for written, words in _DOTTED.items()
)
_UNIT = re.compile(
    rf"(?<=\d)(?P<gap>{SPACE}?)(?:(?P<degrees>°)(?:\s?[CСFФ](?!\w))?"
    rf"|(?P<unit>км²|км|см|мм|га|кг|сағ\.|мин\.|%|м|г(?!\.)|т(?!\.)))(?:[-‑](?P<suffix>{SUFFIX}))?(?![\w²])"
)
_NUMBER_SIGN = re.compile(r"(?:№|#|\b[Nn]o?\.)(?=\s?\d)")
_INITIAL = re.compile(
    rf"(?<![\w.])([{CAPITAL}])\.(?=\s?[{CAPITAL}])|(?:(?<=[{CAPITAL}]\.)|(?<=[{CAPITAL}]\.\s))([{CAPITAL}])\."
)
_CAPITALS = re.compile(rf"(?<!\w)(?P<word>[{CAPITAL}]{{2,}})(?:[-‑]?(?P<ending>{SUFFIX}))?(?!\w)")
_SYMBOL = re.compile(r"[&+=§]")


def read_abbreviations(draft: Draft) -> None:
    """Claim dotted abbreviations, initials, words in capitals and signs."""
    for pattern, words in _DOT_PATTERNS:
        for match in draft.matches(pattern):
            draft.say(*match.span(), words)
    for match in draft.matches(_NUMBER_SIGN):
        draft.say(*match.span(), "нөмірі")
    for match in draft.matches(_INITIAL):
        draft.say(*match.span(), _LETTERS[match[1] or match[2]])
    for match in draft.matches(_CAPITALS):
        if not set(match["word"]) <= {"Х", "І"}:
            draft.say(*match.span(), _capitals(match["word"]) + (match["ending"] or ""))
    for match in draft.matches(_SYMBOL):
        draft.say(*match.span(), _SYMBOLS[match[0]])


def _capitals(word: str) -> str:
    """НКВД and КСРО are spelled, ГУЛАГ is a word."""
    if word in _SPELLED or not _VOWELS.intersection(word[:2] if len(word) < _LONG else word):
        return "-".join(_LETTERS[letter] for letter in word)
    return word.lower()


def read_units(draft: Draft) -> None:
    """Claim units after their numbers, with the suffix written after them: «50 %-дан»."""
    for match in draft.matches(_UNIT):
        sign = match["degrees"] or match["unit"].rstrip(".")
        said = _UNITS[sign.removesuffix("²")] + (match["suffix"] or "")
        if sign.endswith("²"):
            said = f"шаршы {said}"
        draft.say(match.end("gap"), match.end(), said)
