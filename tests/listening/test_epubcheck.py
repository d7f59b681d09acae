"""EPUBCheck finds nothing in any book: the tour that is served, a bound file, hostile texts."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from listening_help import HOSTILE, Narrated

from tour.catalogue import Tour, check_text, read_tour
from tour.catalogue.model import Stop
from tour.listening.book import write_book
from tour.listening.episodes import Episode
from tour.narration.model import Cue, Publication
from tour.narration.notes import note_of
from tour.narration.sentences import split_sentences
from tour.settings import ROOT
from tour.web.pages.words import words

EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
EACH_BOOK = Path(__file__).parent / "EachBook.java"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
LANGUAGES = ("kk", "ru", "en")
XHTML = "{http://www.w3.org/1999/xhtml}"

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None or not EPUBCHECK.exists(),
    reason="EPUBCheck is not installed: apt-get install epubcheck default-jre-headless",
)


def spoken(like: Publication, stop: Stop, lang: str) -> Publication:
    """The texts of a stop under a sound that is another's: a second for each sentence."""
    sentences = [
        (number, text)
        for number, paragraph in enumerate(stop.paragraphs(lang))
        for text in split_sentences(paragraph, lang)
    ]
    cues = tuple(
        Cue(number, text, place, place + 1) for place, (number, text) in enumerate(sentences)
    )
    return replace(like, cues=cues, duration_s=float(len(cues)))


def with_texts_of(tour: Tour, like: Episode, lang: str) -> list[Episode]:
    assert like.note is not None
    episodes = []
    for stop in tour.stops:
        note, said = note_of(stop), None
        if note is not None:
            said = replace(like.note, publication=spoken(like.note.publication, note, lang))
        publication = spoken(like.publication, stop, lang)
        episodes.append(replace(like, stop=stop, publication=publication, note=said))
    return episodes


def hostile_book(lighthouse: Narrated) -> bytes:
    name = HOSTILE.replace("'", "''")
    text = lighthouse.settings.stops_file.read_text(encoding="utf-8")
    for old in ('en: "The gate"', 'en: "This stop speaks of a death."'):
        assert old in text
        text = text.replace(old, f"en: '{name}'")
    tour = check_text(text.replace('title: "The keeper\'s diary"', f"title: '{name}'")).tour
    assert tour is not None
    gate, lamp = lighthouse.episodes("en")
    episodes = [replace(gate, stop=tour.stops[0]), replace(lamp, stop=tour.stops[1])]
    return write_book(tour, "en", episodes, words("en"))


@pytest.fixture(scope="module")
def books(lighthouse: Narrated, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every book that is checked, by its name."""
    folder = tmp_path_factory.mktemp("books")
    tour = read_tour(ROOT / "stops.yaml")
    made = {"hostile": hostile_book(lighthouse)}
    for lang in LANGUAGES:
        episodes = with_texts_of(tour, lighthouse.episodes(lang)[1], lang)
        made[f"served-{lang}"] = write_book(tour, lang, episodes, words(lang))
        bound = lighthouse.editions.current("book", lighthouse.tour, lang, lighthouse.clips)
        assert bound is not None
        path = lighthouse.editions.file(bound.file.digest, "epub")
        assert path is not None
        made[f"bound-{lang}"] = path.read_bytes()
    broken = made["bound-en"].replace(b"stop-02-note.mp3", b"stop-02-nope.mp3")
    for name, data in (made | {"broken": broken}).items():
        (folder / f"{name}.epub").write_bytes(data)
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def said(books: Mapping[str, Path]) -> Mapping[str, str]:
    """What EPUBCheck says of each book; starting it costs more than checking."""
    paths = [str(path) for path in books.values()]
    done = subprocess.run(
        ["java", *QUICK, "-cp", str(EPUBCHECK), str(EACH_BOOK), *paths],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    parts = re.split(r"^BOOK (.+)$", done.stdout, flags=re.MULTILINE)
    return {Path(path).stem: text for path, text in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize(
    "name",
    ["hostile", *(f"{kind}-{lang}" for kind in ("served", "bound") for lang in LANGUAGES)],
)
def test_epubcheck_finds_nothing(said: Mapping[str, str], name: str) -> None:
    assert "EPUB version 3" in said[name]
    assert "0 fatals / 0 errors / 0 warnings / 0 infos" in said[name], said[name]


def test_epubcheck_finds_a_sound_that_is_missing(said: Mapping[str, str]) -> None:
    assert "0 errors" not in said["broken"]
    assert "stop-02-nope.mp3" in said["broken"] or "stop-02-note.mp3" in said["broken"]


def test_hostile_texts_are_only_texts(books: Mapping[str, Path]) -> None:
    page = fromstring(ZipFile(books["hostile"]).read("book/stop-01.xhtml"))  # noqa: S314 - ours
    assert page.findtext(f".//{XHTML}h1") == f"1. {HOSTILE}"
