"""Which stops can be heard in a podcast app today."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tour.catalogue.model import Stop, Tour
from tour.narration.model import AudioFile, Publication
from tour.narration.store import ClipStore, text_digest


@dataclass(frozen=True, slots=True)
class Episode:
    """A narrated stop: its MP3 is ``sound``, which lies at ``file`` since ``published_at``."""

    stop: Stop
    publication: Publication
    sound: AudioFile
    file: Path
    published_at: datetime


def narrated(tour: Tour, lang: str, clips: ClipStore) -> tuple[Episode, ...]:
    """The stops whose text of today is narrated and whose MP3 is there, in walking order.

    A tour and its narration carry no date. The sound file is named by its content and written
    once, so the time of that writing is the episode's date: it stays until the sound changes.
    """
    found = []
    for stop in tour.stops:
        publication = clips.publication(stop.id, lang)
        if publication is None or publication.text != text_digest(stop.paragraphs(lang)):
            continue
        sound = next((each for each in publication.audio if each.extension == "mp3"), None)
        path = clips.file(sound.digest, sound.extension) if sound else None
        if sound is not None and path is not None:
            written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
            found.append(Episode(stop, publication, sound, path, written))
    return tuple(found)
