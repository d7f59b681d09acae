"""The phone's built files."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from tour.app import create_app
from tour.settings import Settings


def test_a_built_file_stays_for_ever(client: FlaskClient) -> None:
    response = client.get("/assets/page-AAAA.js")
    assert response.status_code == 200
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/assets/page-BBBB.css").content_type == "text/css; charset=utf-8"
    assert client.get("/assets/icon-DDDD.svg").mimetype == "image/svg+xml"


def test_the_packed_file_goes_to_whoever_takes_it(client: FlaskClient, dist: Path) -> None:
    plain = (dist / "page-AAAA.js").read_bytes()
    (dist / "page-AAAA.js.gz").write_bytes(gzip.compress(plain))
    (dist / "page-AAAA.js.br").write_bytes(b"as Brotli")
    small = client.get("/assets/page-AAAA.js", headers={"Accept-Encoding": "gzip, br;q=0"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain
    smallest = client.get("/assets/page-AAAA.js", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert smallest.headers["Content-Encoding"] == "br"
    assert smallest.data == b"as Brotli"
    assert smallest.content_type == "text/javascript; charset=utf-8"
    assert small.content_type == "text/javascript; charset=utf-8"
    for header in ("", "gzip;q=0"):
        whole = client.get("/assets/page-AAAA.js", headers={"Accept-Encoding": header})
        assert "Content-Encoding" not in whole.headers
        assert whole.data == plain
        assert "Accept-Encoding" in whole.headers["Vary"]


def test_only_built_files_are_served(client: FlaskClient, dist: Path) -> None:
    (dist / "secret.txt").write_text("no", encoding="utf-8")
    for name in ("secret.txt", "assets.json", "page.js", "..%2fstops.yaml", "page-AAAA.js.gz"):
        assert client.get(f"/assets/{name}").status_code == 404


def test_a_new_build_is_seen_at_once(client: FlaskClient, dist: Path) -> None:
    assert "page-AAAA.js" in client.get("/en/").text
    built = json.loads((dist / "assets.json").read_text(encoding="utf-8"))
    (dist / "page-EEEE.js").write_text("new", encoding="utf-8")
    (dist / "assets.json").write_text(json.dumps(built | {"page.js": "page-EEEE.js"}), "utf-8")
    assert "page-EEEE.js" in client.get("/en/").text


def test_without_a_build_the_page_says_how_to_build(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, dist_dir=tmp_path / "nothing"))
    response = app.test_client().get("/en/")
    assert response.status_code == 503
    assert "node tour/client/build.js" in response.text


def test_a_sound_is_given_in_ranges(client: FlaskClient, dist: Path) -> None:
    whole = (dist / "silence-EEEE.wav").read_bytes()
    response = client.get("/assets/silence-EEEE.wav", headers={"Range": "bytes=2-5"})
    assert (response.status_code, response.data) == (206, whole[2:6])
    assert response.headers["Content-Range"] == f"bytes 2-5/{len(whole)}"
    assert response.mimetype == "audio/wav"
    behind = client.get("/assets/silence-EEEE.wav", headers={"Range": "bytes=9999-"})
    assert behind.status_code == 416
    script = client.get("/assets/page-AAAA.js", headers={"Range": "bytes=2-5"})
    assert script.status_code == 200
