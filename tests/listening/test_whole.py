"""The whole tour as one MP3: nothing is lost between the clips and the file."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from listening_help import BASE, Narrated, Read

from tour.errors import VoiceFailed
from tour.listening.artwork import artwork
from tour.listening.chapters import chapters
from tour.listening.editions import Edition
from tour.listening.whole import About, Part, join
from tour.narration.pcm import decode, measure
from tour.web.pages.words import words

RATE_HZ = 24_000
SILENCE_S = 1.5
MUSIC_METADATA = """
import { parseFile } from "music-metadata";
async function read() {
  const found = await parseFile(path, { includeChapters: true, duration: true });
  const { common, format } = found;
  const picture = common.picture[0];
  return {
    title: common.title, album: common.album, artist: common.artist, language: common.language,
    copyright: common.copyright, genre: common.genre[0], picture: picture.format,
    pictureBytes: picture.data.length, duration: format.duration, bitrate: format.bitrate,
    codec: format.codec, profile: format.codecProfile, channels: format.numberOfChannels,
    chapters: format.chapters.map(({ title, start, end }) => ({ title, start, end })),
  };
}
"""


def whole_of(lighthouse: Narrated, lang: str) -> tuple[Edition, Path]:
    edition = lighthouse.editions.current("sound", lighthouse.tour, lang, lighthouse.clips)
    assert edition is not None
    path = lighthouse.editions.file(edition.file.digest, "mp3")
    assert path is not None
    return edition, path


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_sample_of_every_clip_is_there_where_its_chapter_begins(
    lighthouse: Narrated, lang: str
) -> None:
    edition, path = whole_of(lighthouse, lang)
    sound = decode(path, RATE_HZ)
    for episode, start_s in zip(lighthouse.episodes(lang), edition.starts_s, strict=True):
        clip = decode(episode.file, RATE_HZ)
        begin = round(start_s * RATE_HZ)
        heard = sound[begin : begin + clip.size]
        assert heard.size == clip.size
        assert np.abs(heard - clip).max() < 1e-6


def test_between_two_stops_it_is_silent_for_a_moment(lighthouse: Narrated) -> None:
    edition, path = whole_of(lighthouse, "en")
    sound = decode(path, RATE_HZ)
    first, _ = lighthouse.episodes("en")
    next_s = edition.notes_s[1]
    assert next_s is not None
    between_s = next_s - first.publication.duration_s
    assert SILENCE_S <= between_s < SILENCE_S + 0.2
    end = round(first.publication.duration_s * RATE_HZ)
    begin = round(next_s * RATE_HZ)
    assert np.abs(sound[end + 1200 : begin - 1200]).max() < 1e-3


def test_it_is_as_loud_as_its_clips(lighthouse: Narrated) -> None:
    _, path = whole_of(lighthouse, "ru")
    assert measure(decode(path)).lufs == pytest.approx(-16, abs=0.5)


def test_a_player_reads_chapters_tags_and_picture(lighthouse: Narrated, read_by_node: Read) -> None:
    for lang, titles in (
        ("kk", ["1. Қақпа", "2. Жалғастырмас бұрын", "2. Шам"]),
        ("en", ["1. The gate", "2. Before you go on", "2. The lamp"]),
    ):
        edition, path = whole_of(lighthouse, lang)
        read = read_by_node(MUSIC_METADATA, path.read_bytes())
        assert read["title"] == read["album"] == lighthouse.tour.title[lang]
        assert read["language"] == {"kk": "kaz", "en": "eng"}[lang]
        assert "Tone" in read["artist"]
        assert "Apache-2.0" in read["copyright"]
        assert read["genre"] == "Audiobook"
        assert (read["picture"], read["pictureBytes"]) == ("image/png", len(artwork()))
        assert read["duration"] == pytest.approx(edition.duration_s, abs=0.1)
        assert (read["profile"], read["bitrate"], read["channels"]) == ("CBR", 64_000, 1)
        starts_s = (edition.starts_s[0], edition.notes_s[1] or 0.0, edition.starts_s[1])
        begins = [round(start * 1000) for start in starts_s]
        ends = [*begins[1:], round(edition.duration_s * 1000)]
        assert [each["title"] for each in read["chapters"]] == titles
        assert [round(each["start"] * 1000) for each in read["chapters"]] == begins
        assert [round(each["end"] * 1000) for each in read["chapters"]] == ends


def test_it_can_be_sought(lighthouse: Narrated) -> None:
    edition, path = whole_of(lighthouse, "en")
    with av.open(str(path)) as container:
        container.seek(round(edition.starts_s[1] * 1_000_000))
        frame = next(container.decode(audio=0))
        assert float(frame.time) == pytest.approx(edition.starts_s[1], abs=0.1)


def test_captions_of_the_whole_are_those_of_the_stops_later(lighthouse: Narrated) -> None:
    edition, _ = whole_of(lighthouse, "en")
    assert edition.captions is not None
    path = lighthouse.editions.file(edition.captions.digest, "vtt")
    assert path is not None
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    gate, lamp = lighthouse.episodes("en")
    assert lamp.note is not None
    cues = [cue for one in (gate, lamp.note, lamp) for cue in one.publication.cues]
    assert len(blocks) == 2 + len(cues)
    assert blocks[2].startswith("0\n00:00:")
    second = lighthouse.episodes("en")[1].publication.cues[0]
    begin_s = edition.starts_s[1] + second.start_s
    assert f"00:00:{begin_s:06.3f} --> " in path.read_text(encoding="utf-8")


def test_chapters_for_podcast_apps_say_how_well_a_place_is_known(lighthouse: Narrated) -> None:
    edition, _ = whole_of(lighthouse, "en")
    read = json.loads(chapters(lighthouse.tour, "en", edition, BASE, words("en")))
    assert read["version"] == "1.2.0"
    assert read["waypoints"] is True
    gate, note, lamp = read["chapters"]
    assert gate == {
        "startTime": 0,
        "endTime": note["startTime"],
        "title": "1. The gate",
        "url": f"{BASE}/en/stops/gate",
        "location": {
            "name": "The gate (sketch, not surveyed, within 120 m)",
            "geo": "geo:51.000000,71.000000;u=120",
        },
    }
    assert lamp["startTime"] == round(edition.starts_s[1], 3)
    assert lamp["endTime"] == round(edition.duration_s, 3)


def test_what_is_no_clip_of_ours_is_named(tmp_path: Path) -> None:
    about = About("t", "a", "en", "c", "l")
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"no sound")
    with pytest.raises(VoiceFailed, match=r"broken\.mp3.*flask narrate"):
        join([Part("1", broken, ())], about)


def test_the_same_clips_give_the_same_bytes(lighthouse: Narrated) -> None:
    about = About("t", "a", "en", "c", "l")
    parts = [
        Part(one.stop.title["en"], one.file, one.publication.cues)
        for one in lighthouse.episodes("en")
    ]
    assert join(parts, about).data == join(parts, about).data
