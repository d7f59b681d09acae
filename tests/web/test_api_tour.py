"""The tour, its stops and what is near, as JSON."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_help import SENTENCE_S, Clips, assert_problem

from tour.catalogue import Tour, read_tour
from tour.narration import state
from tour.narration.model import BuildState, WordTime
from tour.settings import Settings
from tour.web.api.nearby import COMPASS_WORDS


@pytest.fixture
def tour(settings: Settings) -> Tour:
    return read_tour(settings.stops_file)


def test_the_manifest_holds_the_tour(lone_client: FlaskClient, tour: Tour) -> None:
    manifest = lone_client.get("/api/v1/tour?lang=kk").json
    assert manifest["id"] == "lighthouse"
    assert manifest["version"] == tour.version
    assert manifest["lang"] == "kk"
    assert manifest["languages"] == ["kk", "ru", "en"]
    assert manifest["title"] == "Ескі шамшырақ"
    assert manifest["anchor"] == {"lat": 51.0, "lng": 71.0, "uncertainty_m": 50.0, "source": "map"}
    assert [source["key"] for source in manifest["sources"]] == ["KEEPER"]
    gate, lamp = manifest["stops"]
    assert gate["position"]["source"] == "sketch"
    assert gate["content_note"] is None
    assert lamp["content_note"] == "Мұнда өлім туралы айтылады."
    assert lamp["zone"] == {
        "shape": "line",
        "points": [[51.0005, 71.0], [51.0005, 71.0003]],
        "margin_m": 6.0,
    }
    assert lamp["page_url"] == "/kk/stops/lamp"


def test_a_stop_is_the_same_as_in_the_manifest(lone_client: FlaskClient) -> None:
    stops = lone_client.get("/api/v1/tour?lang=en").json["stops"]
    for stop in stops:
        assert lone_client.get(f"/api/v1/stops/{stop['id']}?lang=en").json == stop


def test_an_unknown_stop_is_not_found(lone_client: FlaskClient) -> None:
    assert_problem(lone_client.get("/api/v1/stops/tower?lang=en"), 404, "not-found")


def test_the_transcript_is_the_text_by_sentences(lone_client: FlaskClient) -> None:
    transcript = lone_client.get("/api/v1/stops/gate?lang=en").json["transcript"]
    assert [(each["paragraph"], each["text"]) for each in transcript] == [
        (0, "Stand in front of the gate."),
        (1, "The lighthouse was built in 1937."),
        (1, "Twelve people built it."),
        (2, "The door is closed today."),
    ]
    assert all(each["start_s"] is None and each["end_s"] is None for each in transcript)


def test_a_published_narration_is_ready_with_times(
    lone_client: FlaskClient, tour: Tour, clips: Clips
) -> None:
    assert lone_client.get("/api/v1/tour?lang=en").json["stops"][0]["narration"]["audio"] == []
    publication = clips.publish(tour, "gate", "en")
    gate, lamp = lone_client.get("/api/v1/tour?lang=en").json["stops"]
    narration = gate["narration"]
    assert narration["status"] == "ready"
    assert narration["voice"]["id"] == "null:test"
    assert narration["duration_s"] == 4 * SENTENCE_S
    assert [file["type"] for file in narration["audio"]] == [
        "audio/webm; codecs=opus",
        "audio/mpeg",
    ]
    assert narration["captions_url"] == f"/audio/{publication.captions}.vtt"
    assert gate["transcript"][1]["start_s"] == SENTENCE_S
    assert gate["transcript"][1]["end_s"] == 2 * SENTENCE_S
    assert lamp["narration"]["status"] == "unavailable"
    for file in narration["audio"]:
        sound = lone_client.get(file["url"])
        assert (sound.status_code, len(sound.data)) == (200, file["bytes"])


def test_the_page_alone_knows_when_words_are_said(
    lone_client: FlaskClient, tour: Tour, clips: Clips
) -> None:
    words = (WordTime(0, 5, 0.05, 0.4), WordTime(6, 8, 0.4251, 0.6))
    clips.publish(tour, "gate", "en", {"Stand in front of the gate.": words})
    page = lone_client.get("/en/stops/gate").text
    assert 'data-words="0 5 50,6 2 425">Stand in front of the gate.</span>' in page
    assert page.count("data-words") == 1
    assert "words" not in lone_client.get("/api/v1/stops/gate?lang=en").json["transcript"][0]


def test_the_sound_of_an_older_text_is_not_offered(
    lone_client: FlaskClient, tour: Tour, clips: Clips, settings: Settings
) -> None:
    clips.publish(tour, "gate", "en")
    text = settings.stops_file.read_text(encoding="utf-8")
    changed = text.replace("Twelve people built it.", "Thirteen people built it.")
    settings.stops_file.write_text(changed, encoding="utf-8")
    gate = lone_client.get("/api/v1/stops/gate?lang=en").json
    assert gate["narration"] == {
        "status": "unavailable",
        "voice": None,
        "testimony_voice": None,
        "duration_s": None,
        "audio": [],
        "captions_url": None,
        "note_audio": None,
    }
    assert {each["start_s"] for each in gate["transcript"]} == {None}


def test_the_note_of_a_stop_can_be_heard(
    lone_client: FlaskClient, tour: Tour, clips: Clips
) -> None:
    def notes() -> list[list[dict[str, object]] | None]:
        stops = lone_client.get("/api/v1/tour?lang=en").json["stops"]
        return [each["narration"]["note_audio"] for each in stops]

    assert notes() == [None, None]
    clips.publish(tour, "lamp/note", "en")
    gate, lamp = notes()
    assert gate is None
    assert lamp is not None
    assert [file["type"] for file in lamp] == ["audio/webm; codecs=opus", "audio/mpeg"]
    for file in lamp:
        sound = lone_client.get(file["url"])
        assert (sound.status_code, len(sound.data)) == (200, file["bytes"])


def test_the_sound_of_an_older_note_is_not_offered(
    lone_client: FlaskClient, tour: Tour, clips: Clips, settings: Settings
) -> None:
    clips.publish(tour, "lamp/note", "en")
    text = settings.stops_file.read_text(encoding="utf-8")
    changed = text.replace("This stop speaks of a death.", "This stop speaks of an end.")
    settings.stops_file.write_text(changed, encoding="utf-8")
    lamp = lone_client.get("/api/v1/stops/lamp?lang=en").json
    assert lamp["content_note"] == "This stop speaks of an end."
    assert lamp["narration"]["note_audio"] is None


def test_what_is_being_narrated_is_pending_and_says_when(
    lone_client: FlaskClient, settings: Settings, tour: Tour, clips: Clips
) -> None:
    before = lone_client.get("/api/v1/tour?lang=en")
    build = BuildState(
        running=True,
        done=1,
        total=6,
        written_at=0.0,
        waiting={("gate", "en"): 12.5, ("lamp/note", "en"): 13.5},
        voiceless=("kk",),
    )
    settings.audio_dir.mkdir(parents=True, exist_ok=True)
    state.write(settings.audio_dir, build)
    answer = lone_client.get("/api/v1/narration")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {
        "running": True,
        "done": 1,
        "total": 6,
        "waiting": [{"stop": "gate", "lang": "en", "ready_in_s": 12.5}],
        "voiceless": ["kk"],
    }
    english = lone_client.get("/api/v1/tour?lang=en")
    assert english.json["stops"][0]["narration"]["status"] == "pending"
    assert english.headers["ETag"] != before.headers["ETag"]
    kazakh = lone_client.get("/api/v1/tour?lang=kk").json
    assert kazakh["stops"][0]["narration"]["status"] == "unavailable"
    for stop in tour.stops:
        clips.publish(tour, stop.id, "en")
    english = lone_client.get("/api/v1/tour?lang=en").json
    assert {stop["narration"]["status"] for stop in english["stops"]} == {"ready"}


def test_nothing_runs_when_there_never_was_a_build(lone_client: FlaskClient) -> None:
    assert lone_client.get("/api/v1/narration").json["running"] is False


@pytest.mark.parametrize("path", ["/api/v1/tour?lang=ru", "/api/v1/stops/gate?lang=ru"])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_who_has_it_is_answered_304(lone_client: FlaskClient, path: str, coding: str) -> None:
    asked = {"Accept-Encoding": coding}
    whole = lone_client.get(path, headers=asked)
    etag = whole.headers["ETag"]
    assert whole.headers["Cache-Control"] == "no-cache"
    assert whole.headers["Vary"] == "Accept-Encoding"
    for tags in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = lone_client.get(path, headers=asked | {"If-None-Match": tags})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Content-Type" not in again.headers
    other = lone_client.get(path, headers=asked | {"If-None-Match": '"other"'})
    assert other.data == whole.data


def test_the_packed_manifest_is_the_plain_one_under_another_tag(lone_client: FlaskClient) -> None:
    plain = lone_client.get("/api/v1/tour?lang=ru")
    packed = lone_client.get("/api/v1/tour?lang=ru", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    refused = lone_client.get("/api/v1/tour?lang=ru", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_a_head_has_the_headers_of_a_get(lone_client: FlaskClient) -> None:
    get, head = lone_client.get("/api/v1/tour?lang=en"), lone_client.head("/api/v1/tour?lang=en")
    assert head.data == b""
    assert dict(head.headers) == dict(get.headers)


def test_without_lang_the_header_decides(lone_client: FlaskClient) -> None:
    for header, lang in (("ru-KZ,ru;q=0.9", "ru"), ("de, en;q=0.3", "en"), ("", "kk")):
        answer = lone_client.get("/api/v1/tour", headers={"Accept-Language": header})
        assert answer.json["lang"] == lang
        assert answer.headers["Vary"] == "Accept-Encoding, Accept-Language"


@pytest.mark.parametrize("lang", ["de", "kz", "", "EN", "a%00b", "ru%20", "../ru"])
def test_an_unknown_language_is_refused_with_those_there_are(
    lone_client: FlaskClient, lang: str
) -> None:
    for path in ("/api/v1/tour?", "/api/v1/stops/gate?", "/api/v1/nearby?lat=51&lng=71&"):
        problem = assert_problem(lone_client.get(f"{path}lang={lang}"), 422, "invalid-input")
        assert problem["languages"] == ["kk", "ru", "en"]


def test_nearby_gives_distance_and_direction_with_how_well_the_place_is_known(
    lone_client: FlaskClient,
) -> None:
    answer = lone_client.get("/api/v1/nearby?lat=51.0&lng=71.001&lang=ru")
    assert answer.headers["Cache-Control"] == "no-store"
    gate, lamp = answer.json["stops"]
    assert gate["id"] == "gate"
    assert gate["distance_m"] == pytest.approx(70.2, abs=0.1)
    assert gate["bearing_deg"] == pytest.approx(270.0, abs=0.1)
    assert (gate["compass"], gate["direction"]) == ("w", "запад")
    assert gate["position"] == {
        "lat": 51.0,
        "lng": 71.0,
        "uncertainty_m": 120.0,
        "source": "sketch",
    }
    assert lamp["distance_m"] > gate["distance_m"]
    assert (lamp["compass"], lamp["direction"]) == ("nw", "северо-запад")
    fewer = lone_client.get("/api/v1/nearby?lat=51.0&lng=71.001&lang=ru&limit=1").json
    assert [stop["id"] for stop in fewer["stops"]] == ["gate"]


@pytest.mark.parametrize(
    "query",
    [
        *("", "lat=51", "lat=51&lng=x", "lat=91&lng=0", "lat=0&lng=181", "lat=nan&lng=0"),
        *("lat=inf&lng=0", "lat=51&lng=71&limit=0", "lat=51&lng=71&limit=x"),
    ],
)
def test_nearby_refuses_what_is_no_position(lone_client: FlaskClient, query: str) -> None:
    problem = assert_problem(lone_client.get(f"/api/v1/nearby?{query}"), 422, "invalid-input")
    assert problem["errors"]


def test_every_language_has_eight_different_compass_words() -> None:
    assert set(COMPASS_WORDS) == {"kk", "ru", "en"}
    assert [len(set(words.values())) for words in COMPASS_WORDS.values()] == [8, 8, 8]


def test_a_tour_that_never_was_readable_is_a_problem(
    settings: Settings, lone_client: FlaskClient
) -> None:
    Path(settings.stops_file).write_text("tour: {", encoding="utf-8")
    problem = assert_problem(lone_client.get("/api/v1/tour?lang=en"), 500, "bad-catalogue")
    assert str(settings.stops_file.parent) not in str(problem)
