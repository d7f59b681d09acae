"""Which heard words stand for which said words, and what does not fit. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from tour.narration.hearing.distance import unlike
from tour.narration.hearing.sounds import LETTERS, Ear
from tour.narration.hearing.words import Said

_TOGETHER = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (2, 3), (3, 2))
"""So many said and heard words may be compared as one: «по тому», "al jir"."""

_RUN_TOGETHER = 0.001  # word by word where that is possible


@dataclass(frozen=True, slots=True)
class Match:
    """Said words ``[start, end)`` and heard words ``[heard_start, heard_end)``; do they agree?"""

    start: int
    end: int
    heard_start: int
    heard_end: int
    agrees: bool


def align(
    said: Sequence[Said], heard: Sequence[str], ear: Ear, parts: Sequence[int] = ()
) -> tuple[Match, ...]:
    """The cheapest pairing of the two in order: what agrees costs nothing, every other word 1.

    ``parts[i]``: the sentence of word i; words of two sentences are never taken as one.
    """
    forms = [ear.form(word) for word in heard]
    infinite = float("inf")
    cost = [[infinite] * (len(heard) + 1) for _ in range(len(said) + 1)]
    step: dict[tuple[int, int], Match] = {}
    cost[0][0] = 0
    for i in range(len(said) + 1):
        for j in range(len(heard) + 1):
            here = cost[i][j]
            for di, dj in ((1, 1), (1, 0), (0, 1)):
                _try(cost, step, Match(i, i + di, j, j + dj, agrees=False), here + 1)
            for di, dj in _TOGETHER:
                end, heard_end = i + di, j + dj
                if end > len(said) or heard_end > len(heard):
                    continue
                if di > 1 and parts and parts[i] != parts[end - 1]:
                    continue
                if agree(said[i:end], heard[j:heard_end], forms[j:heard_end], ear):
                    price = here + _RUN_TOGETHER * (di + dj - 2)
                    _try(cost, step, Match(i, end, j, heard_end, agrees=True), price)
    found = []
    i, j = len(said), len(heard)
    while (i, j) != (0, 0):
        found.append(step[i, j])
        i, j = found[-1].start, found[-1].heard_start
    return tuple(reversed(found))


def _try(
    cost: list[list[float]], step: dict[tuple[int, int], Match], match: Match, price: float
) -> None:
    i, j = match.end, match.heard_end
    if i < len(cost) and j < len(cost[0]) and price < cost[i][j]:
        cost[i][j] = price
        step[i, j] = match


def agree(said: Sequence[Said], heard: Sequence[str], forms: Sequence[str], ear: Ear) -> bool:
    """Whether these words, run together, sound the same; a name may be heard as was listed."""
    letters = "".join(heard)
    if any(letters in one.others for one in said):
        return False
    if len(said) == 1 and letters in said[0].accepted:
        return True
    return ear.whole(forms) in {ear.whole(each) for each in product(*(one.forms for one in said))}


def unwritten(said: Sequence[Said], heard: Sequence[str], parts: Sequence[int] = ()) -> int:
    """The words that are not written alike once names, numbers and spaces are told apart.

    A name may be written as was listed for it, a number in figures or words, and words together or
    apart; nothing is excused because it sounds alike.
    """
    written = [replace(one, forms=(one.text,)) for one in said]
    return sum(not match.agrees for match in align(written, heard, LETTERS, parts))


def misspelt(said: Sequence[Said], heard: Sequence[str]) -> int:
    """The words that are not written alike, whatever they sound like."""
    return unlike([one.text for one in said], list(heard))
