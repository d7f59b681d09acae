"""Letters of one alphabet written in another, for the foreign word in a sentence."""

import unicodedata

_LATIN = {
    "a": "а",
    "b": "б",
    "c": "к",
    "d": "д",
    "e": "е",
    "f": "ф",
    "g": "г",
    "h": "х",
    "i": "и",
    "j": "дж",
    "k": "к",
    "l": "л",
    "m": "м",
    "n": "н",
    "o": "о",
    "p": "п",
    "q": "к",
    "r": "р",
    "s": "с",
    "t": "т",
    "u": "у",
    "v": "в",
    "w": "в",
    "x": "кс",
    "y": "и",
    "z": "з",
    "ß": "сс",
    "ł": "л",
    "ø": "о",
    "đ": "д",
    "æ": "э",
    "œ": "э",
    "ı": "ы",
    "þ": "т",
    "ð": "д",
}
_DIGRAPHS = (("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ph", "ф"))
_CYRILLIC = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "д": "d",
    "е": "e",
    "ё": "yo",
    "ж": "zh",
    "з": "z",
    "и": "i",
    "й": "y",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
    "ә": "a",
    "ғ": "g",
    "қ": "q",
    "ң": "ng",
    "ө": "o",
    "ұ": "u",
    "ү": "u",
    "һ": "h",
    "і": "i",
}


def to_cyrillic(word: str) -> str:
    """The word with its Latin letters written in Cyrillic, roughly as they sound."""
    if word.isascii() or any("LATIN" in unicodedata.name(c, "") for c in word):
        lowered = word.lower()
        for latin, cyrillic in _DIGRAPHS:
            lowered = lowered.replace(latin, cyrillic)
        return "".join(_cyrillic_letter(c) for c in lowered)
    return word


def _cyrillic_letter(letter: str) -> str:
    if letter in _LATIN:
        return _LATIN[letter]
    if "LATIN" not in unicodedata.name(letter, ""):
        return letter
    base = unicodedata.normalize("NFKD", letter).lower()
    return "".join(_LATIN.get(c, "") for c in base)


def to_latin(word: str) -> str:
    """The word with its Cyrillic letters, Kazakh ones included, written in Latin."""
    spelled = "".join(_CYRILLIC.get(c, c) for c in word.lower())
    if spelled == word.lower():
        return word
    return spelled.capitalize() if word[:1].isupper() else spelled
