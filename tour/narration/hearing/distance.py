"""Edit distances, plain and by what costs how much. Pure."""

from collections.abc import Callable, Sequence


def unlike(first: Sequence[str], second: Sequence[str]) -> int:
    """The fewest insertions, deletions and substitutions between two sequences (Levenshtein)."""
    before = list(range(len(second) + 1))
    for row, one in enumerate(first, 1):
        here = [row]
        for column, other in enumerate(second, 1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (one != other)))
        before = here
    return before[-1]


def weighed(
    first: str,
    second: str,
    swap: Callable[[str, str], float],
    drop: Callable[[str], float],
) -> float:
    """The cheapest way from one text to another, letter by letter."""
    before = [0.0]
    for letter in second:
        before.append(before[-1] + drop(letter))
    for one in first:
        here = [before[0] + drop(one)]
        for column, other in enumerate(second, 1):
            here.append(
                min(
                    before[column] + drop(one),
                    here[-1] + drop(other),
                    before[column - 1] + (0.0 if one == other else swap(one, other)),
                )
            )
        before = here
    return before[-1]
