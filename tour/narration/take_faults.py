"""Takes that do not say what is written today, or nothing. None is published, or left unsaid."""

from collections.abc import Iterator
from pathlib import Path

from tour.narration.failure import Failure
from tour.narration.recordings import EXTENSIONS
from tour.narration.script import Script
from tour.narration.take_silence import is_silent_file
from tour.narration.take_words import stale_takes
from tour.narration.takes import Sentences, find_takes, sentence_digest, takes_folder

_STALE = (
    "the text has changed since {name} was recorded, so a voice reads it. Record it again; if it "
    "still says what is written, remove {name}.words"
)
_MISSING = (
    "{count} of {all} sentences have no take, so a voice reads all of them; the first is this"
)
_OF_NOTE = "note"  # the reading of a content note lies beside the takes of its stop
_SILENT = "nothing can be heard in {name}, so it is not used. Record it again, or remove it"
_LEFT = "{count} takes fit no sentence of today's text: {names}"


def stale(script: Script) -> tuple[Failure, ...]:
    """The takes of a script that were recorded for other words, as people are told of them."""
    return tuple(
        Failure(*script.key, "", _STALE.format(name=path.name)) for path in stale_takes(script)
    )


def silent(audio_dir: Path, language: str, stop_id: str) -> tuple[Failure, ...]:
    """The takes of a stop in which nothing can be heard, as people are told of them."""
    return tuple(
        Failure(stop_id, language, "", _SILENT.format(name=path.name))
        for path in silent_takes(audio_dir, language, stop_id)
    )


def silent_takes(audio_dir: Path, language: str, stop_id: str) -> list[Path]:
    """The files of a stop, its sentences and paragraphs in which nothing can be heard."""
    folder = takes_folder(audio_dir, language, stop_id)
    whole = [folder.with_name(f"{folder.name}.{extension}") for extension in EXTENSIONS]
    files = [path for path in whole if path.is_file()]
    files += [path for path in _files(folder) if path.stem != _OF_NOTE]
    return [path for path in files if is_silent_file(path)]


def incomplete(
    audio_dir: Path, language: str, stop_id: str, sentences: Sentences
) -> Iterator[Failure]:
    """What a stop lacks that somebody has begun to read; nothing where nobody has."""
    takes = find_takes(audio_dir, language, stop_id, sentences)
    left = takes_left(audio_dir, language, stop_id, sentences)
    missing = [written for take, (_, written) in zip(takes, sentences, strict=True) if take is None]
    if not missing or (len(missing) == len(takes) and not left):
        return
    told = _MISSING.format(count=len(missing), all=len(takes))
    yield Failure(stop_id, language, missing[0], told)
    if left:
        names = ", ".join(path.name for path in left)
        yield Failure(stop_id, language, "", _LEFT.format(count=len(left), names=names))


def takes_left(audio_dir: Path, language: str, stop_id: str, sentences: Sentences) -> list[Path]:
    """Takes of sentences or paragraphs that are not there any more."""
    folder = takes_folder(audio_dir, language, stop_id)
    known = {sentence_digest(written) for _, written in sentences}
    known |= {f"p{paragraph + 1}" for paragraph, _ in sentences} | {_OF_NOTE}
    return [path for path in _files(folder) if path.stem not in known]


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*")) if folder.is_dir() else []
    return [path for path in files if path.suffix.removeprefix(".") in EXTENSIONS]
