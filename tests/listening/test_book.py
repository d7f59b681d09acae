"""The book, checked by EPUBCheck and read by hand: its text is heard where it says so."""

import io
import re
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_STORED, ZipFile

import pytest
from listening_help import Narrated, assert_golden
from PIL import Image

from tour.listening.book import write_book
from tour.listening.book.cover import SIZE_PX, cover
from tour.listening.book.overlay import clock
from tour.web.pages.words import words

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
SMIL = "{http://www.w3.org/ns/SMIL}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(params=["kk", "ru", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(lighthouse: Narrated, lang: str) -> ZipFile:
    return ZipFile(io.BytesIO(book_of(lighthouse, lang)))


def book_of(lighthouse: Narrated, lang: str) -> bytes:
    edition = lighthouse.editions.current("book", lighthouse.tour, lang, lighthouse.clips)
    assert edition is not None
    path = lighthouse.editions.file(edition.file.digest, "epub")
    assert path is not None
    return path.read_bytes()


def tree(book: ZipFile, name: str) -> Element:
    return fromstring(book.read(f"book/{name}"))  # noqa: S314 - our own document


def test_every_sentence_is_heard_in_its_stretch(
    lighthouse: Narrated, book: ZipFile, lang: str
) -> None:
    for episode in lighthouse.episodes(lang):
        name = f"stop-{episode.stop.number:02}"
        page, spoken = tree(book, f"{name}.xhtml"), tree(book, f"{name}.smil")
        texts = {
            f"{name}.xhtml#{each.attrib['id']}": each.text for each in page.iter(f"{XHTML}span")
        }
        stretches = []
        heard = []
        for both in spoken.iter(f"{SMIL}par"):
            text, sound = both
            heard.append(texts[text.attrib["src"]])
            assert sound.attrib["src"] == f"{name}.mp3"
            begin, end = (float(sound.attrib[key][:-1]) for key in ("clipBegin", "clipEnd"))
            stretches.append((begin, end))
        cues = episode.publication.cues
        assert heard == [cue.text for cue in cues]
        assert stretches[0][0] == 0
        assert stretches[-1][1] == round(episode.publication.duration_s, 3)
        for cue, (begin, end) in zip(cues, stretches, strict=True):
            assert begin <= cue.start_s < cue.end_s <= end
        for (_, end), (begin, _) in pairwise(stretches):
            assert end == begin, "no pause is left out"
        sound_file = lighthouse.clips.file(episode.sound.digest, "mp3")
        assert sound_file is not None
        assert book.read(f"book/{name}.mp3") == sound_file.read_bytes()


def test_what_is_read_aloud_is_marked_by_more_than_colour(book: ZipFile) -> None:
    package = tree(book, "package.opf")
    names = {
        each.attrib["property"]: each.text or ""
        for each in package.iter(f"{OPF}meta")
        if "property" in each.attrib
    }
    style = book.read("book/style.css").decode()
    (rules,) = re.findall(rf"\.{names['media:active-class']} {{(.*?)}}", style, re.DOTALL)
    assert "text-decoration: underline" in rules


def test_what_it_says_of_itself(lighthouse: Narrated, book: ZipFile, lang: str) -> None:
    metadata = tree(book, "package.opf").find(f"{OPF}metadata")
    assert metadata is not None
    assert metadata.findtext(f"{DC}title") == lighthouse.tour.title[lang]
    assert metadata.findtext(f"{DC}language") == lang
    assert "Apache-2.0" in (metadata.findtext(f"{DC}rights") or "")
    assert metadata.findtext(f"{DC}source") == "The keeper's diary (https://example.org/diary)"
    said: dict[str, list[str]] = {}
    for each in metadata.iter(f"{OPF}meta"):
        if "refines" not in each.attrib:
            said.setdefault(each.attrib.get("property", ""), []).append(each.text or "")
    heard = [sound for one in lighthouse.episodes(lang) for sound in (one, one.note) if sound]
    total_s = sum(sound.publication.duration_s for sound in heard)
    assert said["media:duration"] == [clock(total_s)]
    assert said["media:narrator"] == ["Tone"]
    assert said["schema:accessMode"] == ["textual", "auditory"]
    assert "synchronizedAudioText" in said["schema:accessibilityFeature"]
    assert said["schema:accessibilitySummary"] == [words(lang)("book.accessibility")]


def test_the_state_of_each_text_is_told(book: ZipFile, lighthouse: Narrated, lang: str) -> None:
    about = book.read("book/about.xhtml").decode()
    for stop in lighthouse.tour.stops:
        assert words(lang)(f"book.review_{stop.review[lang]}") in about
    lamp = book.read("book/stop-02.xhtml").decode()
    note = lighthouse.tour.stops[1].content_note
    assert note is not None
    assert lamp.index(note[lang]) < lamp.index('id="s0"'), "the word of care comes first"
    assert (words(lang)("stop.draft") in lamp) == (lang == "kk")


def test_contents_lead_to_every_page(book: ZipFile) -> None:
    nav = tree(book, "contents.xhtml")
    linked = [each.attrib["href"] for each in nav.iter(f"{XHTML}a")]
    assert linked == [
        "first.xhtml",
        "stop-01.xhtml",
        "stop-02-note.xhtml",
        "stop-02.xhtml",
        "closing.xhtml",
        "about.xhtml",
    ]
    assert {f"book/{name}" for name in linked} <= set(book.namelist())


def test_the_archive_is_as_readers_want_it(book: ZipFile) -> None:
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book.read("mimetype") == b"application/epub+zip"


def test_the_same_tour_gives_the_same_bytes(lighthouse: Narrated) -> None:
    again = write_book(lighthouse.tour, "ru", lighthouse.episodes("ru"), words("ru"))
    assert again == book_of(lighthouse, "ru")


def test_a_page_and_its_overlay_are_as_they_were(lighthouse: Narrated) -> None:
    """When this changes on purpose: raise MAKER in editions.py, so that books are made anew."""
    book = ZipFile(io.BytesIO(book_of(lighthouse, "en")))
    for name in ("stop-02-note.xhtml", "stop-02.xhtml", "stop-02.smil", "about.xhtml"):
        assert_golden(f"book-{name}", book.read(f"book/{name}"))


def test_the_cover_shows_the_name_in_every_language() -> None:
    empty = cover("漢字 which the typeface has not")
    with Image.open(io.BytesIO(empty)) as shown:
        assert shown.size == SIZE_PX
    for name in ("«АЛЖИР» мемориалы ҚҒҢӨҰҮҺІ", "A name " * 12):
        made = cover(name)
        assert made != empty
        with Image.open(io.BytesIO(made)) as shown:
            pixels = shown.convert("L")
            below = pixels.crop((0, 1650, *SIZE_PX))
            assert below.getextrema()[0] < 80, "the name is dark"
            edges = pixels.crop((0, 1650, 60, SIZE_PX[1]))
            assert edges.getextrema()[0] > 200, "nothing runs out of the page"


def test_durations_are_written_as_clock_values() -> None:
    assert [clock(s) for s in (0, 74.22, 59.9996, 3725.5)] == [
        "0:00:00.000",
        "0:01:14.220",
        "0:01:00.000",
        "1:02:05.500",
    ]
    assert re.fullmatch(r"\d:\d\d:\d\d\.\d{3}", clock(1.0))
