"""The writing side of the clip store. One process at a time uses it, under the build lock."""

import json
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tour.narration.files import canonical, digest_of, sweep, write_whole
from tour.narration.heard import read_heard
from tour.narration.model import Publication
from tour.narration.records import FORMAT, to_record
from tour.narration.store import EXTENSIONS, PUBLISHED, ClipStore, Key

SENTENCES = "sentences"
GRACE_S = 7 * 24 * 3600.0
"""A phone may be half-way through a file that was replaced: it stays this long."""

_HALF_WRITTEN_S = 3600.0


def sentence_file(folder: Path, key: str) -> Path:
    """Where in ``SENTENCES`` the speech of a sentence is kept (see ``sentence_cache``)."""
    return folder / f"{key}.flac"


def file_names(publication: Publication) -> tuple[str, ...]:
    """The names of the files that a publication is made of."""
    audio = (f"{file.digest}.{file.extension}" for file in publication.audio)
    return (*audio, f"{publication.captions}.vtt")


def put(audio_dir: Path, data: bytes, extension: str) -> str:
    """Keep bytes under their digest and give it. Repeating it repairs a damaged file.

    Raises:
        NoSpace: the disk is full.
    """
    digest = digest_of(data)
    write_whole(audio_dir / f"{digest}.{extension}", data)
    return digest


def damage(audio_dir: Path, publication: Publication) -> tuple[str, ...]:
    """What is wrong with a publication's files, each read and hashed again; empty when sound."""
    faults = []
    for name in file_names(publication):
        try:
            whole = digest_of((audio_dir / name).read_bytes()) == name.partition(".")[0]
        except OSError:
            faults.append(f"{name} is missing")
            continue
        if not whole:
            faults.append(f"{name} is damaged")
    return tuple(faults)


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed."""

    files: int
    bytes: int


class Publisher:
    """Publishes into ``audio_dir``. ``now`` gives seconds since 1970."""

    def __init__(self, audio_dir: Path, now: Callable[[], float] = time.time) -> None:
        self.audio_dir = audio_dir
        self.now = now
        published = ClipStore(audio_dir).publications()
        self._publications = {key: _dated(one, audio_dir) for key, one in published.items()}
        self._records = {key: to_record(one) for key, one in self._publications.items()}
        self._retired: dict[str, float] = {}
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            document = json.loads((audio_dir / PUBLISHED).read_bytes())
            self._retired = {str(name): float(at) for name, at in document["retired"].items()}

    def publish(self, publication: Publication) -> None:
        """Serve this from now on; its files must be there. The files it replaces stay a week.

        It is dated now, or as before when it sounds as before.

        Raises:
            NoSpace: the disk is full; what was served before is served still.
        """
        key = (publication.stop_id, publication.language)
        before = self._publications.get(key)
        made_at = before.made_at if before and before.audio == publication.audio else None
        dated = replace(publication, made_at=int(self.now()) if made_at is None else made_at)
        self._change({**self._publications, key: dated})

    def _change(self, publications: dict[Key, Publication]) -> None:
        in_use = {name for one in publications.values() for name in file_names(one)}
        before = {name for one in self._publications.values() for name in file_names(one)}
        retired = {name: at for name, at in self._retired.items() if name not in in_use}
        retired |= dict.fromkeys(sorted(before - in_use), self.now())
        records = {
            key: self._records[key] if one is self._publications.get(key) else to_record(one)
            for key, one in publications.items()
        }
        document = {
            "format": FORMAT,
            "publications": [records[key] for key in sorted(records)],
            "retired": retired,
        }
        write_whole(self.audio_dir / PUBLISHED, canonical(document))
        self._publications, self._records, self._retired = publications, records, retired

    def prune(self, wanted: Collection[Key], sentence_keys: Iterable[str]) -> Pruned:
        """Withdraw what the tour has no more, and remove files unused for a week.

        ``wanted``: the stops and languages of the tour; ``sentence_keys``: the cached sentences
        that it needs.
        """
        self._change({key: one for key, one in self._publications.items() if key in wanted})
        limit = self.now() - GRACE_S
        held = [one for key, one in read_heard(self.audio_dir).held.items() if key in wanted]
        needed_files = (*self._publications.values(), *held)
        in_use = {name for one in needed_files for name in file_names(one)}
        gone = Pruned(0, 0)
        for path in sorted(self.audio_dir.iterdir()):
            if path.suffix.removeprefix(".") not in EXTENSIONS or path.name in in_use:
                continue
            if self._retired.get(path.name, path.stat().st_mtime) < limit:
                gone = _removed(path, gone)
                self._retired.pop(path.name, None)
        needed = set(sentence_keys)
        for path in sorted((self.audio_dir / SENTENCES).glob("*.flac")):
            if path.stem not in needed and path.stat().st_mtime < limit:
                gone = _removed(path, gone)
        self._change(self._publications)
        sweep(self.audio_dir, _HALF_WRITTEN_S)
        sweep(self.audio_dir / SENTENCES, _HALF_WRITTEN_S)
        return gone


def _dated(publication: Publication, audio_dir: Path) -> Publication:
    """With the date of its files, where its record has none."""
    if publication.made_at is not None:
        return publication
    written = [audio_dir / f"{file.digest}.{file.extension}" for file in publication.audio]
    with suppress(OSError, IndexError):
        return replace(publication, made_at=int(written[-1].stat().st_mtime))
    return publication


def _removed(path: Path, so_far: Pruned) -> Pruned:
    size = path.stat().st_size
    path.unlink()
    return Pruned(so_far.files + 1, so_far.bytes + size)
