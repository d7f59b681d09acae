"""A served tour with one short narrated stop, and a guide who signs in and presses over HTTP."""

import http.cookiejar
import io
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from ruamel.yaml import YAML

from tour.app import create_app
from tour.settings import ROOT, Settings
from tour.staff import Role
from tour.storage import prepare_database
from tour.wiring import build_services

LANGUAGES = ("kk", "ru", "en")
_NAME, _PASSWORD = "guide", "snow steppe iron stone"
_STOP = "arch-of-sorrow"
_PARAGRAPHS = 2
_START_S = 20


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    """One stop of this repository's tour, cut to its beginning, in all languages; its address."""
    (folder / "stops.yaml").write_text(_short_tour(), encoding="utf-8")
    environ = {
        "TOUR_STOPS": str(folder / "stops.yaml"),
        "TOUR_AUDIO": str(folder / "audio"),
        "TOUR_INSTANCE": str(folder / "instance"),
        "DATABASE_URL": "",
    }
    settings = Settings.from_env(os.environ | environ)
    app = create_app(settings)
    prepare_database(app)
    services = build_services(settings)
    services.staff.add(_NAME, Role.GUIDE, _PASSWORD)
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "narrate"],
        cwd=ROOT,
        env=os.environ | environ,
        check=True,
        capture_output=True,
    )
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"],
        cwd=ROOT,
        env=os.environ | environ | {"HOST": "127.0.0.1", "PORT": str(port)},
    ) as process:
        deadline = time.monotonic() + _START_S
        while True:
            try:
                urlopen(f"{url}/healthz", timeout=2).close()  # noqa: S310 - our own address
                break
            except (URLError, OSError):
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.1)
        try:
            yield url
        finally:
            process.terminate()


def _short_tour() -> str:
    yaml = YAML()
    tour = yaml.load((ROOT / "stops.yaml").read_text(encoding="utf-8"))
    tour["stops"] = [stop for stop in tour["stops"] if stop["id"] == _STOP]
    texts = tour["stops"][0]["narration"]
    for lang, text in texts.items():
        texts[lang] = "\n\n".join(text.split("\n\n")[:_PARAGRAPHS])
    written = io.StringIO()
    yaml.dump(tour, written)
    return written.getvalue()


class Guide:
    """A guide who leads one group."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
        form = urlencode({"name": _NAME, "password": _PASSWORD, "next": "/en/desk"}).encode()
        self._send("/en/staff/sign-in", form, "application/x-www-form-urlencoded")
        desk = self._json("/api/v1/groups", {})
        self.code: str = desk["code"]
        self._desk: str = desk["desk"]
        tour = json.loads(self._opener.open(f"{url}/api/v1/tour?lang=en").read())
        self.stop: str = tour["stops"][0]["id"]

    def press(self, command: str, **more: object) -> Any:  # noqa: ANN401 - JSON
        """Press a button of the desk; what the server answers once it has it."""
        body = {"id": str(uuid.uuid4()), "desk": self._desk, "command": command} | more
        return self._json(f"/api/v1/groups/{self.code}/commands", body)

    def _json(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self._send(path, json.dumps(body).encode(), "application/json"))

    def _send(self, path: str, body: bytes, kind: str) -> bytes:
        headers = {"Content-Type": kind, "Origin": self._url}
        request = Request(self._url + path, body, headers)  # noqa: S310 - our own address
        answer: bytes = self._opener.open(request, timeout=10).read()
        return answer
