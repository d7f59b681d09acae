"""Paragraphs of narrated prose → sentences."""

import re

from tour.narration import abbreviations

_END = re.compile(r"(?P<mark>[.!?…]+)[»”\"’')\]]*(?=\s)")
_OPENING = re.compile(r"[\s«„“\"‘'(\[—–-]*")
_BEFORE_DOT = re.compile(r"[^\s«„“\"‘'(\[]+$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_ROMAN = re.compile(r"[IVXLCDM]{2,}\b|[VX]\b")
_GLUED = re.compile(r"(\d+(?:[-‑–—]\d+)?)([^\W\d_]+)")  # «1937г.»
_COUNTED = re.compile(r"\d(?:[-‑][^\W\d_]{1,3})?\s*$")
_YEAR = re.compile(r"1\d{3}\b|20\d\d\b")
_QUOTE = re.compile("[«„“]")
_AND_SO_ON = frozenset("дп")  # «и т. д.», «и т. п.»
_ERA = re.compile(r"\bб\. ?з\. $", re.IGNORECASE)


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
    said, word = text[start : before.start()], before[0]
    if glued := _GLUED.fullmatch(word):
        said, word = f"{said}{glued[1]} ", glued[2]
    return not _belongs_to(word, said, text[opening.end() :] if opening else "", language)


def _belongs_to(word: str, before: str, after: str, language: str) -> bool:
    """Whether the dot after this word is the word's own and ends nothing."""
    if word.isdecimal():  # "1. The gate" is one sentence, "… in 1937. She …" are two
        return not before
    small = word.lower()
    if small in _AND_SO_ON and before.endswith("т. "):
        return False
    if small in abbreviations.BOUND.get(language, ()):
        return True
    if small in abbreviations.UNLESS_COUNTED.get(language, ()) and not _COUNTED.search(before):
        return True  # «в г. Астана», but «… в 1937 г. Она …»
    return (
        (word[-1].isupper() and _INITIAL.fullmatch(word) is not None)
        or _stands_before_a_number(small, before, after, language)
        or _is_part_of_a_date(small, before, after, language)
    )


def _stands_before_a_number(small: str, before: str, after: str, language: str) -> bool:
    is_roman = _ROMAN.match(after) is not None and small != "no"
    if not (after[:1].isdecimal() or is_roman):
        return False
    if language == "kk" and _ERA.search(before):  # «б. з. д. V ғасырда»
        return True
    return small in abbreviations.BEFORE_NUMBERS.get(language, ())


def _is_part_of_a_date(small: str, before: str, after: str, language: str) -> bool:
    if small not in abbreviations.OF_DATES.get(language, ()):
        return False
    is_counted = _COUNTED.search(before) is not None
    if small in abbreviations.MONTHS[language] and (
        _YEAR.match(after) or (language == "en" and after[:1].isdecimal() and not is_counted)
    ):
        return True
    is_year = small in abbreviations.YEARS[language] and is_counted
    if is_year and abbreviations.begins_with_a_day(after, language):
        return True
    so_far = _QUOTE.split(before)[-1]  # words of a witness may begin with a date, too
    return abbreviations.is_only_a_date(f"{so_far}{small}", language)
