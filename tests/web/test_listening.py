"""The podcast, open data and the list of pages, asked for through the app."""

import os
import re
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from flask.testing import FlaskClient
from web_help import Clips, assert_problem

from tour.app import create_app
from tour.catalogue import Tour, read_tour
from tour.settings import ROOT, Settings
from tour.web.shelf import Shelf

GARDEN = ROOT / "tests" / "fixtures" / "garden.yaml"
FEED = "/en/podcast.xml"
EXPORTS = {
    "/api/v1/tour.geojson": "application/geo+json",
    "/api/v1/tour.gpx": "application/gpx+xml",
    "/api/v1/tour.kml": "application/vnd.google-earth.kml+xml",
}
FRESH = "public, max-age=300, stale-while-revalidate=86400"


@pytest.fixture
def tour(settings: Settings) -> Tour:
    return read_tour(settings.stops_file)


def test_what_a_client_finds_in_the_feed_can_be_fetched(
    lone_client: FlaskClient, clips: Clips, tour: Tour
) -> None:
    for stop in tour.stops:
        clips.publish(tour, stop.id, "en")
    read = feedparser.parse(lone_client.get(FEED).data)
    assert [each.title for each in read.entries] == ["The gate", "The lamp"]
    assert lone_client.get(read.feed.image.href).content_type == "image/png"
    for each in read.entries:
        (enclosure,) = each.enclosures
        sound = lone_client.get(enclosure.href)
        assert sound.content_type == enclosure.type == "audio/mpeg"
        assert len(sound.data) == int(enclosure.length) > 0
        head = lone_client.head(enclosure.href)
        assert head.headers["Content-Length"] == enclosure.length
    addresses = re.findall(r'podcast:transcript url="([^"]+)"', lone_client.get(FEED).text)
    assert len(addresses) == 2
    for address in addresses:
        assert lone_client.get(address).data.startswith(b"WEBVTT")


def test_a_stop_without_sound_is_left_out(
    lone_client: FlaskClient, clips: Clips, tour: Tour, settings: Settings
) -> None:
    clips.publish(tour, "lamp/note", "en")
    assert "<item>" not in lone_client.get(FEED).text, "a note is no episode"
    clips.publish(tour, "lamp", "en")
    text = lone_client.get(FEED).text
    assert (text.count("<item>"), "lighthouse/lamp/en" in text) == (1, True)
    changed = settings.stops_file.read_text(encoding="utf-8").replace("went out", "was put out")
    settings.stops_file.write_text(changed, encoding="utf-8")
    later = create_app(settings).test_client()
    assert "<item>" not in later.get(FEED).text, "the sound of an older text"


def test_a_sound_whose_file_is_gone_is_left_out(
    lone_client: FlaskClient, clips: Clips, tour: Tour, settings: Settings
) -> None:
    publication = clips.publish(tour, "lamp", "en")
    (settings.audio_dir / f"{publication.audio[1].digest}.mp3").unlink()
    assert "<item>" not in lone_client.get(FEED).text


def test_the_date_is_that_of_the_sound(
    lone_client: FlaskClient, clips: Clips, tour: Tour, settings: Settings
) -> None:
    sound = clips.publish(tour, "gate", "en").audio[1]
    os.utime(settings.audio_dir / f"{sound.digest}.mp3", (1_780_000_000, 1_780_000_000.9))
    assert "<pubDate>Thu, 28 May 2026 20:26:40 GMT</pubDate>" in lone_client.get(FEED).text


@pytest.mark.parametrize("address", [FEED, "/sitemap.xml", "/robots.txt", *EXPORTS])
def test_caches_may_keep_it_and_ask_again(lone_client: FlaskClient, address: str) -> None:
    first = lone_client.get(address)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == FRESH
    varies = {"Accept-Encoding"} | ({"Accept-Language"} if address in EXPORTS else set())
    assert set(first.headers["Vary"].split(", ")) == varies
    again = lone_client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == FRESH


@pytest.mark.parametrize(("address", "media_type"), EXPORTS.items())
def test_an_export_is_a_file_in_the_language_asked_for(
    lone_client: FlaskClient, address: str, media_type: str
) -> None:
    for lang, title in (("kk", "Қақпа"), ("ru", "Ворота"), ("en", "The gate")):
        answer = lone_client.get(f"{address}?lang={lang}")
        assert answer.content_type == media_type
        assert title in answer.text
        assert answer.headers["Vary"] == "Accept-Encoding"
        ending = address.rpartition(".")[2]
        wanted = f'attachment; filename="lighthouse-{lang}.{ending}"'
        assert answer.headers["Content-Disposition"] == wanted
    by_header = lone_client.get(address, headers={"Accept-Language": "ru"})
    assert "Ворота" in by_header.text
    assert_problem(lone_client.get(f"{address}?lang=de"), 422, "invalid-input")


def test_addresses_are_those_of_the_settings_else_of_the_request(
    lone_client: FlaskClient, settings: Settings, clips: Clips, tour: Tour
) -> None:
    clips.publish(tour, "gate", "en")
    asked = lone_client.get(FEED, base_url="https://asked.example").text
    assert 'url="https://asked.example/audio/' in asked
    app = create_app(replace(settings, public_url="https://tour.example"))
    for address in (FEED, "/sitemap.xml", "/robots.txt", "/api/v1/tour.gpx"):
        text = app.test_client().get(address, base_url="https://asked.example").text
        assert "https://tour.example/" in text
        assert "asked.example" not in text


@pytest.mark.parametrize("address", [FEED, "/sitemap.xml", "/robots.txt", *EXPORTS])
def test_what_was_made_for_one_address_is_not_given_at_another(
    lone_client: FlaskClient, address: str
) -> None:
    for host in ("one.example", "two.example:8443"):
        text = lone_client.get(address, base_url=f"https://{host}").text
        assert set(re.findall(r"[a-z]+\.example(?::\d+)?(?=/(?:en|kk|sitemap))", text)) == {host}


def test_a_tour_in_two_languages_has_two_feeds(settings: Settings) -> None:
    client = create_app(replace(settings, stops_file=GARDEN)).test_client()
    assert_problem(client.get("/kk/podcast.xml"), 404, "not-found")
    for lang in ("ru", "en"):
        assert client.get(f"/{lang}/podcast.xml").status_code == 200
    assert 'hreflang="kk"' not in client.get("/sitemap.xml").text
    assert "garden-ru.gpx" in client.get("/api/v1/tour.gpx").headers["Content-Disposition"]


def test_the_list_of_pages_names_pages_that_exist(lone_client: FlaskClient) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = fromstring(lone_client.get("/sitemap.xml").data)  # noqa: S314 - our own document
    assert root.tag == f"{space}urlset"
    pages = [each.findtext(f"{space}loc") or "" for each in root]
    assert len(pages) == len(set(pages)) == 3 * (7 + 2)
    assert "http://localhost/kk/stops/gate" in pages
    rules = lone_client.application.url_map.bind("localhost")
    for entry, page in zip(root, pages, strict=True):
        endpoint, _ = rules.match(page.removeprefix("http://localhost"))
        assert endpoint.startswith(("pages.", "listen."))
        links = entry.findall("{http://www.w3.org/1999/xhtml}link")
        *same, default = links
        assert [each.attrib["hreflang"] for each in same] == ["kk", "ru", "en"]
        assert page in {each.attrib["href"] for each in same}
        assert {each.attrib["href"] for each in same} <= set(pages)
        assert default.attrib["hreflang"] == "x-default"
        english = same[-1].attrib["href"]
        home = "http://localhost/"
        assert default.attrib["href"] == (home if english == f"{home}en/" else english)
    robots = lone_client.get("/robots.txt")
    assert robots.content_type == "text/plain; charset=utf-8"
    assert "Sitemap: http://localhost/sitemap.xml\n" in robots.text


@pytest.mark.parametrize(
    "address", [FEED, "/sitemap.xml", *(f"{each}?lang=en" for each in EXPORTS)]
)
def test_the_second_answer_needs_no_flask_and_is_the_same(
    lone_client: FlaskClient, clips: Clips, tour: Tour, address: str
) -> None:
    closed: list[str] = []
    lone_client.application.before_request(lambda: closed[0] if closed else None)
    first = lone_client.get(address)
    closed.append("the ordinary way")
    for method in ("GET", "HEAD"):
        again = lone_client.open(address, method=method)
        assert dict(again.headers) == dict(first.headers)
        assert again.data == (first.data if method == "GET" else b"")
    clips.publish(tour, "lamp", "en")
    assert lone_client.get(address).text == "the ordinary way", "something is new"


@pytest.mark.parametrize("address", EXPORTS)
def test_an_answer_in_the_readers_language_is_never_the_one_before(
    lone_client: FlaskClient, address: str
) -> None:
    for lang, title in (("kk", "Қақпа"), ("ru", "Ворота"), ("en", "The gate")):
        answer = lone_client.get(address, headers={"Accept-Language": lang})
        assert title in answer.text


def test_documents_are_made_once_and_only_so_many_are_kept() -> None:
    shelf: Shelf[object] = Shelf()
    made = []

    def make() -> object:
        made.append(1)
        return object()

    first = shelf.given(("a",), make)
    assert shelf.given(("a",), make) is first
    assert len(made) == 1
    for number in range(500):
        shelf.given((str(number),), make)
    assert len(shelf._kept) == 64
