"""Pages that are the same for everybody are rendered once, and then given from memory."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_help import Clips

from tour.app import create_app
from tour.catalogue import read_tour
from tour.narration import state
from tour.narration.model import BuildState
from tour.settings import Settings
from tour.web.pages.kept import FOR_CACHES, FOR_CDNS

PAGES = (
    *("/en/", "/ru/stops", "/kk/stops/gate", "/en/map", "/en/about", "/en/closing", "/en/save"),
    *("/en/offline", "/en/listen", "/en/print", "/en/stops/lamp/print", "/en/embed"),
    "/en/embed/stops/lamp",
)
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def site(settings: Settings, dist: Path) -> FlaskClient:
    return create_app(replace(settings, dist_dir=dist)).test_client()


@pytest.fixture
def close(site: FlaskClient) -> Callable[[], None]:
    """From when it is called, the ordinary way says that it was taken."""
    closed: list[str] = []
    site.application.before_request(lambda: closed[0] if closed else None)
    return lambda: closed.append("the ordinary way")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("headers", [{}, GZIP])
def test_the_second_answer_is_the_first_one_again(
    site: FlaskClient, close: Callable[[], None], path: str, headers: dict[str, str]
) -> None:
    first = site.get(path, headers=headers)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == FOR_CACHES
    assert first.headers["CDN-Cache-Control"] == FOR_CDNS
    assert "Access-Control-Allow-Origin" not in first.headers
    close()
    for method in ("GET", "HEAD"):
        again = site.open(path, method=method, headers=headers)
        assert dict(again.headers) == dict(first.headers)
        assert again.data == (first.data if method == "GET" else b"")
    known = site.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    for name in ("Content-Security-Policy", "ETag", "Cache-Control", "Vary", "Content-Language"):
        assert known.headers[name] == first.headers[name], "a browser takes it into what it has"


def test_a_query_makes_no_other_page(site: FlaskClient, close: Callable[[], None]) -> None:
    first = site.get("/en/listen?from=lamp")
    close()
    assert site.get("/en/listen?x=1").data == first.data


def test_no_host_is_given_the_page_of_another(site: FlaskClient) -> None:
    for host in ("one.example", "two.example"):
        for _ in range(2):
            text = site.get("/en/stops/gate", base_url=f"https://{host}").text
            assert f'<link rel="canonical" href="https://{host}/en/stops/gate">' in text


def test_what_a_page_shows_makes_it_anew(site: FlaskClient, settings: Settings, dist: Path) -> None:
    tour = read_tour(settings.stops_file)
    clips = Clips(settings.audio_dir)
    assert "data-duration" not in site.get("/en/stops/gate").text
    clips.publish(tour, "gate", "en")
    heard = site.get("/en/stops/gate").text
    assert "data-duration" in heard
    manifest = dist / "assets.json"
    built = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(built | {"page.js": "page-NEW.js"}), encoding="utf-8")
    os.utime(manifest, ns=(1, 1))
    assert "page-NEW.js" in site.get("/en/stops/gate").text


def test_a_page_that_waits_for_its_sound_is_held_by_nobody(
    site: FlaskClient, settings: Settings
) -> None:
    before = site.get("/en/stops/gate")
    assert "data-pending" not in before.text
    settings.audio_dir.mkdir(exist_ok=True)
    going = BuildState(running=True, done=0, total=2, written_at=0, waiting={}, voiceless=())
    state.write(settings.audio_dir, going)
    waiting = site.get("/en/stops/gate")
    assert "data-pending" in waiting.text
    assert waiting.headers["Cache-Control"] == "no-cache"
    assert "CDN-Cache-Control" not in waiting.headers
    state.write(settings.audio_dir, replace(going, running=False))
    assert site.get("/en/stops/gate").headers["Cache-Control"] == FOR_CACHES


@pytest.mark.parametrize(
    "path", ["/en/keypad?code=99", "/en/keypad", "/en/group", "/en/staff/sign-in", "/en/nowhere"]
)
def test_what_depends_on_the_visitor_is_not_kept(
    site: FlaskClient, close: Callable[[], None], path: str
) -> None:
    for name in ("CDN-Cache-Control", "s-maxage"):
        assert name not in str(site.get(path).headers)
    close()
    assert site.get(path).text == "the ordinary way"


def test_an_error_is_not_kept(site: FlaskClient, dist: Path) -> None:
    hidden = dist / "assets.json.away"
    (dist / "assets.json").rename(hidden)
    assert site.get("/en/").status_code == 503
    hidden.rename(dist / "assets.json")
    assert site.get("/en/").status_code == 200
