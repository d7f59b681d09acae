"""Feeds and exports are byte for byte what they were: whoever changes one sees what changes.

GOLDEN=write in the environment writes the files anew.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from listening_help import BASE, LIGHTHOUSE, assert_golden, episode_of, tour_of

from tour.catalogue import Tour
from tour.listening import geodata
from tour.listening.chapters import chapters
from tour.listening.editions import Edition, EditionFile
from tour.listening.podcast import feed
from tour.listening.say import Say
from tour.listening.sitemap import sitemap
from tour.web.pages.words import words

WHOLE = Edition(
    kind="sound",
    language="kk",
    basis="basis",
    made_at=1_780_000_000,
    file=EditionFile("c" * 32, "mp3", 987_654),
    duration_s=130.25,
    starts_s=(0.0, 68.596),
    captions=EditionFile("d" * 32, "vtt", 1_234),
    notes_s=(None, 63.096),
)


def written_feed(tour: Tour, lang: str, base: str, say: Say) -> bytes:
    episodes = [episode_of(tour, stop.id, lang) for stop in tour.stops]
    return feed(tour, lang, episodes, base, say, WHOLE)


def written_chapters(tour: Tour, lang: str, base: str, say: Say) -> bytes:
    return chapters(tour, lang, WHOLE, base, say)


def written_sitemap(tour: Tour, _lang: str, base: str, _say: Say) -> bytes:
    return sitemap(tour, tour.languages, base)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("podcast.xml", written_feed),
        ("chapters.json", written_chapters),
        ("tour.geojson", geodata.geojson),
        ("tour.gpx", geodata.gpx),
        ("tour.kml", geodata.kml),
        ("sitemap.xml", written_sitemap),
    ],
)
def test_it_is_as_it_was(name: str, write: Callable[[Tour, str, str, Say], bytes]) -> None:
    tour = tour_of(LIGHTHOUSE.read_text(encoding="utf-8"))
    tour = replace(tour, version="0" * 16)  # changes with whatever a tour may say
    assert_golden(name, write(tour, "kk", BASE, words("kk")))
