"""Which phonemes of a sentence belong to which of its words, for an engine that does not say.

espeak-ng joins small words to their neighbours ("in the" → ``ɪnðə``), so spaces between phonemes
are no borders of words. Each word's phonemes on its own are laid along those of the sentence
instead, with as few changes as possible.
"""

import re
from collections.abc import Sequence

from tour.narration.engines.soundness import COMBINING_ACUTE, word_core

_LINK = re.compile(r"\[([^\]]+)\]\(/([^)]*)/\)")
_WORD = re.compile(r"\[[^\]]+\]\([^)]*\)|\S+")
_ESPEAK = {
    "A": "eɪ",
    "I": "aɪ",
    "O": "oʊ",
    "W": "aʊ",
    "Y": "ɔɪ",
    "ʤ": "dʒ",
    "ʧ": "tʃ",
    "ᵊ": "ə",
}
"""Signs of the table's phonemes that espeak-ng writes with two."""


def written_words(spoken: str) -> list[tuple[int, int]]:
    """Spans of the words; a ``[word](/phonemes/)`` is one, whole."""
    found = []
    for match in _WORD.finditer(spoken):
        start, end = match.span()
        if not _LINK.fullmatch(match[0]):
            start, end = word_core(spoken, start, end)
        if start < end:
            found.append((start, end))
    return found


def for_espeak(spoken: str) -> str:
    """The text with phonemes as Piper takes them, ``[[…]]``, and without marks of stress."""
    linked = _LINK.sub(lambda link: f"[[{_espeak_signs(link[2])}]]", spoken)
    return linked.replace(COMBINING_ACUTE, "")


def _espeak_signs(phonemes: str) -> str:
    return "".join(_ESPEAK.get(sign, sign) for sign in phonemes)


def shares(sentence: Sequence[str], words: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Spans of ``sentence`` that the words take, one for each, ascending; some may be empty.

    Levenshtein's distance with its way kept; what lies between two words belongs to neither.
    """
    alone = [(number, sign) for number, word in enumerate(words) for sign in word]
    costs = _costs(sentence, [sign for _, sign in alone])
    spans: list[tuple[int, int]] = [(0, 0)] * len(words)
    row, column = len(alone), len(sentence)
    while row and column:
        number, sign = alone[row - 1]
        same = sign == sentence[column - 1]
        if costs[row][column] == costs[row - 1][column - 1] + (not same):
            if same:
                _, end = spans[number]
                spans[number] = (column - 1, end or column)
            row, column = row - 1, column - 1
        elif costs[row][column] == costs[row][column - 1] + 1:
            column -= 1
        else:
            row -= 1
    return spans


def _costs(sentence: Sequence[str], alone: Sequence[str]) -> list[list[int]]:
    costs = [list(range(len(sentence) + 1))]
    for row, sign in enumerate(alone, 1):
        before, line = costs[-1], [row]
        for column, other in enumerate(sentence, 1):
            best = min(before[column - 1] + (sign != other), before[column] + 1, line[-1] + 1)
            line.append(best)
        costs.append(line)
    return costs
