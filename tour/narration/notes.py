"""The content note of a stop as a clip of its own: a word of care, heard before hard testimony.

It is made, published, checked and pruned as a stop's clip is, under an id that no stop can have;
``audio/recordings/<language>/<stop id>/note.wav`` is a person's reading of it.
"""

from dataclasses import replace
from types import MappingProxyType

from tour.catalogue.model import Stop

_NOTE = "/note"


def note_id(stop_id: str) -> str:
    """The id under which the note of a stop is published."""
    return f"{stop_id}{_NOTE}"


def is_note(clip_id: str) -> bool:
    """Whether this is the id of a note, and not of a stop."""
    return clip_id.endswith(_NOTE)


def stop_of(clip_id: str) -> str:
    """The stop that a clip belongs to, be it the note's or its own."""
    return clip_id.removesuffix(_NOTE)


def note_of(stop: Stop) -> Stop | None:
    """The note in the shape of a stop that says nothing else; None when there is none."""
    if stop.content_note is None:
        return None
    silent = MappingProxyType(dict.fromkeys(stop.content_note, ""))
    return replace(
        stop,
        id=note_id(stop.id),
        orientation=stop.content_note,
        narration=silent,
        content_note=None,
    )
