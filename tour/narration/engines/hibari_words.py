"""Where the words of a spoken English sentence lie, and which phonemes belong to which word."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_LONGEST = 400  # phonemes that the model takes at once
_CLAUSE_ENDS = ",;:—"
_SAME = str.maketrans({"’": "'", "‒": "-", "―": "—", "\N{NO-BREAK SPACE}": " "})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign with its phonemes; ``spaced`` when a space follows."""

    text: str
    phonemes: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Phoneme:
    """A sign that the model is given, and the number of the token that it belongs to."""

    sign: str
    token: int | None


def said(tokens: Sequence[Token], known: Container[str]) -> list[Phoneme]:
    """The signs of a whole sentence in order, without spaces at its ends and unknown signs."""
    signs: list[Phoneme] = []
    for number, token in enumerate(tokens):
        signs += [Phoneme(sign, number if sign != " " else None) for sign in token.phonemes]
        if token.spaced:
            signs.append(Phoneme(" ", None))
    signs = [each for each in signs if each.sign in known]
    while signs and signs[0].sign == " ":
        signs.pop(0)
    while signs and signs[-1].sign == " ":
        signs.pop()
    return signs


def clauses(signs: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of at most 400 signs, cut after a comma where one is, else at a space."""
    spans = []
    start = 0
    while len(signs) - start > _LONGEST:
        spaces = [at for at in range(start + 1, start + _LONGEST) if signs[at] == " "]
        after_signs = [at for at in spaces if signs[at - 1] in _CLAUSE_ENDS]
        cut = (after_signs or spaces or [start + _LONGEST])[-1]
        spans.append((start, cut))
        start = cut
    if start < len(signs):
        spans.append((start, len(signs)))
    return spans


def word_places(spoken: str, texts: Sequence[str]) -> list[tuple[int, int]] | None:
    """Span of each token in the spoken text; of a ``[word](/phonemes/)``, the whole of it.

    Returns:
        ``None`` when the tokens are not the text letter for letter (the package has put other
        words for some): then no place is certain.
    """
    visible = _visible(spoken)
    places = []
    at = 0
    for text in texts:
        while at < len(visible) and visible[at][0].isspace():
            at += 1
        here = visible[at : at + len(text)]
        if not text or "".join(letter for letter, _, _ in here) != text.translate(_SAME):
            return None
        places.append((here[0][1], here[-1][2]))
        at += len(text)
    if any(not letter.isspace() for letter, _, _ in visible[at:]):
        return None
    return places


def _visible(spoken: str) -> list[tuple[str, int, int]]:
    """Each letter that is seen, with the span that it stands for."""
    letters: list[tuple[str, int, int]] = []
    at = 0
    for link in _LINK.finditer(spoken):
        letters += [(spoken[i], i, i + 1) for i in range(at, link.start())]
        letters += [(letter, link.start(), link.end()) for letter in link[1]]
        at = link.end()
    letters += [(spoken[i], i, i + 1) for i in range(at, len(spoken))]
    return [(letter.translate(_SAME), start, end) for letter, start, end in letters]
