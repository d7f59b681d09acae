"""The real tour, served with the sound of a few stops that real voices have just made."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from webload.servers import gunicorn

from tour.app import create_app
from tour.catalogue import Tour, read_tour
from tour.settings import ROOT, Settings
from tour.storage import prepare_database


@contextmanager
def served(folder: Path, *, stops: int, languages: Sequence[str]) -> Iterator[tuple[int, Tour]]:
    """(port, tour). Only its first stops speak; its places are as if they were surveyed."""
    file = folder / "stops.yaml"
    file.write_text(_surveyed((ROOT / "stops.yaml").read_text(encoding="utf-8")), encoding="utf-8")
    tour = read_tour(file)
    environ = {
        "TOUR_STOPS": str(file),
        "TOUR_AUDIO": str(folder / "audio"),
        "TOUR_INSTANCE": str(folder),
    }
    chosen = [part for stop in tour.stops[:stops] for part in ("--stop", stop.id)]
    chosen += [part for language in languages for part in ("--lang", language)]
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "narrate", *chosen],
        cwd=ROOT,
        env=os.environ | environ,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    prepare_database(create_app(Settings.from_env(environ)))
    with gunicorn("wsgi:app", environ) as (port, _):
        yield port, tour


def _surveyed(text: str) -> str:
    """A walk is measured, and at a sketch nothing ever starts."""
    return re.sub(r"uncertainty_m: \d+, source: sketch", "uncertainty_m: 3, source: surveyed", text)
