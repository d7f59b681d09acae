"""The whole tour and the book, asked for through the app."""

import io
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace

import feedparser
import podcastparser
import pytest
from flask.testing import FlaskClient
from narrated import narrate
from web_help import assert_problem

from tour.app import create_app
from tour.catalogue import Tour, read_tour
from tour.listening.binding import bind
from tour.narration import state
from tour.narration.model import BuildState
from tour.settings import Settings
from tour.web.pages.words import words
from tour.wiring import build_services

ADDRESSES = ("/en/tour.mp3", "/en/tour.epub")


@pytest.fixture(scope="session")
def narrated_folder(tmp_path_factory: pytest.TempPathFactory, tour_text: str) -> Settings:
    """Made once: the lighthouse, narrated in English, bound."""
    folder = tmp_path_factory.mktemp("bound")
    (folder / "stops.yaml").write_text(tour_text, encoding="utf-8")
    settings = Settings(stops_file=folder / "stops.yaml", audio_dir=folder / "audio")
    tour = narrate(settings, "en")
    bind(settings.audio_dir, tour, words)
    return settings


@pytest.fixture
def bound(settings: Settings, narrated_folder: Settings) -> Settings:
    shutil.copytree(narrated_folder.audio_dir, settings.audio_dir)
    return settings


@pytest.fixture
def client(bound: Settings) -> Iterator[FlaskClient]:
    services = build_services(bound)
    yield create_app(bound, services).test_client()
    services.database.engine.dispose()


@pytest.fixture
def tour(bound: Settings) -> Tour:
    return read_tour(bound.stops_file)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_language_leads_to_its_file_which_is_kept_for_ever(
    client: FlaskClient, address: str
) -> None:
    leads = client.get(address)
    assert leads.status_code == 302
    assert leads.headers["Cache-Control"].startswith("public, max-age=300")
    where = leads.headers["Location"]
    digest, name = where.split("/")[-2:]
    assert name == f"lighthouse-en.{address.rpartition('.')[2]}"
    answer = client.get(where)
    assert (answer.status_code, len(answer.data)) == (200, answer.content_length)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == f'"{digest}"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    kind = {"mp3": "audio/mpeg", "epub": "application/epub+zip"}[name.rpartition(".")[2]]
    assert answer.content_type == kind
    again = client.get(where, headers={"If-None-Match": f'"{digest}"'})
    assert (again.status_code, again.data) == (304, b"")


def test_a_player_can_seek(client: FlaskClient) -> None:
    where = client.get("/en/tour.mp3").headers["Location"]
    whole = client.get(where).data
    part = client.get(where, headers={"Range": "bytes=1000-1999"})
    assert part.status_code == 206
    assert part.data == whole[1000:2000]
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole)}"
    beyond = client.get(where, headers={"Range": f"bytes={len(whole)}-"})
    assert_problem(beyond, 416, "range-not-satisfiable")


def test_a_plain_request_and_the_ordinary_way_give_the_same(client: FlaskClient) -> None:
    where = client.get("/en/tour.mp3").headers["Location"]
    plain = client.get(where)
    ordinary = client.get(where.replace("lighthouse-en", "Any.Name"))
    assert plain.data == ordinary.data
    assert dict(plain.headers) == dict(ordinary.headers)


def test_while_it_is_being_made_it_is_said_when_to_ask_again(
    client: FlaskClient, bound: Settings
) -> None:
    going = BuildState(True, 2, 4, time.time(), {("gate", "ru"): 30.0}, voiceless=("kk",))
    state.write(bound.audio_dir, going)
    answer = client.get("/ru/tour.mp3")
    problem = assert_problem(answer, 503, "unavailable")
    assert answer.headers["Retry-After"] == "60"
    assert "being made" in problem["detail"]
    assert_problem(client.get("/kk/tour.epub"), 404, "not-found")
    assert client.get("/en/tour.mp3").status_code == 302, "another language does not wait"


def test_between_the_last_sound_and_the_whole_it_is_said_too(bound: Settings) -> None:
    shutil.rmtree(bound.audio_dir / "editions")
    client = create_app(bound).test_client()
    answer = client.get("/en/tour.epub")
    problem = assert_problem(answer, 503, "unavailable")
    assert "not put together yet" in problem["detail"]
    assert answer.headers["Retry-After"] == "60"
    bind(bound.audio_dir, read_tour(bound.stops_file), words)
    assert client.get("/en/tour.epub").status_code == 302


def test_what_is_not_there_and_not_coming_is_not_found(client: FlaskClient) -> None:
    problem = assert_problem(client.get("/ru/tour.mp3"), 404, "not-found")
    assert "flask narrate" in problem["detail"]
    assert_problem(client.get("/ru/chapters.json"), 404, "not-found")
    assert_problem(client.get(f"/editions/{'0' * 32}/x.mp3"), 404, "not-found")
    assert_problem(client.get("/editions/index/index.json"), 404, "not-found")


def test_the_page_offers_what_is_there(client: FlaskClient) -> None:
    there, missing = client.get("/en/about").text, client.get("/ru/about").text
    for address in ADDRESSES:
        assert f'href="{address}" download' in there
    assert "/ru/tour." not in missing
    assert words("ru")("listening.take_later") in missing


def test_two_clients_find_the_whole_tour_in_the_feed(client: FlaskClient) -> None:
    content = client.get("/en/podcast.xml").data
    read = feedparser.parse(content)
    assert not read.bozo, read.get("bozo_exception")
    whole, gate, lamp = read.entries
    assert read.feed.updated_parsed == max(each.published_parsed for each in read.entries)
    assert whole.id == "lighthouse/en"
    assert whole.itunes_episodetype == "bonus"
    assert [each.id for each in (gate, lamp)] == ["lighthouse/gate/en", "lighthouse/lamp/en"]
    (enclosure,) = whole.enclosures
    sound = client.get(enclosure.href.removeprefix("http://localhost"))
    assert (sound.content_type, str(len(sound.data))) == (enclosure.type, enclosure.length)
    by_guid = {
        each["guid"]: each
        for each in podcastparser.parse("http://localhost/f", io.BytesIO(content))["episodes"]
    }
    assert by_guid["lighthouse/en"]["enclosures"][0]["file_size"] == int(enclosure.length)
    assert by_guid["lighthouse/en"]["total_time"] == int(whole.itunes_duration)


def test_chapters_and_captions_of_the_whole_can_be_fetched(client: FlaskClient, tour: Tour) -> None:
    text = client.get("/en/podcast.xml").text
    (address,) = re.findall(r'<podcast:chapters url="http://localhost([^"]+)"', text)
    chapters = client.get(address)
    assert chapters.content_type == "application/json+chapters"
    gate, lamp = (f"{stop.code}. {stop.title['en']}" for stop in tour.stops)
    titles = [each["title"] for each in json.loads(chapters.data)["chapters"]]
    assert titles == [gate, "2. Before you go on", lamp]
    captions = re.findall(r'<podcast:transcript url="http://localhost([^"]+)"', text)
    assert len(captions) == 3
    whole = client.get(captions[0])
    assert whole.content_type == "text/vtt; charset=utf-8"
    assert whole.text.startswith("WEBVTT - The old lighthouse")


def test_the_feed_changes_with_what_is_bound(bound: Settings) -> None:
    shutil.rmtree(bound.audio_dir / "editions")
    client = create_app(bound).test_client()
    assert client.get("/en/podcast.xml").text.count("<item>") == 2
    bind(bound.audio_dir, read_tour(bound.stops_file), words)
    assert client.get("/en/podcast.xml").text.count("<item>") == 3
    elsewhere = replace(bound, public_url="https://tour.example")
    text = create_app(elsewhere).test_client().get("/en/podcast.xml").text
    assert 'url="https://tour.example/editions/' in text
    assert 'url="https://tour.example/en/chapters.json"' in text
