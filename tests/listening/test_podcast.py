"""The feed, read by two client libraries that are not ours."""

import io
from uuid import uuid5

import feedparser
import podcastparser
from listening_help import BASE, GARDEN, HOSTILE, episode_of, parsed, tour_of

from tour.catalogue import read_tour
from tour.listening.podcast import FEEDS, feed
from tour.settings import ROOT
from tour.web.pages.words import words

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def feed_of(text: str, lang: str = "en", stops: tuple[str, ...] = ("gate", "lamp")) -> bytes:
    tour = tour_of(text)
    episodes = [episode_of(tour, stop, lang) for stop in stops]
    return feed(tour, lang, episodes, BASE, words(lang))


def test_a_client_reads_the_channel(tour_text: str) -> None:
    read = feedparser.parse(feed_of(tour_text, "kk"))
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "rss20"
    channel = read.feed
    assert channel.title == "Ескі шамшырақ"
    assert channel.language == "kk"
    assert channel.link == f"{BASE}/kk/"
    assert channel.image.href == f"{BASE}/podcast.png"
    assert channel.author == "Ескі шамшырақ"
    assert channel.itunes_type == "serial"
    assert channel.podcast_locked == "yes"
    assert [each.term for each in channel.tags] == ["History"]
    itself = next(link for link in channel.links if link.rel == "self")
    assert itself.href == f"{BASE}/kk/podcast.xml"
    assert "нобай" in channel.description.lower()


def test_a_client_reads_the_episodes(tour_text: str) -> None:
    gate, lamp = feedparser.parse(feed_of(tour_text)).entries
    assert (gate.title, gate.itunes_episode) == ("The gate", "1")
    assert (lamp.title, lamp.itunes_episode) == ("The lamp", "2")
    assert gate.id == "lighthouse/gate/en"
    assert gate.guidislink is False
    assert gate.link == f"{BASE}/en/stops/gate"
    assert gate.itunes_duration == "62"
    assert gate.published == "Fri, 01 May 2026 12:30:00 GMT"
    (enclosure,) = gate.enclosures
    assert enclosure.href == f"{BASE}/audio/{'a' * 32}.mp3"
    assert (enclosure.length, enclosure.type) == ("12345", "audio/mpeg")


def test_a_second_client_reads_the_same(tour_text: str) -> None:
    read = podcastparser.parse(f"{BASE}/ru/podcast.xml", io.BytesIO(feed_of(tour_text, "ru")))
    assert read["title"] == "Старый маяк"
    assert read["cover_url"] == f"{BASE}/podcast.png"
    assert read["language"] == "ru"
    by_guid = {each["guid"]: each for each in read["episodes"]}
    assert set(by_guid) == {"lighthouse/gate/ru", "lighthouse/lamp/ru"}
    gate = by_guid["lighthouse/gate/ru"]
    assert gate["title"] == "Ворота"
    assert gate["number"] == 1
    assert gate["total_time"] == 62
    (sound,) = gate["enclosures"]
    assert (sound["mime_type"], sound["file_size"]) == ("audio/mpeg", 12_345)


def test_the_place_is_told_with_its_uncertainty(tour_text: str) -> None:
    channel = parsed(feed_of(tour_text)).find("channel")
    assert channel is not None
    where = channel.find(f"{PODCAST}location")
    assert where is not None
    assert where.attrib["geo"] == "geo:51.000000,71.000000;u=50"
    assert "taken from a map, not surveyed, within 50 m" in (where.text or "")
    assert channel.findall(f"item/{PODCAST}location") == [], "no app can show a sketch's circle"


def test_a_transcript_goes_with_each_episode(tour_text: str) -> None:
    for item in parsed(feed_of(tour_text, "kk")).iterfind("channel/item"):
        transcript = item.find(f"{PODCAST}transcript")
        assert transcript is not None
        assert transcript.attrib == {
            "url": f"{BASE}/audio/{'b' * 32}.vtt",
            "type": "text/vtt",
            "language": "kk",
        }


def test_the_description_begins_with_what_must_be_known(tour_text: str) -> None:
    items = list(parsed(feed_of(tour_text)).iterfind("channel/item/description"))
    gate, lamp = [each.text or "" for each in items]
    assert lamp.startswith("<p>This stop speaks of a death.</p><p>The lamp went out")
    assert gate.startswith("<p>The lighthouse was built in 1937. Twelve people built it.</p>")
    assert "The door is closed today" not in gate
    assert "Draft text" in gate
    assert "Draft text" not in lamp
    assert "sketch, not surveyed, within 120 m" in gate
    assert "Synthetic voice: Test." in gate
    assert '<li><a href="https://example.org/diary">The keeper\'s diary</a></li>' in gate


def test_only_narrated_stops_are_episodes(tour_text: str) -> None:
    (only,) = feedparser.parse(feed_of(tour_text, stops=("lamp",))).entries
    assert (only.title, only.itunes_episode) == ("The lamp", "2")
    empty = feedparser.parse(feed_of(tour_text, stops=()))
    assert (empty.bozo, empty.entries) == (False, [])
    assert empty.feed.title == "The old lighthouse"


def test_hostile_texts_are_only_texts(tour_text: str) -> None:
    spoilt = tour_text.replace('en: "The gate"', f"en: '{HOSTILE.replace(chr(39), chr(39) * 2)}'")
    assert spoilt != tour_text
    document = feed_of(spoilt)
    title = parsed(document).find("channel/item/title")
    assert title is not None
    assert title.text == HOSTILE
    assert b"<script" not in document
    assert podcastparser.parse(BASE, io.BytesIO(document))["episodes"]


def test_what_xml_cannot_hold_is_left_out(tour_text: str) -> None:
    tour = tour_of(tour_text)
    gate = episode_of(tour, "gate")
    voice = gate.publication.voice
    object.__setattr__(voice, "licence", "CC0\x00\x0b\ufffe")
    try:
        document = feed(tour, "en", [gate], BASE, words("en"))
    finally:
        object.__setattr__(voice, "licence", "CC0")
    assert "Licence of the voice: CC0." in feedparser.parse(document).entries[0].summary


def test_the_same_tour_gives_the_same_bytes_and_names(tour_text: str) -> None:
    assert feed_of(tour_text) == feed_of(tour_text)
    example = uuid5(FEEDS, "podnews.net/rss")
    assert str(example) == "9b024349-ccf0-5f69-a609-6b82873eab3c", "as the tag's definition says"
    guids = {
        lang: parsed(feed_of(tour_text, lang)).findtext(f"channel/{PODCAST}guid")
        for lang in ("kk", "ru", "en")
    }
    assert len(set(guids.values())) == 3
    assert guids["en"] == "64e3c10f-7f21-55c3-87df-4607ca5cf2d8"


def test_another_tour_is_a_feed_too() -> None:
    tour = tour_of(GARDEN.read_text(encoding="utf-8"))
    document = feed(tour, "en", [episode_of(tour, "well")], BASE, words("en"))
    read = feedparser.parse(document)
    assert not read.bozo
    assert parsed(document).findtext("channel/title") == "The garden & <orchard>"
    (well,) = read.entries
    assert well.id == "garden/well/en"
    place = parsed(document).find(f"channel/{PODCAST}location")
    assert place is not None
    assert place.attrib["geo"] == "geo:-33.900000,-70.500000;u=20"
    assert 'href="https://example.org/book?page=1&amp;part=2"' in well.summary
    assert "sketch, not surveyed, within 400 m" in well.summary


def test_the_real_tour_is_a_feed_too() -> None:
    tour = read_tour(ROOT / "stops.yaml")
    for lang in tour.languages:
        episodes = [episode_of(tour, stop.id, lang) for stop in tour.stops]
        document = feed(tour, lang, episodes, BASE, words(lang))
        read = feedparser.parse(document)
        assert not read.bozo
        assert [each.itunes_episode for each in read.entries] == [
            str(number) for number in range(1, len(tour.stops) + 1)
        ]
        for each in parsed(document).iterfind(f"channel/{PODCAST}location"):
            assert len(each.text or "") <= 128
