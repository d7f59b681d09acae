"""What search engines and messengers are told of a narrated tour."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from narrated import narrate

from tour.app import create_app
from tour.catalogue import Tour
from tour.listening.binding import bind
from tour.settings import Settings
from tour.web.pages.words import words

HERE = "http://localhost"


@pytest.fixture
def tour(settings: Settings) -> Tour:
    told = narrate(settings, "en")
    bind(settings.audio_dir, told, words)
    return told


@pytest.fixture
def site(settings: Settings, dist: Path, tour: Tour) -> FlaskClient:
    assert tour.stops
    return create_app(replace(settings, dist_dir=dist)).test_client()


def graph(page: str) -> Any:  # noqa: ANN401 - whatever the page says
    begin = '<script type="application/ld+json">'
    assert page.count(begin) == 1
    return json.loads(page.partition(begin)[2].partition("</script>")[0])


def tag(page: str, name: str) -> str | None:
    found = page.partition(f'<meta property="{name}" content="')[2]
    return found.partition('"')[0] or None


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("path", ["/", "/listen", "/stops", "/map", "/about", "/stops/gate"])
def test_every_page_has_an_address_and_a_preview(site: FlaskClient, lang: str, path: str) -> None:
    page = site.get(f"/{lang}{path}").text
    url = f"{HERE}/{lang}{path}"
    assert page.count(f'<link rel="canonical" href="{url}">') == 1
    assert tag(page, "og:url") == url
    assert tag(page, "og:type") == "website"
    assert tag(page, "og:locale") == {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}[lang]
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert tag(page, "og:title") == title
    assert tag(page, "og:description")
    picture = tag(page, "og:image") or ""
    assert site.get(picture).content_type == "image/png"
    embeddable = path in {"/", "/listen", "/stops/gate"}
    assert ('type="application/json+oembed"' in page) == embeddable


def test_a_preview_plays_what_there_is_to_hear(site: FlaskClient) -> None:
    for path in ("/stops/gate", "/stops/lamp", "/listen"):
        page = site.get(f"/en{path}").text
        assert tag(page, "og:audio:type") == "audio/mpeg"
        sound = site.get(tag(page, "og:audio") or "")
        assert (sound.content_type, len(sound.data) > 1000) == ("audio/mpeg", True)
        assert tag(site.get(f"/ru{path}").text, "og:audio") is None, "not narrated"


def test_the_tour_is_a_trip_of_its_stops(site: FlaskClient, tour: Tour) -> None:
    told = graph(site.get("/en/").text)
    assert (told["@context"], told["@type"]) == ("https://schema.org", "TouristTrip")
    listed = told["itinerary"]["itemListElement"]
    assert [each["name"] for each in listed] == [stop.title["en"] for stop in tour.stops]
    for each in listed:
        stop = graph(site.get(each["url"]).text)
        assert (stop["@type"], stop["@id"]) == ("TouristAttraction", each["url"])


def test_a_stop_carries_its_sound_and_every_word_of_it(site: FlaskClient, tour: Tour) -> None:
    for stop in tour.stops:
        told = graph(site.get(f"/en/stops/{stop.id}").text)
        _, sound = told["subjectOf"]
        assert sound["@type"] == "AudioObject"
        file = site.get(sound["contentUrl"])
        assert file.content_type == sound["encodingFormat"]
        assert len(file.data) == int(sound["contentSize"])
        assert sound["transcript"].split("\n\n") == list(stop.paragraphs("en"))
        assert len(graph(site.get(f"/ru/stops/{stop.id}").text)["subjectOf"]) == 1


def test_the_walk_carries_the_whole_sound_and_its_chapters(site: FlaskClient, tour: Tour) -> None:
    told = graph(site.get("/en/listen").text)
    assert (told["@type"], told["about"]["@type"]) == ("WebPage", "TouristTrip")
    sound = told["audio"]
    file = site.get(sound["contentUrl"])
    assert (file.content_type, len(file.data)) == ("audio/mpeg", int(sound["contentSize"]))
    assert site.get(sound["caption"]["contentUrl"]).data.startswith(b"WEBVTT")
    parts = sound["hasPart"]
    assert [each["name"] for each in parts] == [stop.title["en"] for stop in tour.stops]
    assert parts[0]["startOffset"] == 0
    assert all(one["endOffset"] == after["startOffset"] for one, after in pairwise(parts))
    ids = {each["url"].partition("#")[2] for each in parts}
    assert all(f'id="{each}"' in site.get("/en/listen").text for each in ids)
    assert "audio" not in graph(site.get("/ru/listen").text)


TERMS = {
    "TouristTrip": {"@id", "url", "name", "description", "image", "subjectOf", "itinerary"},
    "TouristAttraction": {
        *("@id", "url", "name", "description", "image", "availableLanguage"),
        *("containedInPlace", "geo", "subjectOf"),
    },
    "LandmarksOrHistoricalBuildings": {"name", "geo"},
    "GeoCoordinates": {"latitude", "longitude"},
    "ItemList": {"itemListOrder", "numberOfItems", "itemListElement"},
    "ListItem": {"position", "name", "url"},
    "WebPage": {
        *("@id", "url", "name", "inLanguage", "isAccessibleForFree", "license", "about", "audio"),
    },
    "AudioObject": {
        *("name", "contentUrl", "encodingFormat", "contentSize", "duration", "uploadDate"),
        *("inLanguage", "transcript", "caption", "hasPart"),
    },
    "MediaObject": {"contentUrl", "encodingFormat", "inLanguage"},
    "Clip": {"name", "startOffset", "endOffset", "url"},
}
"""The properties that schema.org gives to each of these types, as far as they are used here."""


def parts_of(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from parts_of(each)


def test_only_schema_orgs_terms_are_used(site: FlaskClient) -> None:
    used: dict[str, set[str]] = {}
    for path in ("/", "/listen", "/stops/gate", "/stops/lamp"):
        for part in parts_of(graph(site.get(f"/en{path}").text)):
            used.setdefault(part["@type"], set()).update(set(part) - {"@type", "@context"})
    assert used == TERMS
