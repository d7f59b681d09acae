"""Texts into a box: the largest size at which all of them fit. Lengths in mm, sizes in points."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MM_PER_PT = 25.4 / 72

WidthOf = Callable[[str, float], float]
"""(text, size_pt) → width_mm."""

_BEFORE_A_WORD = frozenset({"и", "в", "на", "с", "о", "у", "к", "and", "of", "the", "a", "in"})
_AFTER_A_WORD = frozenset({"мен", "бен", "пен"})  # Kazakh "and" leans on the word before it


@dataclass(frozen=True, slots=True)
class Box:
    """Where texts may stand. ``gap`` and ``leading`` are multiples of the size."""

    width_mm: float
    height_mm: float
    max_lines: int
    leading: float = 1.16
    gap: float = 0.55


@dataclass(frozen=True, slots=True)
class Fitted:
    """Texts broken into lines, all at one size."""

    size_pt: float
    texts: tuple[tuple[str, ...], ...]
    height_mm: float


def fit(
    texts: Sequence[str], box: Box, sizes_pt: Iterable[float], width_of: WidthOf
) -> Fitted | None:
    """The texts at the first of ``sizes_pt`` (largest first) at which all fit, else None.

    Lines break at spaces alone. Two lines break after a colon, else where they are about equally
    long; none inside "and the" or «сым мен».
    """
    for size_pt in sizes_pt:
        broken = [_lines(text, box, size_pt, width_of) for text in texts]
        whole = [lines for lines in broken if lines is not None]
        if len(whole) < len(texts):
            continue
        height_mm = _height(whole, box, size_pt)
        if height_mm <= box.height_mm:
            return Fitted(size_pt, tuple(whole), height_mm)
    return None


def _lines(text: str, box: Box, size_pt: float, width_of: WidthOf) -> tuple[str, ...] | None:
    words = text.split(" ")

    def fits(lines: Sequence[str]) -> bool:
        return all(width_of(line, size_pt) <= box.width_mm for line in lines)

    if fits([text]):
        return (text,)
    halves = [(" ".join(words[:index]), " ".join(words[index:])) for index in range(1, len(words))]
    fitting = [lines for lines in halves if fits(lines)]
    if fitting and box.max_lines > 1:
        return min(fitting, key=lambda lines: (*_faults(lines), _longest(lines, size_pt, width_of)))
    lines = _filled(words, box.width_mm, size_pt, width_of)
    if len(lines) > box.max_lines or not fits(lines):
        return None
    return tuple(_evened(lines, box, size_pt, width_of))


def _faults(lines: tuple[str, str]) -> tuple[int, bool]:
    first, second = lines
    torn = (first.split(" ")[-1] in _BEFORE_A_WORD) + (second.split(" ")[0] in _AFTER_A_WORD)
    return torn, not first.endswith(":")


def _longest(lines: Sequence[str], size_pt: float, width_of: WidthOf) -> float:
    return max(width_of(line, size_pt) for line in lines)


def _evened(lines: list[str], box: Box, size_pt: float, width_of: WidthOf) -> list[str]:
    words = " ".join(lines).split(" ")
    for percent in range(98, 48, -2):
        width_mm = box.width_mm * percent / 100
        narrower = _filled(words, width_mm, size_pt, width_of)
        if len(narrower) > len(lines) or _longest(narrower, size_pt, width_of) > width_mm:
            break
        lines = narrower
    return lines


def _filled(words: Sequence[str], width_mm: float, size_pt: float, width_of: WidthOf) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width_of(longer, size_pt) <= width_mm:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _height(texts: list[tuple[str, ...]], box: Box, size_pt: float) -> float:
    em_mm = size_pt * MM_PER_PT
    lines = sum(len(text) for text in texts)
    return em_mm * (box.leading * lines + box.gap * (len(texts) - 1))
