"""English abbreviations, initials and units."""

import re

from .figures import FRACTION_SIGN, SPACE
from .spans import Draft

_DOTTED = {
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Ms.": "Miz",
    "Dr.": "Doctor",
    "Prof.": "Professor",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "vs.": "versus",
    "Gen.": "General",
    "Col.": "Colonel",
    "Jr.": "Junior",
    "Sr.": "Senior",
}
_DOTTED_WORD = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, _DOTTED)) + ")")
_SAINT = re.compile(r"\bSt\.?(?=\s[A-Z])")
_CIRCA = re.compile(r"\bca?\.(?=\s?\d)")
_ARTICLE = re.compile(r"\bArt\.(?=\s?\d)")
_NUMBER_SIGN = re.compile(r"(?:\b[Nn]os?\.|№|#)(?=\s?\d)")
_NUMBER_WORD = re.compile(r"\bNos?(?=\s\d)")
# "Barrack No 17", but "No 17 women came": what begins a sentence may count what follows.
_AFTER_A_WORD = re.compile(r"[\w,(]\s$")
NO_PLURAL = r"(?!was\b|is\b|has\b|its\b|this\b|as\b)"
"""Short words that end as several things do."""

_COUNTED = re.compile(
    rf"\s[\d,]+(?:\s?%|[-‑][a-z]|\s+{NO_PLURAL}"
    r"(?:(?:[a-z-]+\s+)?[a-z]+(?:s|men|people|children)\b|(?:were|are|have|had|could|would|of)\b))"
)
_WORLD_WAR = re.compile(r"(?<!\w)WW\s?(?:(II|2)|I|1)(?!\w)")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}")
_INITIAL = re.compile(r"(?<![\w.])([A-Z])\.(?=\s?[A-Z])")
_CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,}(?!\w)")
_ROMAN = re.compile(r"[IVXL]+")
_UNIT = re.compile(
    rf"(?:(?<=\d)|(?<={FRACTION_SIGN}))(?P<gap>{SPACE}?)"
    r"(?P<unit>km/h|km²|km2|m²|m2|m³|km|cm|mm|ha|kg|g|m)(?![\w²³])"
)
_SYMBOL = re.compile(r"[&+=]|§§?")

_UNITS = {
    "km": "kilometre",
    "cm": "centimetre",
    "mm": "millimetre",
    "m": "metre",
    "ha": "hectare",
    "kg": "kilogram",
    "g": "gram",
    "km²": "square kilometre",
    "km2": "square kilometre",
    "m²": "square metre",
    "m2": "square metre",
    "m³": "cubic metre",
}
_SYMBOLS = {"&": "and", "+": "plus", "=": "equals", "§": "section", "§§": "sections"}
# Initialisms that could be said as words.
_SPELLED = frozenset(
    {
        *("OK", "USA", "US", "UK", "UN", "EU", "CIA", "CIS", "AD", "BCE", "CE", "URL", "POW"),
        *("OGPU", "GPU", "UNKVD", "ITK", "OLP", "UPVI", "UNITLK"),
    }
)
_VOWELS = frozenset("AEIOUY")
# What no English word ends in: a consonant and then r, l, m or n (but for "prism", "sign").
_NO_END = re.compile(r"(?:[BCDFGJKPQSTVXZ][RLN]|[BCDFGJKPQTVXZ]M)$(?<!GN)")
# The consonants that English words, or Russian and Kazakh names in Latin letters, begin with.
_BEGINNING = re.compile(
    "BL|BR|CHR?|CL|CR|DR|DW|DZH?|FL|FR|GH|GL|GN|GR|GW|KHR?|KL|KN|KR|KV|MN|PHR?|PL|PR|PS|SC|SCH|SCR|"
    "SH|SHCH|SHL|SHR|SHT|SK|SKR|SL|SM|SN|SP|SPL|SPR|SQ|STR?|SV|SW|THR?|TR|TS|TW|VL|VR|WH|WR|ZD|ZH|"
    "ZL|ZN|ZV"
)
_SHORT = 5  # longer words are seldom initials, and names may begin with anything: MTSENSK


def read(draft: Draft) -> None:
    """Claim abbreviations, initials, units and signs."""
    for match in draft.matches(_DOTTED_WORD):
        draft.say(*match.span(), _DOTTED[match[0]])
    for pattern, said in ((_SAINT, "Saint"), (_CIRCA, "circa"), (_ARTICLE, "Article")):
        for match in draft.matches(pattern):
            draft.say(*match.span(), said)
    _read_names(draft)
    for match in draft.matches(_UNIT):
        _read_unit(draft, match)
    for match in draft.matches(_SYMBOL):
        draft.say(*match.span(), _SYMBOLS[match[0]])


def _read_names(draft: Draft) -> None:
    for match in draft.matches(_NUMBER_SIGN):
        plural = match[0].lower() == "nos."
        draft.say(*match.span(), "numbers" if plural else "number")
    for match in draft.matches(_NUMBER_WORD):
        before = draft.text[: match.start()]
        if _AFTER_A_WORD.search(before) or not _COUNTED.match(draft.text, match.end()):
            draft.say(*match.span(), "numbers" if match[0] == "Nos" else "number")
    for match in draft.matches(_WORLD_WAR):
        draft.say(*match.span(), f"World War {'Two' if match[1] else 'One'}")
    for match in draft.matches(_INITIALS):
        draft.say(*match.span(), " ".join(match[0].replace(".", "")))
    for match in draft.matches(_INITIAL):
        draft.say(*match.span(), match[1])
    for match in draft.matches(_CAPITALS):
        if not _ROMAN.fullmatch(match[0]):
            draft.say(*match.span(), _capitals(match[0]))


def _capitals(word: str) -> str:
    """NKVD and CPSU are spelled, for nobody can say them; GULAG is a word."""
    beginning = re.split("[AEIOUY]", word, maxsplit=1)[0]
    unheard = len(beginning) > 1 and len(word) <= _SHORT and not _BEGINNING.fullmatch(beginning)
    if word in _SPELLED or not _VOWELS.intersection(word) or unheard or _NO_END.search(word):
        return " ".join(word)
    return word.capitalize()


def _read_unit(draft: Draft, match: re.Match[str]) -> None:
    one = re.search(rf"(?<![\d.,])1$|(?<!\d)(?<!\d ){FRACTION_SIGN}$", draft.text[: match.start()])
    unit, _, hour = match["unit"].partition("/")
    said = _UNITS[unit] + ("" if one else "s") + (" per hour" if hour else "")
    draft.say(*match.span("unit"), said)
