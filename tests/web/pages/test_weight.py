"""What a first visit weighs: the page, its program and what a browser asks for by itself, as sent.

The real tour and built files, in every language, each stop as if real voices had spoken it.
"""

import os
import random
import re
import subprocess
from typing import Final

import pytest
from flask.testing import FlaskClient
from web_help import Clips

from tour.app import create_app
from tour.catalogue import Tour, read_tour
from tour.narration.model import WordTime
from tour.narration.sentences import split_sentences
from tour.settings import ROOT, Settings

MOST_BYTES: Final = 30 * 1024
CODINGS: Final = ("gzip, deflate", "gzip, deflate, br")
"""What browsers take: over plain HTTP, and over HTTPS."""

LETTER_S: Final = 0.075
SERVERS_OWN_HEADERS: Final = (
    "HTTP/1.1 200 OK\r\nServer: gunicorn\r\nConnection: keep-alive\r\n"
    "Date: Mon, 01 Jun 2026 09:00:00 GMT\r\n\r\n"
)


@pytest.fixture(scope="module")
def tour() -> Tour:
    return read_tour(ROOT / "stops.yaml")


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory, tour: Tour) -> FlaskClient:
    folder = tmp_path_factory.mktemp("weighed")
    subprocess.run(
        ["node", "tour/client/build.js"],
        cwd=ROOT,
        env=os.environ | {"TOUR_DIST": str(folder / "dist")},
        capture_output=True,
        check=True,
    )
    settings = Settings(
        stops_file=ROOT / "stops.yaml",
        audio_dir=folder / "audio",
        instance_dir=folder / "instance",
        dist_dir=folder / "dist",
    )
    speak(tour, Clips(settings.audio_dir))
    return create_app(settings).test_client()


def speak(tour: Tour, clips: Clips) -> None:
    """Every stop, word by word; each takes its time by its letters, and never quite the same."""
    uneven = random.Random(1)  # noqa: S311 - no secret

    def timed(sentence: str) -> tuple[WordTime, ...]:
        words, at_s = [], 0.02
        for word in re.finditer(r"[\w’-]+", sentence):
            end_s = at_s + LETTER_S * len(word[0]) * uneven.uniform(0.8, 1.2)
            words.append(WordTime(word.start(), word.end(), round(at_s, 3), round(end_s, 3)))
            at_s = end_s
        return tuple(words)

    for lang in tour.languages:
        for stop in tour.stops:
            words = {
                sentence: timed(sentence)
                for paragraph in stop.paragraphs(lang)
                for sentence in split_sentences(paragraph, lang)
            }
            lasts = {sentence: spoken[-1].end_s + 0.6 for sentence, spoken in words.items()}
            clips.publish(tour, stop.id, lang, words, lasts=lasts.__getitem__)


def shell(visitor: FlaskClient, path: str, coding: str) -> dict[str, int]:
    """Bytes of each answer, its headers too."""
    page = visitor.get(path).text
    lang = path.split("/")[1]
    script = re.search(r'<script type="module" src="([^"]+)"', page)
    assert script
    app = f"/{lang}/manifest.webmanifest"
    app_icon = visitor.get(app).get_json(force=True)["icons"][0]["src"]
    asked = (path, script[1], app, app_icon)
    return {address: weight(visitor, address, coding) for address in asked}


def weight(visitor: FlaskClient, address: str, coding: str) -> int:
    answer = visitor.get(address, headers={"Accept-Encoding": coding})
    assert answer.status_code == 200
    return len(answer.data) + len(f"{SERVERS_OWN_HEADERS}{answer.headers}")


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_first_visit_is_light(visitor: FlaskClient, tour: Tour, lang: str, coding: str) -> None:
    pages = [f"/{lang}/", *(f"/{lang}/stops/{stop.id}" for stop in tour.stops)]
    shells = {path: shell(visitor, path, coding) for path in pages}
    heaviest = max(shells, key=lambda path: sum(shells[path].values()))
    for path in (pages[0], heaviest):
        print(path, coding, sum(shells[path].values()), shells[path])  # noqa: T201 - a measured goal
    heavy = [path for path in pages if sum(shells[path].values()) > MOST_BYTES]
    assert heavy == [], shells[heaviest]
    assert 'data-words="' in visitor.get(pages[1]).text  # else too little was weighed
