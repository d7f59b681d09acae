"""A content note is heard before its stop wherever the tour is taken along."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import numpy as np
import pytest
from listening_help import BASE, Narrated, Read
from narrated import narrate

from tour.listening.binding import bind
from tour.listening.chapters import chapters
from tour.listening.editions import Edition, EditionStore, whole_tour
from tour.narration.pcm import decode
from tour.narration.store import ClipStore
from tour.settings import Settings
from tour.web.pages.words import words

RATE_HZ = 24_000
BEFORE = {"kk": "Жалғастырмас бұрын", "ru": "Прежде чем продолжить", "en": "Before you go on"}
CHAPTERS = """
import { parseFile } from "music-metadata";
async function read() {
  const { format } = await parseFile(path, { includeChapters: true });
  return format.chapters.map(({ title, start }) => ({ title, start }));
}
"""
SMIL = "{http://www.w3.org/ns/SMIL}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(params=["kk", "ru", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sound_of(lighthouse: Narrated, lang: str) -> Edition:
    edition = lighthouse.editions.current("sound", lighthouse.tour, lang, lighthouse.clips)
    assert edition is not None
    return edition


def path_of(lighthouse: Narrated, edition: Edition) -> Path:
    path = lighthouse.editions.file(edition.file.digest, edition.file.extension)
    assert path is not None
    return path


def test_the_whole_tour_tells_it_and_then_is_silent_for_two_seconds(
    lighthouse: Narrated, lang: str
) -> None:
    edition = sound_of(lighthouse, lang)
    gate, lamp = lighthouse.episodes(lang)
    assert gate.note is None
    assert lamp.note is not None
    nothing, note_s = edition.notes_s
    assert nothing is None
    assert note_s is not None
    sound = decode(path_of(lighthouse, edition), RATE_HZ)
    clip = decode(lamp.note.file, RATE_HZ)
    begin, stop = round(note_s * RATE_HZ), round(edition.starts_s[1] * RATE_HZ)
    assert np.abs(sound[begin : begin + clip.size] - clip).max() < 1e-6
    said_until = begin + round(lamp.note.publication.cues[-1].end_s * RATE_HZ)
    assert (stop - said_until) / RATE_HZ >= 2
    assert np.abs(sound[said_until + 2400 : stop - 1200]).max() < 1e-3
    assert np.abs(sound[stop : stop + 2 * RATE_HZ]).max() > 0.01


def test_it_is_a_chapter_that_a_player_can_skip(
    lighthouse: Narrated, read_by_node: Read, lang: str
) -> None:
    edition = sound_of(lighthouse, lang)
    read = read_by_node(CHAPTERS, path_of(lighthouse, edition).read_bytes())
    gate, lamp = lighthouse.tour.stops
    titles = [f"1. {gate.title[lang]}", f"2. {BEFORE[lang]}", f"2. {lamp.title[lang]}"]
    assert [each["title"] for each in read] == titles
    begins = (edition.starts_s[0], edition.notes_s[1], edition.starts_s[1])
    assert [each["start"] for each in read] == pytest.approx(begins, abs=0.001)


def test_podcast_apps_are_told_the_same_chapters(lighthouse: Narrated, lang: str) -> None:
    edition = sound_of(lighthouse, lang)
    document = json.loads(chapters(lighthouse.tour, lang, edition, BASE, words(lang)))
    gate, note, lamp = document["chapters"]
    assert gate["endTime"] == note["startTime"] == round(edition.notes_s[1] or 0, 3)
    assert note["endTime"] == lamp["startTime"] == round(edition.starts_s[1], 3)
    assert note["title"] == f"2. {BEFORE[lang]}"
    assert note["url"] == lamp["url"] == f"{BASE}/{lang}/stops/lamp"
    assert "location" not in note, "the line through the places stays"


def test_the_captions_of_the_whole_say_it(lighthouse: Narrated, lang: str) -> None:
    edition = sound_of(lighthouse, lang)
    assert edition.captions is not None
    path = lighthouse.editions.file(edition.captions.digest, "vtt")
    assert path is not None
    text = re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8"))
    lamp = lighthouse.tour.stops[1]
    assert lamp.content_note is not None
    assert text.index(lamp.content_note[lang]) < text.index(lamp.orientation[lang])


def test_the_book_has_a_page_for_it_that_is_read_before_the_stop(
    lighthouse: Narrated, lang: str
) -> None:
    edition = lighthouse.editions.current("book", lighthouse.tour, lang, lighthouse.clips)
    assert edition is not None
    book = ZipFile(path_of(lighthouse, edition))
    package = fromstring(book.read("book/package.opf"))  # noqa: S314 - our own document
    order = [each.attrib["idref"] for each in package.iter("{http://www.idpf.org/2007/opf}itemref")]
    assert order.index("stop-02-note") == order.index("stop-02") - 1
    assert "stop-01-note" not in order
    lamp = lighthouse.episodes(lang)[1]
    assert lamp.note is not None
    page = fromstring(book.read("book/stop-02-note.xhtml"))  # noqa: S314 - our own document
    spoken = fromstring(book.read("book/stop-02-note.smil"))  # noqa: S314 - our own document
    texts = {each.attrib["id"]: each.text for each in page.iter(f"{XHTML}span")}
    heard = [each.attrib["src"].partition("#")[2] for each in spoken.iter(f"{SMIL}text")]
    assert [texts[name] for name in heard] == [cue.text for cue in lamp.note.publication.cues]
    assert book.read("book/stop-02-note.mp3") == lamp.note.file.read_bytes()
    last = list(spoken.iter(f"{SMIL}audio"))[-1]
    until_s = float(last.attrib["clipEnd"].removesuffix("s"))
    assert until_s - lamp.note.publication.cues[-1].end_s >= 2, "its silence is heard"
    links = {each.text: each.attrib["href"] for each in page.iter(f"{XHTML}a")}
    assert links == {words(lang)("stop.skip_last"): "closing.xhtml"}
    contents = fromstring(book.read("book/contents.xhtml"))  # noqa: S314 - our own document
    listed = {each.attrib["href"]: each.text for each in contents.iter(f"{XHTML}a")}
    assert listed["stop-02-note.xhtml"] == f"2. {BEFORE[lang]}"


def test_nothing_is_put_together_while_a_note_cannot_be_heard(settings: Settings) -> None:
    tour = narrate(settings, "en")
    clips = ClipStore(settings.audio_dir)
    note = clips.publication("lamp/note", "en")
    assert note is not None
    mp3 = next(each for each in note.audio if each.extension == "mp3")
    (settings.audio_dir / f"{mp3.digest}.mp3").unlink()
    assert whole_tour(tour, "en", clips) is None
    assert bind(settings.audio_dir, tour, words) == ()


def test_another_note_makes_both_anew(settings: Settings) -> None:
    text = settings.stops_file.read_text(encoding="utf-8")
    before = bind(settings.audio_dir, narrate(settings, "en"), words)
    changed = text.replace("This stop speaks of a death.", "This stop tells of a death.")
    settings.stops_file.write_text(changed, encoding="utf-8")
    tour = narrate(settings, "en")
    after = bind(settings.audio_dir, tour, words)
    assert len(before) == len(after) == 2
    assert {one.file for one in before}.isdisjoint(one.file for one in after)
    store, clips = EditionStore(settings.audio_dir), ClipStore(settings.audio_dir)
    sound = store.current("sound", tour, "en", clips)
    assert sound == after[0]
    assert store.current("sound", replace(tour, version="other"), "en", clips) is None
