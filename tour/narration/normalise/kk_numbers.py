"""Kazakh numerals and the suffixes they take.

Suffixes follow vowel harmony and the last sound of the word (any Kazakh grammar has the table).
"""

from .figures import digits, is_code, value

SUFFIX = (
    r"(?:(?:(?:лар|лер|дар|дер|тар|тер)?(?:ымыз|іміз|ы|і|сы|сі)?"
    r"(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|ны|ні|ды|ді|ты|ті|н|да|де|та|те|нда|нде|"
    r"дан|ден|тан|тен|нан|нен|мен|бен|пен|дағы|дегі|тағы|тегі|ндағы|ндегі)?"
    r"|дай|дей|тай|тей|лық|лік|дық|дік|тық|тік|(?:еу|ау)(?:і|ы)?(?:н|н[аеыі]|н[ыі]ң|нда|нде|нан|нен)?)(?![а-яёәғқңөұүһі]))(?<=[а-яёәғқңөұүһі])"
)
"""A pattern of the case, plural, possessive and derived suffixes written after a hyphen."""

ORDINAL_MARK = r"(?:[ыі]?н?ш[ыі]|с[ыі]нш[ыі])"
"""What is written after a hyphen to say that a number is an ordinal: «1-ші», «20-сыншы»."""

_UNITS = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_GROUPS = ((10**9, "миллиард"), (10**6, "миллион"), (1000, "мың"))
_FRACTIONS = {1: "оннан", 2: "жүзден", 3: "мыңнан"}

_CASES = (  # the endings; their first sound after a voiced, a voiceless and a nasal one
    (("ның", "нің", "дың", "дің", "тың", "тің"), "д", "т", "н"),
    (("ны", "ні", "ды", "ді", "ты", "ті"), "д", "т", "д"),
    (("да", "де", "та", "те"), "д", "т", "д"),
    (("дан", "ден", "тан", "тен", "нан", "нен"), "д", "т", "н"),
    (("дағы", "дегі", "тағы", "тегі"), "д", "т", "д"),
)

_BACK = frozenset("аоұы")
_VOWELS = frozenset("аәеиоөұүуыіэ")
_VOICELESS = frozenset("пфкқтсшщчцх")
_NASAL = frozenset("мнң")


def cardinal(number: int) -> str:
    """7620 → «жеті мың алты жүз жиырма»; «бір» is left out before жүз, and before мың in front."""
    words: list[str] = []
    rest = number
    for size, name in _GROUPS:
        count, rest = divmod(rest, size)
        if count > 1 or (count and (words or size > 1000)):  # noqa: PLR2004
            words.append(cardinal(count))
        if count:
            words.append(name)
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        words += [_UNITS[hundreds], "жүз"] if hundreds > 1 else ["жүз"]
    words += [_TENS[rest // 10], _UNITS[rest % 10]]
    return " ".join(word for word in words if word) or "нөл"


def ordinal(number: int) -> str:
    """26 → «жиырма алтыншы»."""
    said = cardinal(number)
    if said.endswith("жиырма"):
        return said + "сыншы"
    if said.endswith("қырық"):
        return said.removesuffix("қырық") + "қырқыншы"
    if said[-1] in _VOWELS:
        return said + ("ншы" if said[-1] in _BACK else "нші" if said[-1] != "у" else "інші")
    return said + ("ыншы" if is_back(said) else "інші")


def with_suffix(said: str, suffix: str) -> str:
    """A number with the suffix written after it: «қырық» loses its last vowel before a vowel."""
    if suffix.startswith(("еу", "ау")) and said[-1] in "ыі":  # екі → екеу
        return said[:-1] + suffix
    if said.endswith("қырық") and suffix[:1] in _VOWELS:
        return said.removesuffix("қырық") + "қырқ" + suffix
    return said + suffix


def ablative(said: str) -> str:
    """Say "from": сексен → «сексеннен», алты → «алтыдан», үш → «үштен»."""
    initial = "н" if said[-1] in _NASAL else "т" if said[-1] in _VOICELESS else "д"
    return f"{said}{initial}{'а' if is_back(said) else 'е'}н"


def dative(said: str) -> str:
    """Say "to": алпыс → «алпысқа», екі → «екіге»."""
    hard = said[-1] in _VOICELESS
    if is_back(said):
        return said + ("қа" if hard else "ға")
    return said + ("ке" if hard else "ге")


def with_case(said: str, suffix: str) -> str:
    """Put a word in the case of a suffix that was written for another word.

    ("тамыз", "де") → «тамызда». A suffix that is no case is left out.
    """
    if suffix in {"ға", "ге", "қа", "ке"}:
        return dative(said)
    for endings, voiced, hard, nasal in _CASES:
        if suffix in endings:
            initial = hard if said[-1] in _VOICELESS else nasal if said[-1] in _NASAL else voiced
            if said[-1] in _VOWELS and endings[0] in {"ның", "ны"}:
                initial = "н"
            ending = endings[0] if is_back(said) else endings[1]
            return said + initial + ending[1:]
    return said


def is_back(word: str) -> bool:
    """Whether the last vowel is a back one. Of the numerals only елу ends in у: a front word."""
    last = next((letter for letter in reversed(word) if letter in _VOWELS), "е")
    if last in "уи":
        rest = word[: word.rindex(last)]
        return is_back(rest) if rest and last == "у" else last == "и" and word.endswith("миллиард")
    return last in _BACK


def figure(written: str) -> str:
    """A figure as a quantity; a code ("00486") as its zeros and the number after them."""
    if not is_code(written):
        return cardinal(value(written))
    figures = digits(written)
    zeros = next((index for index, digit in enumerate(figures) if digit), len(figures))
    rest = "".join(map(str, figures[zeros:]))
    if len(rest) > 6:  # noqa: PLR2004
        return " ".join(cardinal(digit) for digit in figures)
    return " ".join(["нөл"] * zeros + ([cardinal(int(rest))] if rest else []))


def decimal(whole: str, fraction: str) -> str:
    """3,5 → «үш бүтін оннан бес»."""
    figures = digits(fraction)
    if len(figures) not in _FRACTIONS:
        return f"{figure(whole)} бүтін {' '.join(cardinal(digit) for digit in figures)}"
    return f"{figure(whole)} бүтін {_FRACTIONS[len(figures)]} {cardinal(value(fraction))}"
