"""What is wrong with stops.yaml, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

KeyPath = tuple[str | int, ...]
"""The way from the top of the file to a value: keys of mappings, indexes of lists."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend, in words for an editor. Line and column count from 1."""

    line: int
    column: int
    path: str
    message: str
    advice: str

    def as_json(self) -> dict[str, str | int]:
        """The fault as JSON values, for problem details and reports."""
        return {
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "message": self.message,
            "advice": self.advice,
        }


def show_path(path: KeyPath) -> str:
    """A path as text: ``stops[0].narration.en``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, regardless of case; None when none is near."""
    by_folded = {item.casefold(): item for item in known}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None


def listing(words: Iterable[str]) -> str:
    """Words joined for reading: ``kk, ru and en``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def quoted(value: object, limit: int = 60) -> str:
    """A value in quotation marks on one line, cut when it is long."""
    text = " ".join(str(value).split())
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'
