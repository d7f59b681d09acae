"""The real server as a process of its own, on a tour in a temporary folder."""

import multiprocessing
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from gunicorn.app.wsgiapp import WSGIApplication

from tour.app import create_app
from tour.settings import ROOT, Settings
from tour.storage import prepare_database

START_S = 30

# Most of a start goes into reading the program: one process reads it, the servers fork from it.
_READ = multiprocessing.get_context("forkserver")
_READ.set_forkserver_preload(["gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "tour.app"])


def _serve(environ: Mapping[str, str], log: Path) -> None:
    """What ``gunicorn -c gunicorn.conf.py wsgi:app`` does, in a process of its own."""
    os.chdir(ROOT)
    os.environ.update(environ)
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(out, stream)
    sys.argv = ["gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]
    WSGIApplication("%(prog)s").run()


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
        self._process: BaseProcess | None = None

    def start(self) -> "Server":
        settings = Settings.from_env(self.place.environ)
        prepare_database(create_app(settings))
        environ = self.place.environ | {"HOST": "127.0.0.1", "PORT": str(self.port)}
        self._process = _READ.Process(target=_serve, args=(environ, self._log), daemon=True)
        self._process.start()
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            try:
                urlopen(f"{self.url}/en/", timeout=2).close()  # noqa: S310 - our own address
            except (URLError, ConnectionError, TimeoutError):
                assert self._process.is_alive(), self.log
                time.sleep(0.05)
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
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()
        self._process = None
