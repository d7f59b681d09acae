"""Paragraphs of narrated prose → sentences."""

import re

_END = re.compile(r"(?P<mark>[.!?…]+)[»”\"’')\]]*(?=\s)")
_OPENING = re.compile(r"[\s«„“\"‘'(\[—–-]*")
_BEFORE_DOT = re.compile(r"[^\s«„“\"‘'(\[]+$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")

# Abbreviations that never end a sentence: a name or a number follows them.
_BOUND = {
    "en": frozenset(["mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "gen", "col"]),
    "ru": frozenset(
        [
            "им",
            "е",
            "т",
            "ул",
            "обл",
            "см",
            "св",
            "проф",
            "акад",
            "тов",
            "пос",
            "дер",
            "ст",
            "гр",
            "гл",
            "рис",
            "напр",
        ]
    ),
    "kk": frozenset(["проф", "акад", "мыс", "көш"]),
}


_BEFORE_NUMBERS = frozenset({"no", "nos", "c"})


def split_sentences(paragraph: str, language: str) -> tuple[str, ...]:
    """The sentences of a paragraph, in order, none of them empty.

    Joined by one space they give the paragraph back (its white space normalised). A sentence ends
    at ``. ! ? …`` with the closing quotes after it, where a capital letter or a number follows;
    never inside initials, abbreviations of the language, ordinals, decimals or dates.
    """
    text = " ".join(paragraph.split())
    sentences = []
    start = 0
    for match in _END.finditer(text):
        if match.start() >= start and _ends(text, start, match, language):
            sentences.append(text[start : match.end()])
            start = match.end() + 1
    if text[start:]:
        sentences.append(text[start:])
    return tuple(sentences)


def _ends(text: str, start: int, match: re.Match[str], language: str) -> bool:
    opening = _OPENING.match(text, match.end())
    follows = text[opening.end() : opening.end() + 1] if opening else ""
    if not follows.isalnum() or follows.islower():
        return False
    if match["mark"] != "." or match.end() > match.end("mark"):
        return True
    before = _BEFORE_DOT.search(text, start, match.start("mark"))
    if before is None:
        return False
    if follows.isdecimal() and before[0].lower() in _BEFORE_NUMBERS:
        return False
    return not _belongs_to(before[0], text[start : before.start()], language)


def _belongs_to(word: str, before: str, language: str) -> bool:
    """Whether the dot after this word is the word's own and ends nothing."""
    if word == "г":  # «в г. Астана»; but «… в 1937 г. Она …»
        return not before.rstrip()[-1:].isdigit()
    if word.isdecimal():  # "1. The gate" is one sentence, "… in 1937. She …" are two
        return not before
    if word.lower() in _BOUND.get(language, ()):
        return True
    return word[-1].isupper() and _INITIAL.fullmatch(word) is not None
