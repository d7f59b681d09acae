"""A tour in a language that the interface has no words for: served, with English around it."""

import re
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from narrated import narrate
from test_another_tour import run

from tour.app import create_app
from tour.listening.binding import bind
from tour.settings import ROOT, Settings
from tour.web.pages.words import words

GARDEN = ROOT / "tests" / "fixtures" / "garden.yaml"
OWN = ("Zweite erfundene Führung", "Der Birnbaum", "Der Birnbaum ist alt.", "Hören Sie zuerst.")


@pytest.fixture
def german(settings: Settings, dist: Path) -> Settings:
    """The settings of a server whose tour is in German alone."""
    text = re.sub(r", en: (\"[^\"]*\"|\w+)", "", GARDEN.read_text(encoding="utf-8"))
    text = text.replace("ru:", "de:").replace("[ru, en]", "[de]")
    for russian, written in (
        ("Сад & огород", "Garten & Acker"),
        ("Второй вымышленный тур", OWN[0]),
        ("Груша старая.", OWN[2]),
        ("Груша", OWN[1]),
    ):
        assert russian in text
        text = text.replace(f'"{russian}"', f'"{written}"')
    text = re.sub(r'"[^"]*[А-я][^"]*"', '"Etwas auf Deutsch."', text)
    noted = f'    content_note: {{de: "{OWN[3]}"}}\n    review: {{de: reviewed}}'
    settings.stops_file.write_text(
        text.replace("    review: {de: reviewed}", noted), encoding="utf-8"
    )
    return replace(settings, dist_dir=dist)


@pytest.fixture
def client(german: Settings) -> FlaskClient:
    bind(german.audio_dir, narrate(german), words)
    return create_app(german).test_client()


def test_it_is_no_fault_of_the_file(german: Settings) -> None:
    done = run(german, "stops", "check", "--no-zones")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("accepted", ["de-AT", "kk", "", "*"])
def test_every_sign_leads_to_it(client: FlaskClient, accepted: str) -> None:
    for address, leads in (("/", "/de/"), ("/c/10", "/de/stops/pear")):
        answer = client.get(address, headers={"Accept-Language": accepted})
        assert (answer.status_code, answer.location) == (302, leads)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/stops", "/stops/pear", "/keypad?code=7", "/map", "/about", "/save", "/offline"),
        *("/closing", "/listen", "/print", "/stops/pear/print", "/embed", "/embed/stops/pear"),
        *("/group", "/staff/sign-in", "/nowhere"),
    ],
)
def test_a_page_says_what_is_in_which_language(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/de{path}")
    assert answer.status_code == (404 if path == "/nowhere" else 200), answer.text
    page = answer.text
    assert '<html lang="de">' in page, "the program and the browser go by it"
    assert re.search(r'<body[^>]* lang="en"', page), "the words around the tour"
    for text in (*OWN, "Garten &amp; Acker"):
        for found in re.finditer(rf">(\s*){re.escape(text)}", page.partition("<body")[2]):
            assert marked(page.partition("<body")[2][: found.start() + 1]), (path, text)


def marked(before: str) -> bool:
    """Whether the innermost language around the end of some HTML is German."""
    opened: list[str] = ["en"]
    for close, tag, attributes in re.findall(r"<(/?)([a-z][a-z0-9]*)([^>]*)>", before):
        if tag in {"link", "meta", "input", "br", "source", "track", "path", "circle", "polyline"}:
            continue
        if close:
            opened.pop()
        else:
            lang = re.search(r'(?<![\w-])lang="([^"]+)"', attributes)
            opened.append(lang[1] if lang else opened[-1])
    return opened[-1] == "de"


def test_what_is_made_of_it_is_there(client: FlaskClient) -> None:
    feed = feedparser.parse(client.get("/de/podcast.xml").data)
    assert feed.feed.language == "de"
    assert OWN[1] in [each.title for each in feed.entries]
    assert client.get("/de/manifest.webmanifest").json["lang"] == "de"
    assert client.get("/api/v1/tour").json["lang"] == "de"
    assert client.get("/api/v1/iiif/de/manifest.json").status_code == 200
    assert client.get("/de/tour.epub").status_code == 302
    assert "http://localhost/de/listen" in client.get("/sitemap.xml").text
    told = client.get("/oembed?url=http://localhost/de/stops/pear")
    assert "/de/embed/stops/pear" in told.json["html"]


def test_staff_can_sign_in(client: FlaskClient) -> None:
    for path in ("/de/staff", "/de/desk"):
        answer = client.get(path, headers={"Accept-Language": "kk"})
        assert answer.location.startswith("/de/staff/sign-in?")
        assert client.get(answer.location).status_code == 200


def test_no_other_language_is_served(client: FlaskClient) -> None:
    for path in ("/en/", "/fr/stops/pear", "/api/", "/api/stops"):
        assert client.get(path).status_code == 404


def test_a_tour_of_two_languages_offers_both(settings: Settings, dist: Path) -> None:
    text = GARDEN.read_text(encoding="utf-8").replace("ru:", "uz-Latn:").replace("ru,", "uz-Latn,")
    settings.stops_file.write_text(text, encoding="utf-8")
    client = create_app(replace(settings, dist_dir=dist)).test_client()
    page = client.get("/en/stops").text
    assert 'hreflang="uz-Latn" href="http://localhost/uz-Latn/stops"' in page
    assert ' lang="en"' not in page.partition("<main")[2], "words and texts are in one language"
    assert client.get("/uz-Latn/stops/pear").status_code == 200
