"""Which stops can be heard in a podcast app today."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tour.catalogue.model import Stop, Tour
from tour.narration.model import AudioFile, Publication
from tour.narration.notes import note_of
from tour.narration.store import ClipStore, text_digest


@dataclass(frozen=True, slots=True)
class Note:
    """A stop's content note, read: its MP3 is ``sound``, which ends with its own silence."""

    publication: Publication
    sound: AudioFile
    file: Path


@dataclass(frozen=True, slots=True)
class Episode:
    """A narrated stop: its MP3 is ``sound``, which lies at ``file`` since ``published_at``."""

    stop: Stop
    publication: Publication
    sound: AudioFile
    file: Path
    published_at: datetime
    note: Note | None = None

    @property
    def is_announced(self) -> bool:
        """Whether a listener can be told what must be known before this stop."""
        return self.stop.content_note is None or self.note is not None


def narrated(tour: Tour, lang: str, clips: ClipStore) -> tuple[Episode, ...]:
    """The stops whose text of today is narrated and whose MP3 is there, in walking order."""
    found = []
    for stop in tour.stops:
        heard = _heard(stop, lang, clips)
        if heard is None:
            continue
        note = note_of(stop)
        said = None if note is None else _heard(note, lang, clips)
        publication, _, path = heard
        told = Note(*said) if said else None
        found.append(Episode(stop, *heard, _date(publication, path), told))
    return tuple(found)


def _heard(stop: Stop, lang: str, clips: ClipStore) -> tuple[Publication, AudioFile, Path] | None:
    publication = clips.publication(stop.id, lang)
    if publication is None or publication.text != text_digest(stop.paragraphs(lang)):
        return None
    sound = next((each for each in publication.audio if each.extension == "mp3"), None)
    path = clips.file(sound.digest, sound.extension) if sound else None
    return (publication, sound, path) if sound is not None and path is not None else None


def _date(publication: Publication, path: Path) -> datetime:
    """When this sound was first published; where no record says so, when its file was written."""
    made_at = publication.made_at
    return datetime.fromtimestamp(int(path.stat().st_mtime) if made_at is None else made_at, UTC)
