"""The worker's file, the app's manifest, saving, and the page without signal."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tour.web.pages.app import short_name
from tour.web.pages.words import words


def test_the_worker_is_asked_for_anew_each_time(client: FlaskClient, dist: Path) -> None:
    answer = client.get("/sw.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    again = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    (dist / "sw.js").unlink()
    assert client.get("/sw.js").status_code == 503


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_each_language_has_its_app(client: FlaskClient, lang: str) -> None:
    home = client.get(f"/{lang}/").text
    assert f'<link rel="manifest" href="/{lang}/manifest.webmanifest">' in home
    answer = client.get(f"/{lang}/manifest.webmanifest")
    assert answer.content_type == "application/manifest+json"
    app = answer.get_json(force=True)
    assert (app["lang"], app["start_url"], app["id"]) == (lang, f"/{lang}/", "/")
    assert app["display"] == "standalone"
    assert {(icon["sizes"], icon["purpose"]) for icon in app["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    touch = re.findall(r'rel="apple-touch-icon" href="([^"]+)"', home)
    for address in [*touch, *(icon["src"] for icon in app["icons"])]:
        assert client.get(address).mimetype == "image/png"


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_walk_says_its_words_in_each_language(client: FlaskClient, lang: str) -> None:
    answer = client.get(f"/{lang}/words/walk.json")
    assert answer.content_type == "application/json"
    texts = words(lang)
    assert answer.json["walk_stop"] == texts("walk.walk_stop")
    assert answer.json["walk_start"] == texts("walk_door.walk_start")
    again = client.get(
        f"/{lang}/words/walk.json", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert client.get("/xx/words/walk.json").status_code == 404


def test_a_page_carries_its_icon(client: FlaskClient, dist: Path) -> None:
    icon = re.search(
        r'rel="icon" type="image/svg\+xml" href="data:image/svg\+xml,([^"]+)"',
        client.get("/en/").text,
    )
    assert icon
    assert unquote(icon[1]) == (dist / "icon-DDDD.svg").read_text(encoding="utf-8")


def test_a_short_name_fits_under_an_icon() -> None:
    assert short_name("Мемориал «АЛЖИР»") == "АЛЖИР"
    assert short_name("ALZHIR Memorial") == "ALZHIR"
    assert short_name("Shamshyraqmurazhaiy") == "Shamshyraqmurazhaiy"


def test_whoever_saves_learns_every_built_file(client: FlaskClient, dist: Path) -> None:
    answer = client.get("/assets.json")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert set(answer.json) >= {
        f"/assets/{name}" for name in ("page-AAAA.js", "map-CCCC.css", "icon-512-EEEE.png")
    }
    for address in answer.json:
        assert client.get(address).status_code == 200
    (dist / "assets.json").unlink()
    assert client.get("/assets.json").status_code == 503


def test_a_page_carries_its_style_and_no_other_is_allowed(client: FlaskClient, dist: Path) -> None:
    answer = client.get("/en/")
    found = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert found
    assert found[1] == (dist / "page-BBBB.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(found[1].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith(f"; style-src 'self' 'sha256-{digest}'")
    assert "frame-ancestors" in policy
    assert "unsafe" not in policy
