"""Collects faults and warnings, each at its place in the text."""

from dataclasses import dataclass, field
from typing import Literal

from tour.catalogue.document import Document, Span
from tour.catalogue.faults import Fault, KeyPath, quoted, show_path

Place = Literal["value", "key"]


@dataclass(slots=True)
class Report:
    """What is wrong with one document.

    ``spoiled`` are the paths already complained about: nothing is said about them again.
    """

    document: Document
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    spoiled: set[KeyPath] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with what could not be read at all."""
        self.spoiled = set(self.document.spoiled)

    def fault(
        self,
        path: KeyPath,
        message: str,
        advice: str,
        *,
        at: Place = "value",
        words: str | None = None,
    ) -> None:
        """Note what must be mended before the tour can be used."""
        self.faults.append(self._made(path, message, advice, self._span(path, at, words)))

    def warn(
        self,
        path: KeyPath,
        message: str,
        advice: str,
        *,
        at: Place = "value",
        words: str | None = None,
        sign: tuple[str, int] | None = None,
    ) -> None:
        """Note what an editor should look at; the tour can be used all the same.

        ``sign``: one character, and how many of its kind the value holds before it.
        """
        span = self.document.sign_span(path, *sign) if sign else self._span(path, at, words)
        self.warnings.append(self._made(path, message, advice, span))

    def is_spoiled(self, path: KeyPath) -> bool:
        """Whether the value at ``path``, or anything around it, was already complained about."""
        return any(path[:length] in self.spoiled for length in range(len(path) + 1))

    def name(self, path: KeyPath) -> str:
        """The value in an editor's words: ``narration.en of stop "gate"``."""
        match path:
            case ("stops", int(index), *rest):
                stop = self.stop_name(index)
                return f"{show_path(tuple(rest))} of {stop}" if rest else stop
            case ():
                return "the file"
            case _:
                return show_path(path)

    def stop_name(self, index: int) -> str:
        """The stop by its id, else by its number in walking order."""
        data = self.document.data
        stops = data.get("stops") if isinstance(data, dict) else None
        stop = stops[index] if isinstance(stops, list) and index < len(stops) else None
        stop_id = stop.get("id") if isinstance(stop, dict) else None
        return f"stop {quoted(stop_id)}" if isinstance(stop_id, str) else f"stop {index + 1}"

    def _span(self, path: KeyPath, at: Place, words: str | None) -> Span:
        if words is not None:
            return self.document.words_span(path, words)
        return self.document.key_span(path) if at == "key" else self.document.value_span(path)

    def _made(self, path: KeyPath, message: str, advice: str, span: Span) -> Fault:
        return Fault(span.line, span.column, show_path(path), message, advice)
