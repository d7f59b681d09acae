"""The date of an episode is that of its sound, wherever the files are carried."""

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from listening_help import Narrated

from tour.listening.episodes import narrated
from tour.narration.publisher import Publisher
from tour.narration.store import PUBLISHED, ClipStore

WRITTEN = 1_700_000_000
MOVED = 1_750_000_000


@pytest.fixture
def audio_dir(lighthouse: Narrated, tmp_path: Path) -> Path:
    """A copy of the lighthouse's sound."""
    shutil.copytree(lighthouse.settings.audio_dir, tmp_path / "audio")
    return tmp_path / "audio"


def touch(audio_dir: Path, seconds: int) -> None:
    for path in audio_dir.glob("*.mp3"):
        os.utime(path, (seconds, seconds))


def forget_dates(audio_dir: Path) -> None:
    """As a release wrote the list that knew no dates."""
    document = json.loads((audio_dir / PUBLISHED).read_bytes())
    for record in document["publications"]:
        record.pop("made_at")
    (audio_dir / PUBLISHED).write_text(json.dumps(document), encoding="utf-8")


def dates(lighthouse: Narrated, audio_dir: Path) -> set[datetime]:
    return {one.published_at for one in narrated(lighthouse.tour, "en", ClipStore(audio_dir))}


def of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_files_that_are_copied_to_another_server_keep_their_dates(
    lighthouse: Narrated, audio_dir: Path
) -> None:
    before = dates(lighthouse, audio_dir)
    touch(audio_dir, MOVED)
    assert dates(lighthouse, audio_dir) == before != {of(MOVED)}


def test_old_lists_are_dated_by_their_files(lighthouse: Narrated, audio_dir: Path) -> None:
    forget_dates(audio_dir)
    touch(audio_dir, WRITTEN)
    assert dates(lighthouse, audio_dir) == {of(WRITTEN)}


def test_the_next_narration_writes_the_dates_of_old_lists_down(
    lighthouse: Narrated, audio_dir: Path
) -> None:
    forget_dates(audio_dir)
    touch(audio_dir, WRITTEN)
    keys = [
        (name, lang)
        for stop in lighthouse.tour.stops
        for name in (stop.id, f"{stop.id}/note")
        for lang in lighthouse.tour.languages
    ]
    Publisher(audio_dir, now=lambda: MOVED).prune(keys, ())
    touch(audio_dir, MOVED)
    assert dates(lighthouse, audio_dir) == {of(WRITTEN)}


def test_only_another_sound_has_another_date(audio_dir: Path) -> None:
    published = ClipStore(audio_dir).publication("gate", "en")
    assert published is not None
    assert published.made_at is not None
    Publisher(audio_dir, now=lambda: MOVED).publish(replace(published, recipe="new", made_at=None))
    again = ClipStore(audio_dir).publication("gate", "en")
    assert again is not None
    assert (again.recipe, again.made_at) == ("new", published.made_at)
    other = tuple(replace(each, digest="0" * 32) for each in published.audio)
    changed = replace(published, audio=other, made_at=None)
    Publisher(audio_dir, now=lambda: MOVED + 0.9).publish(changed)
    later = ClipStore(audio_dir).publication("gate", "en")
    assert later is not None
    assert later.made_at == MOVED
