"""Which answers a cache between here and the listener may hold, and for how long.

Every route that can be read stands in one of these kinds, and its answer says so.
"""

import re
import shutil
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from narrated import narrate
from werkzeug.routing import Rule

from tour.app import create_app
from tour.listening.binding import bind
from tour.settings import ROOT, Settings
from tour.web.guards import Guard, guard_of
from tour.web.pages.words import words
from tour.wiring import Services, build_services

FOR_EVER = "public, max-age=31536000, immutable"
MINUTES = "public, max-age=300, stale-while-revalidate=86400"
A_DAY = "public, max-age=86400"
ASKS_AGAIN = "no-cache"
A_MINUTE = "public, max-age=0, s-maxage=60"
CDNS_A_LITTLE_LONGER = "max-age=60, stale-while-revalidate=600"
NEVER = "no-store"

ENCODED, BY_LANGUAGE = {"Accept-Encoding"}, {"Accept-Encoding", "Accept-Language"}

# Kind of route: (addresses, Cache-Control, Vary, has an entity tag). {…} is filled in by the test.
KINDS: dict[str, tuple[tuple[str, ...], str, set[str], bool]] = {
    "named by their content": (
        ("/audio/{clip}.webm", "/audio/{clip_mp3}.mp3", "/audio/{captions}.vtt"),
        *(FOR_EVER, set(), True),
    ),
    "the whole tour and the book": (
        ("/editions/{whole}/x.mp3", "/editions/{book}/x.epub", "/editions/{whole_captions}/x.vtt"),
        *(FOR_EVER, set(), True),
    ),
    "the way to them": (("/en/tour.mp3", "/en/tour.epub"), MINUTES, set(), False),
    "feeds": (
        (
            *("/en/podcast.xml", "/en/chapters.json", "/sitemap.xml", "/robots.txt"),
            "/oembed?url=http://localhost/en/stops/gate",
        ),
        *(MINUTES, ENCODED, True),
    ),
    "exports": (
        (
            "/api/v1/tour.geojson?lang=en",
            "/api/v1/tour.gpx?lang=en",
            "/api/v1/tour.kml?lang=en",
            "/api/v1/tour.tourml",
            "/api/v1/iiif/en/manifest.json",
        ),
        *(MINUTES, ENCODED, True),
    ),
    "exports in the reader's language": (
        ("/api/v1/tour.geojson", "/api/v1/tour.gpx", "/api/v1/tour.kml"),
        *(MINUTES, BY_LANGUAGE, True),
    ),
    "the picture": (("/podcast.png",), A_DAY, ENCODED, True),
    "the manifest": (
        ("/api/v1/tour?lang=en", "/api/v1/stops/gate?lang=en"),
        *(ASKS_AGAIN, ENCODED, True),
    ),
    "the manifest in the reader's language": (
        ("/api/v1/tour", "/api/v1/stops/gate"),
        *(ASKS_AGAIN, BY_LANGUAGE, True),
    ),
    "pages": (
        (
            *("/en/", "/en/stops", "/en/stops/gate", "/en/map", "/en/about", "/en/closing"),
            *("/en/save", "/en/offline", "/en/listen", "/en/print", "/en/stops/gate/print"),
            *("/en/embed", "/en/embed/stops/gate"),
        ),
        *(A_MINUTE, ENCODED, True),
    ),
    "pages that answer what was typed": (
        ("/en/keypad", "/en/group"),
        *(ASKS_AGAIN, ENCODED, True),
    ),
    "the way to a page": (("/", "/c/1"), ASKS_AGAIN, {"Accept-Language"}, False),
    "what is true only now": (
        ("/api/v1/narration", "/api/v1/nearby?lat=51&lng=71&lang=en"),
        *(NEVER, set(), False),
    ),
}
ELSEWHERE = {
    # Held by their own tests: built files (a year, named by content) and the worker that serves
    # them (asked for each time), what describes the API, the state of the server, visits.
    *("/assets/<name>", "/assets.json", "/sw.js", "/<language:lang>/manifest.webmanifest"),
    "/<language:lang>/words/walk.json",
    *("/openapi.json", "/api", "/api/page.css", "/problems/<slug>", "/healthz", "/readyz"),
    *("/api/v1/clock", "/g/<code>", "/<language:lang>/group/<code>"),
    *("/<language:lang>/staff/sign-in", "/<language:lang>/survey-shell"),
}

FOR_SOME = {
    *(Guard.VISITS_HOLDER, Guard.PHONES_HOLDER, Guard.PHONES_AND_GUIDES),
    *(Guard.STAFF_PAGE, Guard.STAFF_API),
}
"""What needs a secret or a session is kept by nobody: each room's own tests say so."""


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory, tour_text: str) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("cached")
    (folder / "stops.yaml").write_text(tour_text, encoding="utf-8")
    settings = Settings(
        stops_file=folder / "stops.yaml",
        audio_dir=folder / "audio",
        instance_dir=folder / "instance",
    )
    bind(settings.audio_dir, narrate(settings, "en"), words)
    services = build_services(settings)
    yield services
    services.database.engine.dispose()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def client(bound: Services) -> FlaskClient:
    return create_app(bound.settings, bound).test_client()


@pytest.fixture(scope="module")
def names(bound: Services) -> dict[str, str]:
    """The digests that stand in addresses."""
    clip = bound.clips.publication("gate", "en")
    assert clip is not None
    sound, book = sorted(bound.editions.all(), key=lambda one: one.kind, reverse=True)
    assert sound.captions is not None
    return {
        "clip": clip.audio[0].digest,
        "clip_mp3": clip.audio[1].digest,
        "captions": clip.captions,
        "whole": sound.file.digest,
        "book": book.file.digest,
        "whole_captions": sound.captions.digest,
    }


CASES = [(kind, address) for kind, (addresses, *_) in KINDS.items() for address in addresses]


@pytest.mark.parametrize(("kind", "address"), CASES)
def test_an_answer_says_how_long_it_may_be_kept(
    client: FlaskClient, names: dict[str, str], kind: str, address: str
) -> None:
    _, keep, vary, tagged = KINDS[kind]
    path = re.sub(r"\{(\w+)\}", lambda match: names[match[1]], address)
    answer = client.get(path)
    assert answer.data is not None
    assert answer.status_code in {200, 302}, answer.text
    assert answer.headers["Cache-Control"] == keep
    for_cdns = CDNS_A_LITTLE_LONGER if keep == A_MINUTE else None
    assert answer.headers.get("CDN-Cache-Control") == for_cdns
    given = answer.headers.get("Vary", "")
    assert {each.strip() for each in given.split(",") if each.strip()} == vary
    assert "Set-Cookie" not in answer.headers, "a cache would give it to everybody"
    etag = answer.headers.get("ETag")
    assert (etag is not None) == tagged
    if keep != NEVER and etag is not None:
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == keep
        assert again.headers.get("Vary", "") == given


def test_no_failing_answer_is_kept(client: FlaskClient) -> None:
    for path in ("/en/nowhere", "/ru/tour.mp3", "/audio/x.mp3", "/api/v1/tour?lang=de", "/c/99"):
        answer = client.get(path)
        assert answer.status_code >= 400
        assert "no-store" in answer.headers["Cache-Control"], path


def test_every_route_that_can_be_read_is_of_a_kind(client: FlaskClient) -> None:
    app = client.application
    adapter = app.url_map.bind("localhost")
    covered = {
        adapter.match(re.sub(r"\{\w+\}", "0" * 32, address).partition("?")[0])[0]
        for _, address in CASES
    }
    readable: list[Rule] = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    open_to_all = [rule for rule in readable if guard_of(app, rule.endpoint) not in FOR_SOME]
    missing = {rule.rule for rule in open_to_all if rule.endpoint not in covered} - ELSEWHERE
    assert missing == set()


def test_the_table_for_operators_says_the_same() -> None:
    text = (ROOT / "docs" / "caching.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+?) \| [^|]+ \| `([^`]+)` \|", text, re.MULTILINE))
    assert rows == {kind: keep for kind, (_, keep, *_) in KINDS.items()}
