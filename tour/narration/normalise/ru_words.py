"""Russian abbreviations, initials and units."""

import re

from .figures import DASH, SPACE, WHOLE, is_code, value
from .ru_grammar import forms, governed, inflected, is_word
from .ru_numbers import Agreement, cardinal, decimal
from .ru_ranges import say_both
from .spans import Draft

_DOTTED = {
    "т. е.": "то есть",
    "т. д.": "так далее",
    "т. п.": "тому подобное",
    "т. к.": "так как",
    "до н. э.": "до нашей эры",
    "н. э.": "нашей эры",
    "и др.": "и другие",
    "и пр.": "и прочее",
    "им.": "имени",
    "ул.": "улица",
    "обл.": "область",
    "см.": "смотри",
    "св.": "святой",
    "проф.": "профессор",
    "акад.": "академик",
    "тов.": "товарищ",
    "пос.": "посёлок",
    "гр.": "гражданин",
    "напр.": "например",
    "чел.": "человек",
    "др.": "другие",
}
_FOLLOWED_BY_NAME = {"гр.", "тов.", "св.", "проф.", "акад."}
_UNITS = {
    "км": "километр",
    "км/ч": "километр",
    "м/с": "метр",
    "см": "сантиметр",
    "мм": "миллиметр",
    "м": "метр",
    "га": "гектар",
    "кг": "килограмм",
    "г": "грамм",
    "т": "тонна",
    "ч": "час",
    "мин": "минута",
    "тыс": "тысяча",
    "млн": "миллион",
    "млрд": "миллиард",
    "руб": "рубль",
    "%": "процент",
    "°": "градус",
    "тг": "тенге",
}
_PER = {"км/ч": " в час", "м/с": " в секунду"}
_POWERS = {"²": "квадратных", "³": "кубических"}
MONEY = {"₸": "тенге", "₽": "рубль", "$": "доллар", "€": "евро", "£": "фунт"}
_YEARS = (1500, 2100)  # «1937 г» is a year, no weight
_SYMBOLS = {"&": "и", "+": "плюс", "=": "равно", "§": "параграф"}

_LETTERS = {
    "А": "а",
    "Б": "бэ",
    "В": "вэ",
    "Г": "гэ",
    "Д": "дэ",
    "Е": "е",
    "Ё": "ё",
    "Ж": "жэ",
    "З": "зэ",
    "И": "и",
    "Й": "и краткое",
    "К": "ка",
    "Л": "эл",
    "М": "эм",
    "Н": "эн",
    "О": "о",
    "П": "пэ",
    "Р": "эр",
    "С": "эс",
    "Т": "тэ",
    "У": "у",
    "Ф": "эф",
    "Х": "ха",
    "Ц": "цэ",
    "Ч": "че",
    "Ш": "ша",
    "Щ": "ща",
    "Ъ": "твёрдый знак",
    "Ы": "ы",
    "Ь": "мягкий знак",
    "Э": "э",
    "Ю": "ю",
    "Я": "я",
}
# Abbreviations with syllables that are spelled all the same, and those without that are words.
_SPELLED = frozenset({"ОГПУ", "КАССР", "УК", "РОВД", "ГОВД"})
_SAID = frozenset({"ОЛП"})
_FIXED = {
    "ГУЛАГ": "гула́г",
    "АЛЖИР": "алжи́р",
    "США": "сэшэа́",
    "ООН": "оо́н",
    "ВЦИК": "вцик",
    "КазССР": "казэсэсэ́р",
    "ВКП(б)": "вэкапэбэ́",
    "КП(б)К": "капэбэка́",
    "КарЛАГ": "карла́г",
}
_LONG = 5  # a shorter word in capitals that begins with two consonants is spelled
_VOWELS = frozenset("АЕЁИОУЫЭЮЯ")
# Four consonants in a row, three at the end, or vowels at the very edges alone: no syllables.
_CONSONANT = r"[БВГДЖЗЙКЛМНПРСТФХЦЧШЩ]"
_NO_SYLLABLES = re.compile(
    rf".*{_CONSONANT}{{4}}.*|.*{_CONSONANT}{{3}}|[АЕЁИОУЫЭЮЯ]{_CONSONANT}{{2,}}|{_CONSONANT}{{3,}}[АЕЁИОУЫЭЮЯ]"
)

_DOT_PATTERNS = tuple(
    (
        re.compile(
            rf"(?<!\w){re.escape(written).replace(chr(92) + ' ', SPACE + '?')}"
            + (rf"(?={SPACE}[А-ЯЁ])" if written in _FOLLOWED_BY_NAME else r"(?!\w)"),
        ),
        words,
    )
    for written, words in _DOTTED.items()
)
_UNIT = re.compile(
    rf"(?:(?<!\d{DASH})(?<![.,])(?P<first>{WHOLE})\s?{DASH}\s?)?"
    rf"(?<!\d[.,])(?P<number>{WHOLE}(?P<fraction>[.,]\d+)?){SPACE}?"
    r"(?P<sign>(?P<degrees>°)(?P<scale>\s?[CСFФ](?!\w))?|(?P<unit>(?:км|см|мм|м)[²³]|км/ч|м/с|км|см|мм|га|кг|мин\.?|тыс\.|млн\.?|млрд\.?|руб\.|тг\.?|[₸₽$€£]|%|м|[гтч](?!\.(?!\s*$)))(?![\w²³-]))"
)
_AWAY = re.compile(r"\s(?:от|к|до)\s")
_PLACES = {"г.": "город", "с.": "село", "пос.": "посёлок", "ул.": "улица"}
_NUMBERED = {"ст.": "статья", "п.": "пункт", "стр.": "страница", "гл.": "глава"}
_SHORT_NOUN = re.compile(
    rf"(?<!\w)(?:(?:г|с|пос|ул)\.(?={SPACE}?[А-ЯЁ])|(?:ул|ст|п|стр|гл)\.(?={SPACE}?\d))"
)
_OF_UNIT = re.compile(rf"{SPACE}(?P<unit>км|м|га|кг|т|руб\.|[₸₽$€£])(?P<power>[²³])?(?!\w)")
_NUMBER_SIGN = re.compile(r"(?:№|#|\b[Nn]o?\.)(?=\s?\d)")
_INITIAL = re.compile(
    r"(?<![\w.])([А-ЯЁ])\.(?=\s?[А-ЯЁ])|(?:(?<=[А-ЯЁ]\.)|(?<=[А-ЯЁ]\.\s))([А-ЯЁ])\."
)
_CAPITALS = re.compile(
    r"(?<!\w)(?P<word>ВКП\(б\)|КП\(б\)К|КазССР|[А-ЯЁ]{2,})(?P<ending>[а-яё]{1,3})?(?![\w\u0301])"
)
_SYMBOL = re.compile(r"[&+=§]")


def read_abbreviations(draft: Draft) -> None:
    """Claim dotted abbreviations, towns, initials, words in capitals and signs."""
    for match in draft.matches(_SHORT_NOUN):
        before = draft.text[: match.start()]
        if match[0] != "г." or re.search(r"\d\s?$", before) is None:
            asked = governed(before)
            case = {"ad": "d", "ap": "p"}.get(asked, asked)[:1] or "n"
            noun = (_PLACES | _NUMBERED)[match[0]]
            draft.say(*match.span(), inflected(noun, case, plural=False))
    for pattern, words in _DOT_PATTERNS:
        for match in draft.matches(pattern):
            draft.say(*match.span(), words)
    for match in draft.matches(_NUMBER_SIGN):
        draft.say(*match.span(), "номер")
    for match in draft.matches(_INITIAL):
        draft.say(*match.span(), _LETTERS[match[1] or match[2]])
    for match in draft.matches(_CAPITALS):
        reading = _capitals(match["word"])
        if reading:
            draft.say(*match.span(), reading + (match["ending"] or ""))
    for match in draft.matches(_SYMBOL):
        draft.say(*match.span(), _SYMBOLS[match[0]])


def _capitals(word: str) -> str:
    """НКВД is spelled, ГУЛАГ is a word; "" leaves a Roman numeral alone."""
    if word in _FIXED:
        return _FIXED[word]
    if set(word) <= {"Х"}:
        return ""
    if word in _SPELLED or (word not in _SAID and not _is_word(word) and _is_spelled(word)):
        names = [_LETTERS[letter] for letter in word]
        last = max(
            index for index, letter in enumerate(names[-1]) if letter.upper() in _VOWELS | {"И"}
        )
        return "".join(names[:-1]) + names[-1][: last + 1] + "\u0301" + names[-1][last + 1 :]
    return word.lower()


def _is_word(word: str) -> bool:
    return not _VOWELS.isdisjoint(word) and is_word(word.lower())


def _is_spelled(word: str) -> bool:
    has_vowel = _VOWELS.intersection(word[:2] if len(word) < _LONG else word)
    return not has_vowel or _NO_SYLLABLES.fullmatch(word) is not None


def read_units(draft: Draft) -> None:
    """Claim units and their numbers, each in the form of its place: «пять процентов»."""
    for match in draft.matches(_UNIT):
        sign = match["degrees"] or match["unit"].rstrip(".")
        written = match["number"]
        if sign == "г" and _YEARS[0] <= value(written) < _YEARS[1]:
            continue
        noun = MONEY.get(sign) or _UNITS[sign.rstrip("²³")]
        asked = governed(draft.text[: match.start()]) or "n"
        if asked == "ap" and _AWAY.match(draft.text, match.end()):
            asked = "p"  # «в 35 км от города»
        if match["fraction"]:
            gender = forms(noun)[0].gender
            whole, fraction = re.split(r"[.,]", written)
            said = decimal(whole, fraction, asked[0], gender)
            draft.say(*match.span("number"), said)
            is_half = said == "полутора"
            form = inflected(noun, asked[0] if is_half else "g", plural=is_half)
        elif is_code(written):
            form = inflected(noun, "g", plural=True)
        else:
            agreement = Agreement(asked[0], forms(noun)[0].gender)
            if match["first"]:
                say_both(draft, match, agreement, second="number")
            else:
                draft.say(*match.span("number"), cardinal(value(written), agreement))
            form = counted(value(written), asked[0], noun)
        if sign[-1] in _POWERS:
            form = f"{_POWERS[sign[-1]]} {form}"
        form += _PER.get(sign, "") + _scale(match["scale"])
        draft.say(match.start("sign"), match.end(), form)
        of_unit = _OF_UNIT.match(draft.text, match.end())
        if of_unit and sign in {"тыс", "млн", "млрд"}:  # «10 тыс. га»
            written = of_unit["unit"].rstrip(".")
            power = f"{_POWERS[of_unit['power']]} " if of_unit["power"] else ""
            noun = MONEY.get(written) or _UNITS[written]
            start = of_unit.start("unit")
            draft.say(start, of_unit.end(), power + inflected(noun, "g", plural=True))


def _scale(letter: str | None) -> str:
    if letter is None:
        return ""
    return " Цельсия" if letter.strip() in {"C", "С"} else " Фаренгейта"


def counted(number: int, case: str, noun: str) -> str:
    """The noun after this number, the whole of it in this case: «пять процентов»."""
    last, teens = number % 10, 10 < number % 100 < 20  # noqa: PLR2004
    if last == 1 and not teens:
        return inflected(noun, case, plural=False)
    if case not in "na":
        return inflected(noun, case, plural=True)
    return inflected(noun, "g", plural=last not in {2, 3, 4} or teens)
