"""Both sides as words that can be compared: what was to be said, and what was heard. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tour.catalogue.model import Pronunciation
from tour.narration import months
from tour.narration.hearing.figures_heard import is_number, readings
from tour.narration.hearing.sounds import ear_for, english_key
from tour.narration.model import Spoken

_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"\[([^\]]+)\]\(/([^)]*)/\)")
_MARKS = re.compile("[\u0300-\u036f\u00ad]")
_FIGURE = re.compile(
    r"(?P<sign>№\s?|#\s?)?(?P<figure>\d{1,3}(?:[ ,\u00a0]\d{3})+(?!\d)|\d+)"
    r"(?:(?P<ending>st|nd|rd|th|s)\b|[-‑](?P<hyphened>[а-яё]{1,3})(?![а-яё]))?(?P<percent>\s?%)?"
)
_DAY_MONTH = re.compile(
    rf"\b(?<!the )(\d{{1,2}})(?:st|nd|rd|th)?(?=\s(?:{'|'.join(months.ENGLISH)}))", re.IGNORECASE
)
_POINT = re.compile(r"\b0\.(?=\d)")  # «point 26» is heard so
_SIGNS = {"en": ("number", "percent"), "ru": ("номер", "процентов"), "kk": ("нөмірі", "пайыз")}


@dataclass(frozen=True, slots=True)
class Said:
    """A word that was to be said.

    ``forms``: how it is compared (see ``Ear``), as it sounds and as it is written. ``name``: it
    stands in the table of pronunciations; ``accepted`` are hearings of it that an editor listed
    there, ``others`` the names beside it in that table, which it must not be taken for.
    ``number``: it is part of a number or a date.
    """

    text: str
    forms: tuple[str, ...]
    name: bool = False
    accepted: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    number: bool = False

    @property
    def weighty(self) -> bool:
        """Whether the sentence says something false without it: a name, a number, a date."""
        return self.name or self.number


def letters_of(text: str) -> str:
    """The letters alone, small, without marks of stress; ё is written е, as recognisers do."""
    return "".join(_WORD.findall(_MARKS.sub("", text).lower())).replace("ё", "е")


def words_of(text: str) -> list[str]:
    """The words of a text, small, parted at every sign."""
    return [word.replace("ё", "е") for word in _WORD.findall(_MARKS.sub("", text).lower())]


def said_words(spoken: Spoken, language: str, table: Sequence[Pronunciation]) -> tuple[Said, ...]:
    """The words of a sentence as they are said: numbers in words, names as one word each."""
    entries = {entry.word: entry for entry in table}
    longest = sorted(entries, key=len, reverse=True)
    said: list[Said] = []
    for start, end, written_start, written_end in spoken.words:
        written = spoken.written[written_start:written_end]
        word = next((word for word in longest if written.startswith(word)), None)
        if word is not None and not written[len(word) :].strip("-‑'’").isupper():
            others = names_of(table) - {letters_of(written), letters_of(word)}
            said.append(_entry(spoken.spoken[start:end], written, entries[word], language, others))
        else:
            figures = any(map(str.isdigit, written))
            said += [
                _plain(text, language, number=figures)
                for text in words_of(spoken.spoken[start:end])
            ]
    return tuple(said)


def names_of(table: Sequence[Pronunciation]) -> frozenset[str]:
    """The names of a table, in letters alone."""
    return frozenset(letters_of(entry.word) for entry in table if _is_name(entry))


def _is_name(entry: Pronunciation) -> bool:
    """Whether every word of it is capital: «Точного числа» only begins a sentence."""
    return all(word[:1].isupper() for word in re.split(r"[\s-]", entry.word))


def _plain(text: str, language: str, *, number: bool) -> Said:
    number = number or is_number(text, language)
    return Said(text, (ear_for(language).form(text),), number=number)


def _entry(
    spoken: str, written: str, entry: Pronunciation, language: str, others: frozenset[str]
) -> Said:
    """A word of the table. It may also be heard as it is written, as every abbreviation is."""
    form = ear_for(language).form
    link = _LINK.fullmatch(spoken)
    text = letters_of(written)
    by_sound = english_key(link[2]) if link else form(letters_of(spoken))
    return Said(
        text,
        tuple(dict.fromkeys((by_sound, form(text)))),
        name=_is_name(entry),
        accepted=frozenset(letters_of(heard) for heard in entry.heard) - others,
        others=others,
    )


def heard_words(text: str, language: str, said: Sequence[str]) -> tuple[str, ...]:
    """The words that were heard; a figure in them in words, as the narration reads numbers.

    A recogniser writes "1937" whatever form it heard, so of a figure's readings the one that
    stands in ``said`` (the words that were to be said) is taken, if there is one.
    """
    return tuple(_heard(text, language, f" {' '.join(said)} "))


def _heard(text: str, language: str, said: str) -> Iterator[str]:
    if language == "en":
        text = _DAY_MONTH.sub(r"the \1th of", text)
        text = _POINT.sub("point ", text)
    at = 0
    sign, percent = _SIGNS.get(language, ("", ""))
    for match in _FIGURE.finditer(text):
        yield from words_of(text[at : match.start()])
        if match["sign"]:
            yield sign
        possible = readings(match["figure"], language, match["ending"] or "")
        found = next((words for words in possible if f" {words} " in said), None)
        yield from (found or _nearest(possible, said)).split()
        if match["percent"]:
            yield percent
        at = match.end()
    yield from words_of(text[at:])


def _nearest(possible: Sequence[str], said: str) -> str:
    """The reading that has most in common with what was to be said; of equals the first."""
    return max(
        possible, key=lambda words: sum(1 if f" {one} " in said else -1 for one in words.split())
    )
