"""When editions are made, kept, withheld and forgotten."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from narrated import narrate

from tour.catalogue import Tour, read_tour
from tour.errors import VoiceFailed
from tour.listening.binding import bind
from tour.listening.editions import FOLDER, INDEX, Edition, EditionStore
from tour.narration.publisher import GRACE_S
from tour.narration.store import ClipStore
from tour.settings import Settings
from tour.web.pages.words import words

NOW = 1_780_000_000.0


def bound(settings: Settings, now: float = NOW) -> tuple[Edition, ...]:
    tour = read_tour(settings.stops_file)
    return bind(settings.audio_dir, tour, words, now=lambda: now)


def edit(settings: Settings, old: str, new: str) -> None:
    text = settings.stops_file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    settings.stops_file.write_text(text.replace(old, new), encoding="utf-8")


def names(settings: Settings) -> set[str]:
    return {path.name for path in (settings.audio_dir / FOLDER).iterdir()}


@pytest.fixture(scope="module")
def narrated_folder(tmp_path_factory: pytest.TempPathFactory, tour_text: str) -> Path:
    """Made once: the sound of the lighthouse in English."""
    folder = tmp_path_factory.mktemp("english")
    (folder / "stops.yaml").write_text(tour_text, encoding="utf-8")
    narrate(Settings(stops_file=folder / "stops.yaml", audio_dir=folder / "audio"), "en")
    return folder / "audio"


@pytest.fixture
def english(settings: Settings, narrated_folder: Path) -> Tour:
    shutil.copytree(narrated_folder, settings.audio_dir)
    return read_tour(settings.stops_file)


def test_only_a_language_with_every_sound_has_them(settings: Settings, english: Tour) -> None:
    made = bound(settings)
    assert [(one.kind, one.language) for one in made] == [("sound", "en"), ("book", "en")]
    store, clips = EditionStore(settings.audio_dir), ClipStore(settings.audio_dir)
    for one in made:
        assert store.current(one.kind, english, "en", clips) == one
        path = store.file(one.file.digest, one.file.extension)
        assert path is not None
        assert path.stat().st_size == one.file.bytes
        assert store.current(one.kind, english, "ru", clips) is None


def test_what_is_there_is_not_made_again(settings: Settings, english: Tour) -> None:
    assert english
    bound(settings)
    index = settings.audio_dir / FOLDER / INDEX
    before = (index.stat().st_mtime_ns, names(settings))
    assert bound(settings, NOW + 60) == ()
    assert (index.stat().st_mtime_ns, names(settings)) == before


def test_left_off_it_offers_what_it_offered_and_goes_on_later(
    settings: Settings, english: Tour
) -> None:
    before = bound(settings)
    both = replace(english, languages=("en", "kk"))
    (settings.audio_dir / FOLDER / before[0].file.name).unlink()
    assert bind(settings.audio_dir, both, words, lambda: NOW, iter((False, True)).__next__) == ()
    assert set(EditionStore(settings.audio_dir).all()) == set(before)
    assert before[0].file.name in names(settings), "what was made until then is kept"
    assert bind(settings.audio_dir, both, words, lambda: NOW, lambda: True) == ()
    assert set(EditionStore(settings.audio_dir).all()) == set(before)


def test_a_lost_file_is_made_again_under_the_same_name(settings: Settings, english: Tour) -> None:
    assert english
    sound, _ = bound(settings)
    (settings.audio_dir / FOLDER / sound.file.name).unlink()
    assert bound(settings, NOW + 60) == ()
    assert sound.file.name in names(settings)
    store = EditionStore(settings.audio_dir)
    assert {one.made_at for one in store.all()} == {int(NOW)}, "the same bytes keep their date"


def test_a_changed_text_withholds_them_until_its_sound_is_there(
    settings: Settings, english: Tour
) -> None:
    assert english
    sound, book = bound(settings)
    edit(settings, "Look at the lamp.", "Look at the old lamp.")
    store, clips = EditionStore(settings.audio_dir), ClipStore(settings.audio_dir)
    assert store.current("sound", read_tour(settings.stops_file), "en", clips) is None
    changed = narrate(settings, "en")
    new_sound, new_book = bound(settings, NOW + 60)
    assert new_sound.file != sound.file
    assert new_book.file != book.file
    assert store.current("sound", changed, "en", clips) == new_sound
    assert sound.file.name in names(settings), "somebody may be half-way through it"


def test_a_word_that_is_not_spoken_changes_the_book_alone(
    settings: Settings, english: Tour
) -> None:
    assert english
    _, book = bound(settings)
    edit(settings, "This tour is written for tests.", "This tour is written for all tests.")
    (new_book,) = bound(settings, NOW + 60)
    assert (new_book.kind, new_book.file == book.file) == ("book", False)


def test_replaced_files_go_after_a_week(settings: Settings, english: Tour) -> None:
    assert english
    sound, _ = bound(settings)
    edit(settings, "Look at the lamp.", "Look at the old lamp.")
    narrate(settings, "en")
    bound(settings, NOW + 60)
    os.utime(settings.audio_dir / FOLDER / INDEX, (NOW, NOW))
    bound(settings, NOW + 60 + GRACE_S - 1)
    assert sound.file.name in names(settings)
    bound(settings, NOW + 62 + GRACE_S)
    assert sound.file.name not in names(settings)
    store, clips = EditionStore(settings.audio_dir), ClipStore(settings.audio_dir)
    assert store.current("sound", read_tour(settings.stops_file), "en", clips) is not None


def test_a_clip_that_cannot_be_joined_keeps_its_language_back_alone(settings: Settings) -> None:
    tour = narrate(settings, "en", "ru")
    clips = ClipStore(settings.audio_dir)
    publication = clips.publication("lamp", "ru")
    assert publication is not None
    (settings.audio_dir / f"{publication.audio[1].digest}.mp3").write_bytes(b"broken")
    with pytest.raises(VoiceFailed, match="flask narrate"):
        bound(settings)
    store = EditionStore(settings.audio_dir)
    assert store.current("sound", tour, "en", clips) is not None
    assert store.current("sound", tour, "ru", clips) is None


@pytest.mark.parametrize("index", [b"", b"[]", b'{"editions": [{}]}', b'{"editions": 5}'])
def test_an_index_that_cannot_be_read_names_nothing(
    settings: Settings, english: Tour, index: bytes
) -> None:
    assert english
    bound(settings)
    (settings.audio_dir / FOLDER / INDEX).write_bytes(index)
    assert EditionStore(settings.audio_dir).all() == ()
    assert len(bound(settings)) == 2


def test_names_that_are_none_lead_nowhere(settings: Settings, english: Tour) -> None:
    assert english
    bound(settings)
    store = EditionStore(settings.audio_dir)
    assert store.file("0" * 32, "mp3") is None
    assert store.file("index", "json") is None
    assert store.file("../published", "mp3") is None
    assert Path(settings.audio_dir / FOLDER / INDEX).is_file()


def test_a_language_that_is_no_longer_in_the_tour_is_offered_no_more(
    settings: Settings, english: Tour
) -> None:
    bound(settings)
    bind(settings.audio_dir, replace(english, languages=("kk", "ru")), words, now=lambda: NOW)
    assert EditionStore(settings.audio_dir).all() == ()
