"""Figures with honest error bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

_Z = 1.959964  # 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """0 … 1; not a number when there were none."""
        return self.count / self.of if self.of else nan

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, 19 times of 20 (E. B. Wilson, 1927)."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        """As "94 % (90–97)", or a dash when there were none."""
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{100 * self.value:.0f} % ({100 * low:.0f}–{100 * high:.0f})"


def quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two nearest values of an ascending sequence; not a number when it is empty."""
    if not ordered:
        return nan
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
