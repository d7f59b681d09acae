"""The real server as a process of its own, on a tour in a temporary folder."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tour.app import create_app
from tour.settings import ROOT, Settings
from tour.storage import prepare_database

START_S = 30


def free_port() -> int:
    """A port below the range of outgoing connections."""
    while True:
        port = secrets.randbelow(12_000) + 20_000
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


@dataclass
class Place:
    """Where one tour of the tests lives."""

    folder: Path
    dist: Path

    @property
    def stops(self) -> Path:
        return self.folder / "stops.yaml"

    @property
    def audio(self) -> Path:
        return self.folder / "audio"

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def environ(self) -> dict[str, str]:
        return {
            "TOUR_STOPS": str(self.stops),
            "TOUR_AUDIO": str(self.audio),
            "TOUR_INSTANCE": str(self.instance),
            "TOUR_DIST": str(self.dist),
            "TOUR_NARRATE_JOBS": "2",
        }

    def narrate(self) -> None:
        """Make the sound of the tour with the real voices."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "narrate"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def copy_to(self, folder: Path) -> "Place":
        """The same tour, sound and built files with no visits, elsewhere."""
        folder.mkdir()
        shutil.copy(self.stops, folder / "stops.yaml")
        shutil.copytree(self.audio, folder / "audio")
        shutil.copytree(self.dist, folder / "dist")
        return Place(folder, folder / "dist")


class Server:
    """gunicorn on a place; ``url`` is where it answers."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = place.folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        settings = Settings.from_env(self.place.environ)
        prepare_database(create_app(settings))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"],
                cwd=ROOT,
                env=os.environ | self.place.environ | {"HOST": "127.0.0.1", "PORT": str(self.port)},
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            try:
                urlopen(f"{self.url}/en/", timeout=2).close()  # noqa: S310 - our own address
            except (URLError, ConnectionError, TimeoutError):
                assert self._process.poll() is None, self.log
                time.sleep(0.1)
            else:
                return self
        raise AssertionError(self.log)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End it and every worker."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
