"""One browser and one served, narrated tour for all browser tests; a fresh phone for each."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ear import Ear, open_ear
from group_help import Follower, Guide, NewContext, employ
from phone import ARGS, PHONE, Phone
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from running import Place, Server
from walking_tour import TOUR

from tour.settings import ROOT

LONGER = {
    "en": (
        "The lighthouse was built in 1937. Twelve people built it.",
        (
            "The lamp was lit every evening. The keeper climbed ninety steps. He counted them"
            " aloud. In winter the stairs were cold. In summer the door stood open."
        ),
        (
            "Ships passed far from the shore. Their crews looked for the light. Some of them wrote "
            "letters about it. The letters are kept in a wooden box."
        ),
    ),
    "ru": (
        "Маяк построили в 1937 году. Его строили двенадцать человек.",
        (
            "Лампу зажигали каждый вечер. Смотритель поднимался по девяноста ступеням. Он считал их"
            " вслух. Зимой на лестнице было холодно. Летом дверь стояла открытой."
        ),
        (
            "Корабли проходили далеко от берега. Моряки искали свет. Некоторые писали о нём письма."
            " Письма хранятся в деревянной шкатулке."
        ),
    ),
}


def longer_tour(text: str) -> str:
    """The small tour with a first stop long enough to skip about in."""
    for first, paragraphs in (
        ("        The lighthouse was built in 1937. Twelve people built it.\n", LONGER["en"]),
        (
            "        Маяк построили в 1937 году. Его строили двенадцать человек.\n",
            LONGER["ru"],
        ),
    ):
        assert first in text
        text = text.replace(first, "\n\n".join(f"        {each}" for each in paragraphs) + "\n")
    return text


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who listens to the sound card wants the machine alone, lest the sound stutter."""
    for item in items:
        if "ear" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.alone)


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The phone's files, built from today's source."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        ["node", "tour/client/build.js"],
        cwd=ROOT,
        env=os.environ | {"TOUR_DIST": str(folder)},
        capture_output=True,
        check=True,
    )
    return folder


@pytest.fixture(scope="session")
def narrated(tmp_path_factory: pytest.TempPathFactory, dist: Path, tour_text: str) -> Place:
    place = Place(tmp_path_factory.mktemp("lighthouse"), dist)
    place.stops.write_text(longer_tour(tour_text), encoding="utf-8")
    place.narrate()
    return place


@pytest.fixture(scope="session")
def to_walk_through(tmp_path_factory: pytest.TempPathFactory, dist: Path) -> Place:
    """A place whose stops lie on the ground, narrated."""
    place = Place(tmp_path_factory.mktemp("walking"), dist)
    place.stops.write_text(TOUR, encoding="utf-8")
    place.narrate()
    return place


@pytest.fixture
def ear() -> Iterator[Ear]:
    """A sound server for one test; nobody hears it but the test."""
    with open_ear() as opened:
        yield opened


@pytest.fixture(scope="session")
def server(narrated: Place) -> Iterator[Server]:
    running = Server(narrated).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(narrated: Place, tmp_path: Path) -> Iterator[Server]:
    """A server that a test may end, with sound that it may take away."""
    running = Server(narrated.copy_to(tmp_path / "own")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
    yield running
    running.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(**{"viewport": PHONE, "locale": "en-GB"} | options)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], server: Server) -> Phone:
    return Phone(new_context(), server.url)


@pytest.fixture
def guide(new_context: NewContext, server: Server) -> Guide:
    """The phone of somebody who may lead groups; none is open yet."""
    employ(server)
    return Guide(new_context(), server.url)


@pytest.fixture
def follower(new_context: NewContext, server: Server) -> Follower:
    """A visitor's phone that has joined nothing yet."""
    return Follower(new_context(), server.url)
