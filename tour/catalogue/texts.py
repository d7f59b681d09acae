"""The texts of a file: where they are, and how they are tidied and counted."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from tour.catalogue.entries import StopsFile
from tour.catalogue.faults import KeyPath

_WORD = re.compile(r"\w(?:[\w\u0301]|[-'’](?=\w))*")


def text_groups(file: StopsFile) -> Iterator[tuple[KeyPath, Mapping[str, str]]]:
    """Every text that is there, as (path, language → text), in the order of the file."""
    if file.tour:
        for key in ("title", "subtitle", "summary", "getting_there", "closing"):
            if (texts := getattr(file.tour, key)) is not None:
                yield ("tour", key), texts
    for index, stop in enumerate(file.stops or ()):
        for key in ("title", "content_note", "orientation", "narration"):
            if (texts := getattr(stop, key)) is not None:
                yield ("stops", index, key), texts


def tidy(text: str) -> str:
    """NFC, one line per paragraph, single spaces, exactly one empty line between paragraphs."""
    blocks = re.split(r"\n[^\S\n]*\n", unicodedata.normalize("NFC", text))
    lines = (" ".join(block.split()) for block in blocks)
    return "\n\n".join(line for line in lines if line)


def words(text: str) -> list[str]:
    """The words that a voice would say; a number is one word, a hyphenated word too."""
    return _WORD.findall(text)
