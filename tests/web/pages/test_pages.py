"""Every page in every language, as it is without JavaScript."""

import gzip
import json
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from reading import Page
from web_help import VOICE, Clips

from tour.catalogue import read_tour
from tour.settings import Settings

LANGUAGES = ("kk", "ru", "en")
PATHS = (
    "/",
    "/stops",
    "/stops/gate",
    "/stops/lamp",
    "/keypad",
    "/keypad?code=77",
    "/map",
    "/about",
    "/save",
    "/offline",
    "/closing",
    "/listen",
    "/staff/sign-in",
)
EVERY_PAGE = [(language, path) for language in LANGUAGES for path in PATHS]


def read(client: FlaskClient, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, response.text
    return Page(response.text)


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_a_page_is_whole_and_in_its_language(client: FlaskClient, language: str, path: str) -> None:
    response = client.get(f"/{language}{path}")
    page = Page(response.text)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert page.one("html").attributes["lang"] == language
    assert page.one("title").text
    assert page.one("h1").text
    assert page.one("main").attributes["id"] == "main"
    assert page.all("a")[0].attributes["href"] == "#main"
    ids = [each.attributes["id"] for each in page.with_attribute("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_nothing_is_left_unfilled(client: FlaskClient, language: str, path: str) -> None:
    page = read(client, f"/{language}{path}")
    text = page.one("body").text
    visible = text.replace(page.one("script", id="words").text, "")
    assert not re.search(r"[{}]|\bNone\b|\bundefined\b", visible)


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_the_switch_leads_to_the_same_page(client: FlaskClient, language: str, path: str) -> None:
    page = read(client, f"/{language}{path}")
    bare = path.partition("?")[0]
    alternates = page.all("link", rel="alternate")
    links = {
        each.attributes["hreflang"]: each for each in alternates if "hreflang" in each.attributes
    }
    switch = {each.attributes["hreflang"]: each for each in page.with_attribute("data-language")}
    default = links.pop("x-default").attributes["href"].removeprefix("http://localhost")
    assert default == ("/" if path == "/" else f"/en{bare}")
    assert client.get(default).status_code == (302 if path == "/" else 200)
    assert list(links) == list(switch) == list(LANGUAGES)
    for other in LANGUAGES:
        assert links[other].attributes["href"] == f"http://localhost/{other}{bare}"
        assert switch[other].attributes["href"] == f"/{other}{bare}"
        assert switch[other].attributes["lang"] == other
        assert ("aria-current" in switch[other].attributes) == (other == language)
        assert client.get(f"/{other}{bare}").status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_no_page_holds_a_script_or_a_style_of_its_own(client: FlaskClient, path: str) -> None:
    page = read(client, f"/en{path}")
    for script in page.all("script"):
        data = {"application/json", "application/ld+json"}
        assert "src" in script.attributes or script.attributes["type"] in data
    assert len(page.all("style")) == 1, "the built one; the policy refuses every other"
    assert page.with_attribute("style") == []
    assert not [name for each in page.elements for name in each.attributes if name[:2] == "on"]


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_page_leads_somewhere(client: FlaskClient, path: str) -> None:
    page = read(client, f"/en{path}")
    ids = {each.attributes["id"] for each in page.with_attribute("id")}
    for each in page.all("a"):
        address = each.attributes.get("href", "")
        if address.startswith("#"):
            assert address[1:] in ids
        elif address.startswith("/"):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ru-KZ,ru;q=0.9,en;q=0.5", "ru"),
        ("kk", "kk"),
        ("en-GB", "en"),
        ("de,fr;q=0.5", "en"),
        ("", "en"),
        ("de;q=0.9,kk;q=0.2", "kk"),
    ],
)
def test_the_root_leads_to_the_visitors_language(
    client: FlaskClient, header: str, language: str
) -> None:
    for address, rest in (("/", "/"), ("/c/2", "/stops/lamp")):
        response = client.get(address, headers={"Accept-Language": header})
        assert response.status_code == 302
        assert response.location == f"/{language}{rest}"
        assert "Accept-Language" in response.headers["Vary"]
        assert "Set-Cookie" not in response.headers


def test_home_tells_where_to_begin(client: FlaskClient) -> None:
    page = read(client, "/en/")
    assert page.one("a", data_start="").attributes["href"] == "/en/stops/gate"
    assert "About 10 minutes" in page.one("main").text
    assert page.one("a", href="tel:+70000000000").text == "+7 000 000 00 00"
    stops = json.loads(page.with_attribute("data-continue")[0].attributes["data-continue"])
    assert stops[1] == {"id": "lamp", "code": "2", "title": "The lamp"}


def test_a_stop_can_be_read(client: FlaskClient) -> None:
    page = read(client, "/ru/stops/gate")
    text = page.one("div", class_="transcript").text
    assert text.startswith("Встаньте перед воротами. Маяк построили в 1937 году.")
    assert text.endswith("Теперь дверь закрыта.")
    assert page.one("a", rel="next").attributes["href"] == "/ru/stops/lamp"
    assert page.all("a", rel="prev") == []
    assert "The keeper's diary" in page.one("section", class_="sources").text
    assert "Черновик" in page.one("p", class_="labels").text


def test_before_hard_testimony_the_visitor_is_told(client: FlaskClient) -> None:
    page = read(client, "/en/stops/lamp")
    note = page.one("section", class_="note")
    assert "This stop speaks of a death." in note.text
    order = [each.attributes.get("id") for each in page.elements]
    assert order.index("note") < order.index("testimony")
    assert page.one("div", class_="guarded").attributes["id"] == "testimony"
    assert page.one("a", data_go_on="").attributes["href"] == "#testimony"
    assert "/en/closing" in [each.attributes["href"] for each in page.all("a", class_="button")]
    assert "Draft" not in page.one("p", class_="labels").text
    assert page.all("a", rel="next")[0].attributes["href"] == "/en/closing"


def test_the_player_finds_the_sound_of_the_note_on_the_page(
    client: FlaskClient, settings: Settings, clips: Clips
) -> None:
    for path in ("/en/stops/lamp", "/en/listen"):
        assert "data-note-audio" not in client.get(path).text
    clips.publish(read_tour(settings.stops_file), "lamp/note", "en")
    narration = client.get("/api/v1/stops/lamp?lang=en").json["narration"]
    for path in ("/en/stops/lamp", "/en/listen"):
        article = read(client, path).one("article", data_stop="lamp")
        assert json.loads(article.attributes["data-note-audio"]) == narration["note_audio"]


def test_both_voices_of_a_stop_are_named_with_their_licences(
    client: FlaskClient, settings: Settings, clips: Clips
) -> None:
    witness = replace(VOICE, id="null:witness", name="Witness", licence="CC BY 4.0")
    published = clips.publish(read_tour(settings.stops_file), "gate", "en", testimony_voice=witness)
    labels = read(client, "/en/stops/gate").one("p", class_="labels").text
    assert f"Synthetic voice: {published.voice.name}. Synthetic voice: Witness." in labels
    about = client.get("/en/about").text
    assert "synthetic voice Witness. Licence: CC BY 4.0." in about
    narration = client.get("/api/v1/stops/gate?lang=en").json["narration"]
    assert narration["testimony_voice"]["id"] == "null:witness"
    assert narration["voice"]["id"] == published.voice.id


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [("2", "/kk/stops/lamp"), ("002", "/kk/stops/lamp"), (" 1 ", "/kk/stops/gate")],
)
def test_a_number_opens_its_stop(client: FlaskClient, typed: str, leads_to: str) -> None:
    response = client.get("/kk/keypad", query_string={"code": typed})
    assert (response.status_code, response.location) == (302, leads_to)


def test_a_wrong_number_is_told_in_plain_words(client: FlaskClient) -> None:
    page = read(client, "/en/keypad?code=<b>7")
    assert page.one("p", role="alert").text.startswith("There is no stop with the number <b>7.")
    assert page.one("input").attributes["aria-describedby"] == "hint fault"
    assert page.one("title").text.startswith("There is a mistake")
    assert "Type a number first" in read(client, "/en/keypad?code=").one("p", role="alert").text
    assert read(client, "/en/keypad").all("p", role="alert") == []


def test_the_plan_is_told_in_words_too(client: FlaskClient) -> None:
    page = read(client, "/en/map")
    assert len(page.all("g", class_="dot")) == 2
    assert len(page.all("circle", r="120")) == 1, "a sketch shows how uncertain it is"
    first, second = [each.text for each in page.all("li")]
    assert "approximate: sketch, within 120 m" in first
    assert "surveyed, within 5 m" in second
    assert "from stop 1" not in second, "60 m from a place known to 120 m says nothing"
    assert "not surveyed" in page.one("p", id="sketch").text


def test_the_way_is_told_between_surveyed_places(client: FlaskClient, settings: Settings) -> None:
    sketched, known = "uncertainty_m: 120, source: sketch", "uncertainty_m: 5, source: surveyed"
    text = settings.stops_file.read_text(encoding="utf-8")
    assert sketched in text
    settings.stops_file.write_text(text.replace(sketched, known), encoding="utf-8")
    _, second = [each.text for each in read(client, "/en/map").all("li")]
    assert "about 60 m from stop 1, to the north" in second


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_every_page_names_the_podcast_of_its_language(
    client: FlaskClient, language: str, path: str
) -> None:
    feed = read(client, f"/{language}{path}").one("link", type="application/rss+xml")
    assert feed.attributes["href"] == f"/{language}/podcast.xml"
    assert feed.attributes["rel"] == "alternate"
    assert feed.attributes["title"]


@pytest.mark.parametrize("path", ["/about", "/listen", "/map"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_podcasts_and_open_data_are_at_hand(
    client: FlaskClient, settings: Settings, clips: Clips, language: str, path: str
) -> None:
    assert "/iiif/" not in client.get(f"/{language}{path}").text, "nothing to hear yet"
    clips.publish(read_tour(settings.stops_file), "gate", language)
    page = read(client, f"/{language}{path}")
    links = [each.attributes["href"] for each in page.all("a")]
    data = {
        **dict.fromkeys(
            (f"/api/v1/tour.{each}?lang={language}" for each in ("geojson", "gpx", "kml")), None
        ),
        "/api/v1/tour.tourml": None,
        f"/api/v1/iiif/{language}/manifest.json": None,
    }
    for address in (f"/{language}/podcast.xml", *data):
        assert address in links
        answer = client.get(address)
        assert answer.status_code == 200
        data[address] = answer.headers["Content-Type"].removesuffix("; charset=utf-8")
    heads = {
        each.attributes["href"]: each.attributes["type"]
        for each in page.all("link", rel="alternate")
        if "type" in each.attributes and "oembed" not in each.attributes["type"]
    }
    feed = f"/{language}/podcast.xml"
    assert heads == ({feed: data[feed]} if path == "/about" else data)


@pytest.mark.parametrize("path", PATHS)
def test_places_open_in_a_map_program(client: FlaskClient, path: str) -> None:
    wanted = {
        "/": "geo:51.000000,71.000000;u=50",
        "/stops/gate": "geo:51.000000,71.000000;u=120",
        "/stops/lamp": "geo:51.000500,71.000000;u=5",
    }
    links = [each.attributes.get("href", "") for each in read(client, f"/kk{path}").all("a")]
    assert [each for each in links if each.startswith("geo:")] == (
        [wanted[path]] if path in wanted else []
    )


def test_about_tells_what_is_kept(client: FlaskClient) -> None:
    text = read(client, "/en/about").one("main").text
    assert "30 days" in text
    assert "no sound yet" in text
    assert "The keeper's diary" in text


@pytest.mark.parametrize("address", ["/kk/stops/nowhere", "/kk/nothing", "/c/99", "/xx/"])
def test_a_wrong_address_is_answered_by_a_page(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"Accept-Language": "kk", "Accept": "text/html"})
    page = Page(response.text)
    assert response.status_code == 404
    assert page.one("html").attributes["lang"] == "kk"
    assert page.one("h1").text == "Мұндай бет жоқ"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_broken_tour_is_answered_by_a_bare_page(client: FlaskClient, settings: object) -> None:
    settings.stops_file.write_text("tour: [", encoding="utf-8")  # type: ignore[attr-defined]
    response = client.get("/ru/")
    page = Page(response.text)
    assert response.status_code >= 500
    assert page.one("html").attributes["lang"] == "ru"
    assert page.one("h1").text


def test_a_page_is_packed_and_known_again(client: FlaskClient) -> None:
    plain = client.get("/kk/about")
    small = client.get("/kk/about", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert {"Accept-Encoding"} <= set(small.headers["Vary"].split(", "))
    again = client.get(
        "/kk/about",
        headers={"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")
