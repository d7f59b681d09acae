"""Whoever is heard is named, with the voice's licence, in everything that carries the sound."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from zipfile import ZipFile

import av
import pytest
from listening_help import BASE, VOICE, Narrated

from tour.listening.binding import bind
from tour.listening.editions import EditionStore
from tour.listening.iiif import manifest
from tour.listening.podcast import feed
from tour.listening.tourml import tourml
from tour.narration.store import PUBLISHED, ClipStore
from tour.web.pages.words import words

TESTIMONY = replace(VOICE, id="null:second", name="Mezzo", licence="Free Voice Licence 3")
READER = replace(VOICE, id="recordings:lamp", name="A. Reader", licence="Gift", quality="human")


@pytest.fixture(scope="module")
def told(lighthouse: Narrated, tmp_path_factory: pytest.TempPathFactory) -> Narrated:
    """The lighthouse: the lamp's sound has a second voice, its note is read by a person."""
    audio_dir = tmp_path_factory.mktemp("told") / "audio"
    shutil.copytree(lighthouse.settings.audio_dir, audio_dir)
    shutil.rmtree(audio_dir / "editions")
    document = json.loads((audio_dir / PUBLISHED).read_bytes())
    for record in document["publications"]:
        if record["stop_id"] == "lamp":
            record["testimony_voice"] = asdict(TESTIMONY)
        if record["stop_id"] == "lamp/note":
            record["voice"] = asdict(READER)
    (audio_dir / PUBLISHED).write_text(json.dumps(document), encoding="utf-8")
    bind(audio_dir, lighthouse.tour, words, now=lambda: 1_780_000_000)
    settings = replace(lighthouse.settings, audio_dir=audio_dir)
    return Narrated(lighthouse.tour, settings, ClipStore(audio_dir), EditionStore(audio_dir))


def file_of(told: Narrated, kind: str) -> Path:
    edition = next(one for one in told.editions.all() if (one.kind, one.language) == (kind, "en"))
    path = told.editions.file(edition.file.digest, edition.file.extension)
    assert path is not None
    return path


def the_podcast(told: Narrated) -> str:
    whole = told.editions.current("sound", told.tour, "en", told.clips)
    return feed(told.tour, "en", told.episodes("en"), BASE, words("en"), whole).decode()


def the_whole_tour_in_the_podcast(told: Narrated) -> str:
    return the_podcast(told).partition("<item>")[2].partition("</item>")[0]


def the_whole_tour(told: Narrated) -> str:
    with av.open(str(file_of(told, "sound"))) as container:
        return f"{container.metadata['artist']} {container.metadata['comment']}"


def the_books_last_page(told: Narrated) -> str:
    return ZipFile(file_of(told, "book")).read("book/about.xhtml").decode()


def the_iiif_manifest(told: Narrated) -> str:
    return manifest(told.tour, "en", told.episodes("en"), BASE, words("en")).decode()


def the_tourml(told: Narrated) -> str:
    sounds = {lang: told.episodes(lang) for lang in told.tour.languages}
    return tourml(told.tour, sounds, BASE, {lang: words(lang) for lang in sounds}).decode()


OF_STOPS = (the_podcast, the_iiif_manifest, the_tourml)
OF_ALL = (the_whole_tour, the_whole_tour_in_the_podcast, the_books_last_page)


@pytest.mark.parametrize("export", [*OF_STOPS, *OF_ALL])
def test_the_voice_of_testimony_is_named_with_its_licence(
    told: Narrated, export: Callable[[Narrated], str]
) -> None:
    written = export(told)
    assert "Tone" in written, "the narrator"
    assert "Mezzo" in written
    assert "Free Voice Licence 3" in written


@pytest.mark.parametrize("export", OF_ALL)
def test_who_reads_a_note_is_named_where_it_is_heard(
    told: Narrated, export: Callable[[Narrated], str]
) -> None:
    written = export(told)
    assert "Read by a person: A. Reader." in written
    assert "Gift" in written


def test_the_books_page_of_a_stop_and_its_description_name_both(told: Narrated) -> None:
    book = ZipFile(file_of(told, "book"))
    page = book.read("book/stop-02.xhtml").decode()
    assert "Synthetic voice: Tone." in page
    assert "Synthetic voice: Mezzo." in page
    package = book.read("book/package.opf").decode()
    for name in ("Tone", "Mezzo", "A. Reader"):
        assert f'property="media:narrator">{name}<' in package
