"""The feed breaks no rule of those who list podcasts; a feed that breaks one is found out."""

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from feed_rules import broken
from listening_help import BASE, GARDEN, Narrated, episode_of, tour_of

from tour.catalogue import read_tour
from tour.listening.podcast import feed
from tour.settings import ROOT
from tour.web.pages.words import words


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_feed_of_the_real_tour_breaks_no_rule(lang: str) -> None:
    tour = read_tour(ROOT / "stops.yaml")
    episodes = [episode_of(tour, stop.id, lang) for stop in tour.stops]
    assert broken(feed(tour, lang, episodes, BASE, words(lang))) == set()


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_feed_with_the_whole_tour_breaks_no_rule(lighthouse: Narrated, lang: str) -> None:
    tour, episodes = lighthouse.tour, lighthouse.episodes(lang)
    whole = lighthouse.editions.current("sound", tour, lang, lighthouse.clips)
    written = feed(tour, lang, episodes, BASE, words(lang), whole)
    assert broken(written) == set()
    lengths = [
        int(each.attrib["length"])
        for each in fromstring(written).iterfind("channel/item/enclosure")  # noqa: S314 - ours
    ]
    assert whole is not None
    path = lighthouse.editions.file(whole.file.digest, "mp3")
    assert path is not None
    assert lengths == [path.stat().st_size, *(one.file.stat().st_size for one in episodes)]


def test_another_tour_and_an_empty_feed_break_no_rule() -> None:
    tour = tour_of(GARDEN.read_text(encoding="utf-8"))
    written = feed(tour, "en", [episode_of(tour, "well")], BASE, words("en"))
    assert broken(written) == set()
    assert broken(feed(tour, "en", [], BASE, words("en"))) == set()


@pytest.mark.parametrize("key", ["narration", "summary"])
def test_long_texts_are_told_as_far_as_an_app_shows_them(tour_text: str, key: str) -> None:
    tour = tour_of(tour_text)
    long = dict.fromkeys(tour.languages, "Ол кезде мұнда теңіз болған. " * 150)
    gate, lamp = tour.stops
    if key == "summary":
        tour = replace(tour, summary=long)
    else:
        tour = replace(tour, stops=(gate, replace(lamp, narration=long)))
    written = feed(tour, "kk", [episode_of(tour, "lamp", "kk")], BASE, words("kk"))
    assert broken(written) == set()
    channel = fromstring(written)[0]  # noqa: S314 - our own document
    told = channel.findtext("item/description") or ""
    assert told.startswith("<p>Мұнда өлім туралы айтылады.</p>"), "what must be known stays"
    assert "https://example.org/diary" in told, "and whence it is known"
    assert "Apache-2.0" in (channel.findtext("description") or "")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('version="2.0"', 'version="0.91"', "one channel in rss 2.0"),
        ("<language>en</language>", "", "language is there"),
        ("<language>en<", "<language>english<", "the language is one of ISO 639"),
        ('text="History"', 'text="Memory"', "a category of Apple's list"),
        ("<itunes:explicit>false<", "<itunes:explicit>no<", "explicit is true or false"),
        ("<itunes:type>serial<", "<itunes:type>series<", "the type is serial or episodic"),
        ("podcast.png", "podcast.svg", "artwork is PNG or JPEG"),
        ('rel="self"', 'rel="other"', "the feed names its own address"),
        ("lighthouse/lamp/en</guid>", "lighthouse/gate/en</guid>", "guids are unique"),
        ('isPermaLink="false"', "", "a guid that is no address says so"),
        ("https://tour.example/audio", "/audio", "addresses are whole and https"),
        ("https://tour.example/a", "http://tour.example/a", "addresses are whole and https"),
        ("Fri, 01 May", "Mon, 01 May", "dates are of RFC 2822, with a zone, and past"),
        ("12:30:00 GMT", "12:30:00", "dates are of RFC 2822, with a zone, and past"),
        ("01 May 2026", "2026-05-01", "dates are of RFC 2822, with a zone, and past"),
        ('length="12345"', 'length="0"', "a sound has a length in bytes"),
        ('type="audio/mpeg"', 'type="audio/ogg"', "a sound's address ends as its type says"),
        ("<itunes:duration>62<", "<itunes:duration>61.6<", "a duration is in seconds"),
        ("<itunes:episode>2<", "<itunes:episode>1<", "episodes are numbered from 1, each once"),
        ("&lt;/p&gt;", "", "a description has only Apple's tags, each closed"),
        ("&lt;p&gt;", "&lt;script&gt;", "a description has only Apple's tags, each closed"),
        ("The lighthouse was", "ж" * 2000, "a description has at most 4000 bytes"),
        ('geo="geo:51', 'geo="51', "a location has a short name and a place"),
        ('type="text/vtt"', 'type="text/plain"', "a transcript has a known type"),
        ("BuildDate>Fri, 01 May", "BuildDate>Sat, 02 May", "the feed is as new as its newest item"),
    ],
)
def test_a_broken_rule_is_named(tour_text: str, old: str, new: str, rule: str) -> None:
    tour = tour_of(tour_text)
    episodes = [episode_of(tour, stop.id) for stop in tour.stops]
    written = feed(tour, "en", episodes, BASE, words("en")).decode()
    assert broken(written.encode()) == set()
    assert old in written
    assert rule in broken(written.replace(old, new).encode())
