"""Which signs of a text nobody would hear: no rule reads them, and they are no pause. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tour.narration.normalise import dropped
from tour.narration.sentences import split_sentences

if TYPE_CHECKING:
    from tour.catalogue.model import Pronunciation


def unread_signs(
    text: str, language: str, pronunciations: "Sequence[Pronunciation]"
) -> tuple[int, ...]:
    """The places in ``text`` of the signs that its reading leaves out, ascending. Never raises.

    Each sentence is read as it is narrated, so a sign is asked about where it stands: "№" before a
    number is heard, alone it is not.
    """
    inked = [place for place, char in enumerate(text) if not char.isspace()]
    places = []
    before = 0  # sentences differ from the text in nothing but spaces
    for paragraph in text.split("\n\n"):
        for sentence in split_sentences(paragraph, language):
            own = [at for at, char in enumerate(sentence) if not char.isspace()]
            signs = set(dropped(sentence, language, pronunciations))
            places += [inked[before + count] for count, at in enumerate(own) if at in signs]
            before += len(own)
    return tuple(places)
