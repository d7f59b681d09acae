"""Russian numerals, declined.

Cases are one letter each, as in ``CASES``: nominative, genitive, dative, accusative,
instrumental, prepositional. Genders are m, f, n. Forms follow the tables of any Russian grammar.
«Сорока́» carries its stress: without it a voice says the bird.
"""

from typing import NamedTuple

from .figures import digits, is_code, value

CASES = "ngdaip"

_TEENS = tuple(
    f"{stem}надцат"
    for stem in ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
)
_ONE = {
    "m": "один одного одному один одним одном",
    "f": "одна одной одной одну одной одной",
    "n": "одно одного одному одно одним одном",
}
_SMALL = {
    0: "ноль ноля нолю ноль нолём ноле",
    2: "два двух двум два двумя двух",
    3: "три трёх трём три тремя трёх",
    4: "четыре четырёх четырём четыре четырьмя четырёх",
    8: "восемь восьми восьми восемь восемью восьми",
    40: "сорок сорока́ сорока́ сорок сорока́ сорока́",
    90: "девяносто девяноста девяноста девяносто девяноста девяноста",
    100: "сто ста ста сто ста ста",
    200: "двести двухсот двумстам двести двумястами двухстах",
    300: "триста трёхсот трёмстам триста тремястами трёхстах",
    400: "четыреста четырёхсот четырёмстам четыреста четырьмястами четырёхстах",
}
_SOFT = {
    5: "пят",
    6: "шест",
    7: "сем",
    9: "девят",
    10: "десят",
    20: "двадцат",
    30: "тридцат",
    **{11 + index: stem for index, stem in enumerate(_TEENS)},
}
_FIFTIES = {50: ("пять", "пяти", "пятью"), 60: ("шесть", "шести", "шестью")} | {
    70: ("семь", "семи", "семью"),
    80: ("восемь", "восьми", "восемью"),
}
_GROUPS = {
    1000: (
        "f",
        "тысяча тысячи тысяче тысячу тысячей тысяче",
        "тысячи тысяч тысячам тысячи тысячами тысячах",
    ),
    10**6: (
        "m",
        "миллион миллиона миллиону миллион миллионом миллионе",
        "миллионы миллионов миллионам миллионы миллионами миллионах",
    ),
    10**9: (
        "m",
        "миллиард миллиарда миллиарду миллиард миллиардом миллиарде",
        "миллиарды миллиардов миллиардам миллиарды миллиардами миллиардах",
    ),
}

_ORDINAL_STEMS = {
    0: "нулев",
    1: "перв",
    2: "втор",
    3: "трет",
    4: "четвёрт",
    5: "пят",
    6: "шест",
    7: "седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    20: "двадцат",
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
    100: "сот",
    200: "двухсот",
    300: "трёхсот",
    400: "четырёхсот",
    500: "пятисот",
    600: "шестисот",
    700: "семисот",
    800: "восьмисот",
    900: "девятисот",
    **{11 + index: stem for index, stem in enumerate(_TEENS)},
}
_STRESSED_ENDING = frozenset({0, 2, 6, 7, 8, 40})
_HARD = {
    "m": "ый ого ому ый ым ом",
    "f": "ая ой ой ую ой ой",
    "n": "ое ого ому ое ым ом",
    "pl": "ые ых ым ые ыми ых",
}
_THIRD = {
    "m": "ий ьего ьему ий ьим ьем",
    "f": "ья ьей ьей ью ьей ьей",
    "n": "ье ьего ьему ье ьим ьем",
    "pl": "ьи ьих ьим ьи ьими ьих",
}
_GROUP_ORDINALS = {1000: "тысячн", 10**6: "миллионн", 10**9: "миллиардн"}


class Agreement(NamedTuple):
    """What a numeral agrees with. ``gender``: m, f, n, or pl for ordinals."""

    case: str = "n"
    gender: str = "m"
    animate: bool = False


def cardinal(number: int, agreement: Agreement = Agreement()) -> str:  # noqa: B008 - immutable
    """The number in words; a leading «одна» of a thousand is left out, as it is in speech."""
    case = agreement.case
    words: list[str] = []
    rest = number
    for size in sorted(_GROUPS, reverse=True):
        count, rest = divmod(rest, size)
        if count:
            words += _group(count, size, case, leads=not words)
    if rest or not words:
        words += _below_thousand(rest, agreement, compound=number > 20)  # noqa: PLR2004
    return " ".join(words)


def _group(count: int, size: int, case: str, *, leads: bool) -> list[str]:
    gender, singular, plural = _GROUPS[size]
    index = CASES.index(case)
    multiplier = _below_thousand(count, Agreement(case, gender), compound=True)
    last, teens = count % 10, 10 < count % 100 < 20  # noqa: PLR2004
    if last == 1 and not teens:
        words = multiplier if count > 1 or not leads else []
        return [*words, singular.split()[index]]
    if case not in "na":
        return [*multiplier, plural.split()[index]]
    form = singular.split()[1] if last in {2, 3, 4} and not teens else plural.split()[1]
    return [*multiplier, form]


def _below_thousand(number: int, agreement: Agreement, *, compound: bool) -> list[str]:
    index = CASES.index(agreement.case)
    parts = [number // 100 * 100]
    rest = number % 100
    parts += [rest] if rest <= 20 else [rest // 10 * 10, rest % 10]  # noqa: PLR2004
    said = parts[:1] if not number else [part for part in parts if part]
    return [_simple(part, index, agreement, compound=compound) for part in said]


def _simple(part: int, index: int, agreement: Agreement, *, compound: bool) -> str:
    if part == 1:
        forms = _ONE[agreement.gender].split()
        animate = agreement.animate and agreement.gender == "m"
        return forms[1] if animate and agreement.case == "a" else forms[index]
    if part == 2 and agreement.gender == "f" and agreement.case in "na":  # noqa: PLR2004
        return "две" if agreement.case == "n" or compound or not agreement.animate else "двух"
    if part in _SOFT:
        return _SOFT[part] + ("ь", "и", "и", "ь", "ью", "и")[index]
    if part in _FIFTIES:
        nominative, oblique, instrumental = _FIFTIES[part]
        stem = (nominative, oblique, oblique, nominative, instrumental, oblique)[index]
        return stem + ("десят", "десяти", "десяти", "десят", "десятью", "десяти")[index]
    if part >= 500:  # noqa: PLR2004
        unit = _simple(part // 100, index, agreement, compound=True)
        return unit + ("сот", "сот", "стам", "сот", "стами", "стах")[index]
    forms = _SMALL[part].split()
    counts_animate = agreement.animate and agreement.case == "a" and part in {2, 3, 4}
    return forms[1] if counts_animate and not compound else forms[index]


def ordinal(number: int, agreement: Agreement = Agreement()) -> str:  # noqa: B008 - immutable
    """The number as an adjective: its last word alone is declined."""
    for size in sorted(_GROUP_ORDINALS, reverse=True):
        if number and number % size == 0:
            return _group_ordinal(number, size, agreement)
    rest = number % 100
    last = (rest if rest <= 20 else rest % 10 or rest) or number % 1000  # noqa: PLR2004
    head = cardinal(number - last) + " " if number != last else ""
    return head + _declined(_ORDINAL_STEMS[last], last, agreement)


def _group_ordinal(number: int, size: int, agreement: Agreement) -> str:
    count = number // size
    tail = count % 1000
    head = cardinal((count - tail) * size) + " " if count != tail else ""
    return (
        head + (compound(tail) if tail > 1 else "") + _declined(_GROUP_ORDINALS[size], 1, agreement)
    )


def _declined(stem: str, last: int, agreement: Agreement) -> str:
    table = _THIRD if last == 3 else _HARD  # noqa: PLR2004
    index = CASES.index(agreement.case)
    if agreement.case == "a" and agreement.animate and agreement.gender in {"m", "pl"}:
        index = 1
    ending = table[agreement.gender].split()[index]
    return stem + ("ой" if ending == "ый" and last in _STRESSED_ENDING else ending)


def compound(number: int) -> str:
    """The number as the first part of a word: 70 → «семидесяти» (летие), 100 → «сто»."""
    words = cardinal(number, Agreement("g")).replace("\u0301", "").split()
    special = {
        "ста": "сто",
        "девяноста": "девяносто",
        "тысячи": "тысяче",
        "тысяч": "тысяче",
        "одного": "одно",
    }
    return "".join(special.get(word, word) for word in words)


def ended_cardinal(number: int, ending: str) -> str:
    """The cardinal that ends so: «3-х» → «трёх», «5-ти» → «пяти»; "" where none does.

    «1-го» is an ordinal, and so are «2-я», «3-м» and «5-ю».
    """
    if ending in {"м", "ю", "я"} or (number % 10 == 1 and number % 100 != 11):  # noqa: PLR2004
        return ""
    for case in "gip":
        said = cardinal(number, Agreement(case))
        if said.replace("\u0301", "").replace("ё", "е").endswith(ending.replace("ё", "е")):
            return said
    return ""


def figure(written: str, agreement: Agreement = Agreement()) -> str:  # noqa: B008 - immutable
    """A figure as a quantity; a code ("00486") as its zeros and the number after them."""
    if not is_code(written):
        return cardinal(value(written), agreement)
    figures = digits(written)
    zeros = next((index for index, digit in enumerate(figures) if digit), len(figures))
    rest = "".join(map(str, figures[zeros:]))
    if len(rest) > 6:  # noqa: PLR2004
        return " ".join(cardinal(digit) for digit in figures)
    return " ".join(["ноль"] * zeros + ([cardinal(int(rest))] if rest else []))


_FRACTIONS = {1: "десят", 2: "сот", 3: "тысячн"}


def decimal(whole: str, fraction: str, case: str = "n", counted: str = "") -> str:
    """3,5 → «три целых пять десятых»; 1,5 of something counted, of this gender: «полтора»."""
    if counted and digits(whole) == (1,) and digits(fraction) == (5,):
        return "полутора" if case not in "na" else "полторы" if counted == "f" else "полтора"
    figures = digits(fraction)
    if len(figures) not in _FRACTIONS or is_code(whole):
        return f"{figure(whole)} и {' '.join(cardinal(digit) for digit in figures)}"
    parts = []
    for number, stem in ((value(whole), "цел"), (value(fraction), _FRACTIONS[len(figures)])):
        one = number % 10 == 1 and number % 100 != 11  # noqa: PLR2004
        ending = _HARD["f" if one else "pl"].split()[CASES.index(case)]
        ending = "ых" if ending == "ые" else ending
        parts.append(f"{cardinal(number, Agreement(case, 'f'))} {stem}{ending}")
    return " ".join(parts)
