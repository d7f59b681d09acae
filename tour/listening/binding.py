"""Makes the editions of a tour; the writing side of ``editions``, for one process at a time."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tour.catalogue.model import Tour
from tour.errors import VoiceFailed
from tour.listening.book import write_book
from tour.listening.editions import (
    FOLDER,
    INDEX,
    Edition,
    EditionFile,
    EditionStore,
    Extension,
    basis_of,
    files_of,
    index_bytes,
    read_index,
    whole_tour,
)
from tour.listening.episodes import Episode
from tour.listening.say import Say, licence_in_words, note_title, voice_in_words, voices_of
from tour.listening.whole import About, Part, join
from tour.narration.captions import webvtt
from tour.narration.files import digest_of, sweep, write_whole
from tour.narration.notes import note_id
from tour.narration.publisher import GRACE_S
from tour.narration.store import ClipStore

_HALF_WRITTEN_S: Final = 3600.0

SayOf = Callable[[str], Say]


def bind(
    audio_dir: Path,
    tour: Tour,
    say_of: SayOf,
    now: Callable[[], float] = time.time,
    should_stop: Callable[[], bool] = lambda: False,
) -> tuple[Edition, ...]:
    """Make what is missing for every language whose stops all have their sound; what is new.

    The caller holds the build lock. What is replaced stays a week, for those who are fetching it.
    ``now``: seconds since 1970. Once ``should_stop`` says so, nothing further is begun and what was
    offered before is offered still.

    Raises:
        NoSpace: the disk is full; what was offered before is offered still.
        VoiceFailed: a clip of a language is not of the kind that can be joined; the other
            languages are done.
    """
    binder = _Binder(audio_dir / FOLDER, ClipStore(audio_dir), EditionStore(audio_dir), say_of, now)
    before = read_index(binder.folder)
    editions: list[Edition] = []
    faults: list[VoiceFailed] = []
    for lang in tour.languages:
        if should_stop():
            return ()
        episodes = whole_tour(tour, lang, binder.clips)
        if episodes is not None:
            try:
                editions += binder.editions(tour, lang, episodes)
            except VoiceFailed as fault:
                faults.append(fault)
    if set(editions) != set(before):
        binder.publish(before, editions)
    binder.forget()
    if faults:
        raise faults[0]
    known = {one.file for one in before}
    return tuple(one for one in editions if one.file not in known)


@dataclass(frozen=True, slots=True)
class _Binder:
    folder: Path
    clips: ClipStore
    store: EditionStore
    say_of: SayOf
    now: Callable[[], float]

    def editions(self, tour: Tour, lang: str, episodes: tuple[Episode, ...]) -> list[Edition]:
        """The two of a language: those that are there, or new ones."""
        sound = self.store.current("sound", tour, lang, self.clips)
        book = self.store.current("book", tour, lang, self.clips)
        return [
            sound or self._sound(tour, lang, episodes),
            book or self._book(tour, lang, episodes),
        ]

    def _sound(self, tour: Tour, lang: str, episodes: tuple[Episode, ...]) -> Edition:
        say = self.say_of(lang)
        voices = voices_of(episodes)
        terms = (voice_in_words(voice, say, licence=True) for voice in voices)
        about = About(
            title=tour.title[lang],
            artist=" ".join(voice_in_words(voice, say) for voice in voices),
            language=lang,
            comment=" ".join((say("listening.whole_about"), *terms)),
            copyright=licence_in_words(tour, say),
        )
        chapters = [chapter for one in episodes for chapter in _chapters(one, lang, say)]
        whole = join([part for _, part in chapters], about)
        starts_s = {name: start for (name, _), start in zip(chapters, whole.starts_s, strict=True)}
        captions = webvtt(whole.cues, tour.title[lang], lang).encode()
        return Edition(
            kind="sound",
            language=lang,
            basis=basis_of(tour, episodes),
            made_at=int(self.now()),
            file=self._put(whole.data, "mp3"),
            duration_s=whole.duration_s,
            starts_s=tuple(starts_s[one.stop.id] for one in episodes),
            captions=self._put(captions, "vtt"),
            notes_s=tuple(starts_s.get(note_id(one.stop.id)) for one in episodes),
        )

    def _book(self, tour: Tour, lang: str, episodes: tuple[Episode, ...]) -> Edition:
        return Edition(
            kind="book",
            language=lang,
            basis=basis_of(tour, episodes),
            made_at=int(self.now()),
            file=self._put(write_book(tour, lang, episodes, self.say_of(lang)), "epub"),
        )

    def _put(self, data: bytes, extension: Extension) -> EditionFile:
        file = EditionFile(digest_of(data), extension, len(data))
        write_whole(self.folder / file.name, data)
        return file

    def publish(self, before: Sequence[Edition], editions: Sequence[Edition]) -> None:
        """Offer these from now on; what is the same as before keeps its date."""
        dates = {one.file: one.made_at for one in before}
        dated = [replace(one, made_at=dates.get(one.file, one.made_at)) for one in editions]
        for name in files_of(before) - files_of(editions):
            with suppress(OSError):
                os.utime(self.folder / name, (self.now(), self.now()))
        write_whole(self.folder / INDEX, index_bytes(dated))

    def forget(self) -> None:
        """Remove what has not been offered for a week."""
        if not self.folder.is_dir():
            return
        sweep(self.folder, _HALF_WRITTEN_S)
        offered = files_of(read_index(self.folder)) | {INDEX}
        for path in sorted(self.folder.iterdir()):
            if path.name not in offered and path.stat().st_mtime < self.now() - GRACE_S:
                path.unlink()


def _chapters(episode: Episode, lang: str, say: Say) -> list[tuple[str, Part]]:
    """What is heard of a stop, by the id of its clip: its note, if it has one, and itself."""
    stop, note = episode.stop, episode.note
    title = f"{stop.code}. {stop.title[lang]}"
    told = Part(title, episode.file, episode.publication.cues, follows_on=note is not None)
    if note is None:
        return [(stop.id, told)]
    before = Part(note_title(stop, say), note.file, note.publication.cues)
    return [(note_id(stop.id), before), (stop.id, told)]
