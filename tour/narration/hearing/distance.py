"""Edit distance. Pure."""

from collections.abc import Sequence


def unlike(first: Sequence[str], second: Sequence[str]) -> int:
    """The fewest insertions, deletions and substitutions between two sequences (Levenshtein)."""
    before = list(range(len(second) + 1))
    for row, one in enumerate(first, 1):
        here = [row]
        for column, other in enumerate(second, 1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (one != other)))
        before = here
    return before[-1]
