"""Which sentence is heard when: the media overlay of one page (EPUB 3, SMIL)."""

from typing import Final
from xml.etree.ElementTree import Element

from tour.listening.book.pages import OPS, WHOLE
from tour.listening.markup import add, document
from tour.narration.model import Publication

_SMIL: Final = "http://www.w3.org/ns/SMIL"


def overlay(publication: Publication, page: str, sound: str) -> bytes:
    """Each sentence of ``page`` with its stretch of ``sound``.

    A stretch goes on until the next one begins, so the pauses between sentences are heard.
    """
    cues = publication.cues
    begins = [0.0, *(cue.start_s for cue in cues[1:])]
    ends = [*begins[1:], publication.duration_s]
    root = Element("smil", {"version": "3.0", "xmlns:epub": OPS})
    whole = {"id": "whole", "epub:textref": f"{page}#{WHOLE}", "epub:type": "chapter"}
    sequence = add(add(root, "body"), "seq", attributes=whole)
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        both = add(sequence, "par", attributes={"id": f"p{number}"})
        add(both, "text", attributes={"src": f"{page}#s{number}"})
        times = {"clipBegin": f"{begin:.3f}s", "clipEnd": f"{end:.3f}s"}
        add(both, "audio", attributes={"src": sound} | times)
    return document(root, _SMIL)


def clock(seconds: float) -> str:
    """A duration as the package says it: 0:01:14.220."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest / 1000:06.3f}"
