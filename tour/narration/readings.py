"""How far a stop has been read by people, and what must be read anew because its text changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tour.catalogue.model import Stop
from tour.narration.notes import note_of
from tour.narration.recipe import sentences_of
from tour.narration.recordings import find_recording
from tour.narration.take_faults import silent_takes, takes_left
from tour.narration.take_words import Words, words_of
from tour.narration.takes import (
    Sentences,
    Take,
    paragraph_takes,
    sentence_digest,
    takes_folder,
    with_own_takes,
)


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence as it is written today. ``recorded``: a take says it, and will be heard.

    ``own``: that take is its own; ``shared``: a take of its whole paragraph says it.
    ``anew``: it was read, or its stop was, but what there is cannot be used any more.
    ``changed``: it is no sentence of what was read (False where that cannot be known).
    """

    text: str
    digest: str
    recorded: bool
    own: bool = False
    shared: bool = False
    anew: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A stop in a language. ``whole``: one recording says all of it as it is written today.

    ``stale``: the files that say other words than today's; ``silent``: those that say nothing;
    ``left``: how many takes of single sentences fit none any more.
    """

    sentences: tuple[ReadSentence, ...]
    whole: bool
    stale: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    left: int = 0

    @property
    def done(self) -> int:
        """How many sentences have a take that says them."""
        return sum(one.recorded for one in self.sentences)

    @property
    def anew(self) -> int:
        """How many sentences are to be read anew."""
        return sum(one.anew for one in self.sentences)


def reading_of(audio_dir: Path, language: str, stop: Stop) -> Reading:
    """What people have read of a stop, held against today's text.

    Raises:
        OSError: a take is there and cannot be read.
    """
    written = sentences_of(stop.paragraphs(language), language)
    paragraphs = paragraph_takes(audio_dir, language, stop.id, written)
    takes = with_own_takes(takes_folder(audio_dir, language, stop.id), written, paragraphs)
    left = len(takes_left(audio_dir, language, stop.id, written))
    recording = find_recording(audio_dir, language, stop.id)
    old = _old_words(recording, [text for _, text in written]) if recording else None
    stale = {take.path: words for take in takes if take and (words := _old_of(take))}
    sentences = tuple(
        replace(
            _sentence(text, take, stale, old, left=left),
            shared=whole is not None and _old_of(whole) is None,
        )
        for (_, text), take, whole in zip(written, takes, paragraphs, strict=True)
    )
    names = [path.name for path in stale]
    if recording is not None and old is not None:
        names.insert(0, recording.name)
    return Reading(
        sentences=sentences,
        whole=recording is not None and old is None,
        stale=(*names, *_stale_note(audio_dir, language, stop)),
        silent=_silent(audio_dir, language, stop),
        left=left,
    )


def _sentence(
    text: str, take: Take | None, stale: dict[Path, Words], old: Words | None, *, left: int
) -> ReadSentence:
    recorded = take is not None and take.path not in stale
    own = take is not None and take.is_named_by_words
    words = stale.get(take.path) if take is not None else old
    anew = not recorded and (words is not None or left > 0)
    known = words.sentences if words else ()
    in_old_file = words is not None and (not known or sentence_digest(text) in known)
    changed = anew and not in_old_file
    digest = sentence_digest(text)
    return ReadSentence(text, digest, recorded, own=own, anew=anew, changed=changed)


def _old_of(take: Take) -> Words | None:
    """The words of a take of a paragraph, if they are others by now."""
    return None if take.is_named_by_words else _old_words(take.path, take.of)


def _old_words(path: Path, written: Sequence[str]) -> Words | None:
    words = words_of(path)
    return words if words is not None and not words.say(written) else None


def _silent(audio_dir: Path, language: str, stop: Stop) -> tuple[str, ...]:
    names = [path.name for path in silent_takes(audio_dir, language, stop.id)]
    note = note_of(stop)
    of_note = silent_takes(audio_dir, language, note.id) if note else []
    return (*names, *(f"{stop.id}/{path.name}" for path in of_note))


def _stale_note(audio_dir: Path, language: str, stop: Stop) -> tuple[str, ...]:
    note = note_of(stop)
    recording = find_recording(audio_dir, language, note.id) if note else None
    if note is None or recording is None:
        return ()
    written: Sentences = sentences_of(note.paragraphs(language), language)
    old = _old_words(recording, [text for _, text in written])
    return (f"{stop.id}/{recording.name}",) if old else ()
