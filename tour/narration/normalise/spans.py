"""A sentence while its reading is being written: claimed spans, then one spoken text."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from tour.narration.model import Spoken

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u00ad]|['’ʼ‑-](?={_LETTER}))*")
_ENDED = re.compile(r"[.!?…](?=[^\w.!?…]*$)")
_DASH = re.compile(r"[—―]|\s[–‒−‑-]+\s|^[–‒-]+\s")
_MARKS = (("?", "?"), ("!", "!"), ("…", "…"), ("...", "…"), (".", "."), (":", ":"))
_TIGHT = frozenset("–—−‒-")
_COMMAS = frozenset(",;()[]{}")
_NO_LETTER = ("N", "C")  # Unicode categories of ², ½, Ⅳ, soft hyphens: nothing a voice can read
# Categories of what somebody must claim to be heard; the rest are letters, digits, marks on them,
# spaces, quotes, brackets and dashes.
_SIGNS = frozenset(("Sm", "Sc", "Sk", "So", "Po", "Pc", "Nl", "No", "Co", "Cn"))
_PAUSES = frozenset(".,;:?!…\"'¿¡−")

Respell = Callable[[str], str]


class Draft:
    """The written sentence and the readings claimed so far. A claimed span is never touched again.

    Rules run in order of precedence: the first to claim a span wins.
    """

    __slots__ = ("_claims", "_taken", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._taken = bytearray(len(text))
        self._claims: list[tuple[int, int, str]] = []

    def say(self, start: int, end: int, words: str) -> bool:
        """Read ``text[start:end]`` as ``words``; False when a part of it is claimed already."""
        if start >= end or not words or not self.is_free(start, end):
            return False
        self._taken[start:end] = b"\x01" * (end - start)
        self._claims.append((start, end, words))
        return True

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing in this span is claimed."""
        return not any(self._taken[start:end])

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches of a pattern whose own first character is not claimed."""
        for match in pattern.finditer(self.text):
            if not self._taken[match.start()]:
                yield match

    def finish(self, respell: Respell) -> Spoken:
        """The sentence with every word paired; words nobody claimed go through ``respell``.

        Quotes are dropped, brackets and dashes become commas, and of several marks in a row the
        strongest is kept, so the spoken text holds only ``. , ? ! : …``.
        """
        spoken = ""
        pairs = []
        last = 0
        was_read = False
        for start, end, words in self._tokens(respell):
            is_read = words != self.text[start:end]
            gap = self.text[last:start]
            if spoken:
                # «1937–1938»: a pause, or two numbers would run together.
                spoken += ", " if was_read and is_read and gap in _TIGHT else _gap(gap, words)
            was_read = is_read
            pairs.append((len(spoken), len(spoken) + len(words), start, end))
            spoken += words
            last = end
        if spoken:
            # The dot of a last abbreviation ends the sentence too.
            ended = _ENDED.search(self.text)
            mark = _mark(self.text[last:]).strip(",")
            spoken += mark or (_mark(ended[0]) if ended else "")
        return Spoken(self.text, spoken, tuple(pairs))

    def dropped(self) -> tuple[int, ...]:
        """The places of the signs that nobody claimed and that are no pause, ascending."""
        return tuple(
            place
            for place, (char, taken) in enumerate(zip(self.text, self._taken, strict=True))
            if not taken and char not in _PAUSES and unicodedata.category(char) in _SIGNS
        )

    def _tokens(self, respell: Respell) -> Iterator[tuple[int, int, str]]:
        position = 0
        for start, end, words in [*sorted(self._claims), (len(self.text), len(self.text), "")]:
            for word in _WORD.finditer(self.text, position, start):
                plain = _readable(respell(word[0]))
                if plain:
                    yield word.start(), word.end(), plain
            if words:
                yield start, end, words
            position = end


def _readable(word: str) -> str:
    composed = unicodedata.normalize("NFC", word.replace("‑", "-"))
    return "".join(c for c in composed if unicodedata.category(c)[0] not in _NO_LETTER)


def _mark(gap: str) -> str:
    """The one mark that stands for what is written between two words; "" for none."""
    for written, mark in _MARKS:
        if written in gap:
            return mark
    return "," if _COMMAS.intersection(gap) or _DASH.search(gap) else ""


def _gap(gap: str, following: str) -> str:
    if gap in {"'", "’"} and following == "s":
        return "'"
    if gap in {".", ":"}:  # inside an address or a time: no pause
        return " "
    return _mark(gap) + " "
