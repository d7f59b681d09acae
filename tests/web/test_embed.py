"""The tour inside other sites' pages."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from web_help import assert_problem

from tour.app import create_app
from tour.settings import Settings

HERE = "http://localhost"


@pytest.fixture
def site(settings: Settings, dist: Path) -> FlaskClient:
    return create_app(replace(settings, dist_dir=dist)).test_client()


def ask(client: FlaskClient, **query: object) -> dict[str, Any]:
    answer = client.get(f"/oembed?{urlencode(query)}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


class Frames(HTMLParser):
    """The attributes of every iframe."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.found.append(dict(attrs))


def test_a_stops_page_is_found_and_its_frame_opens(site: FlaskClient) -> None:
    answer = ask(site, url=f"{HERE}/ru/stops/lamp")
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    (frame,) = Frames(answer["html"]).found
    assert frame["src"] == f"{HERE}/ru/embed/stops/lamp"
    assert frame["title"] == answer["title"]
    page = site.get(frame["src"])
    assert page.status_code == 200
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert 'href="http://localhost/ru/stops/lamp"' in page.text


def test_the_page_names_where_to_ask(site: FlaskClient) -> None:
    for path in ("/kk/", "/kk/listen", "/kk/stops/gate"):
        page = site.get(path).text
        begin = page.index('type="application/json+oembed"')
        address = page[begin:].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        answer = site.get(address)
        assert answer.status_code == 200
        assert answer.json["provider_url"] == f"{HERE}/kk/"


@pytest.mark.parametrize("path", ["/en/", "/en/listen", "/en/listen?from=lamp", "/en/listen#lamp"])
def test_the_whole_tour_can_be_embedded(site: FlaskClient, path: str) -> None:
    answer = ask(site, url=f"{HERE}{path}")
    (frame,) = Frames(answer["html"]).found
    assert frame["src"] == f"{HERE}/en/embed"
    page = site.get(frame["src"]).text
    assert 'href="/en/embed/stops/gate"' in page


def test_no_more_room_is_taken_than_there_is(site: FlaskClient) -> None:
    answer = ask(site, url=f"{HERE}/en/", maxwidth=300, maxheight=200)
    assert (answer["width"], answer["height"]) == (300, 200)
    (frame,) = Frames(answer["html"]).found
    assert (frame["width"], frame["height"]) == ("300", "200")


def test_xml_says_the_same(site: FlaskClient) -> None:
    url = f"{HERE}/en/stops/gate"
    xml = site.get(f"/oembed?{urlencode({'url': url, 'format': 'xml'})}")
    assert xml.content_type == "text/xml; charset=utf-8"
    told = {each.tag: each.text for each in ET.fromstring(xml.data)}  # noqa: S314 - ours
    assert told == {name: str(value) for name, value in ask(site, url=url).items()}


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/en/stops/gate",
        f"{HERE}/en/stops/nowhere",
        f"{HERE}/xx/stops/gate",
        f"{HERE}/en/about",
        "javascript:alert(1)",
        "http://[",
    ],
)
def test_what_is_no_page_of_ours_is_refused(site: FlaskClient, url: str) -> None:
    answer = site.get(f"/oembed?{urlencode({'url': url})}")
    assert_problem(answer, 404, "not-found")


@pytest.mark.parametrize(
    "query", [{}, {"url": f"{HERE}/en/", "maxwidth": 0}, {"url": f"{HERE}/en/", "format": "yaml"}]
)
def test_what_cannot_be_understood_is_said(site: FlaskClient, query: dict[str, Any]) -> None:
    assert_problem(site.get(f"/oembed?{urlencode(query)}"), 422, "invalid-input")


def test_a_preview_tells_the_stop_and_never_a_sketch_as_a_place(site: FlaskClient) -> None:
    page = site.get("/en/stops/gate").text
    assert '<meta property="og:title" content="1. The gate' in page
    assert f'<link rel="canonical" href="{HERE}/en/stops/gate">' in page
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    told = json.loads(data)
    assert told["@type"] == "TouristAttraction"
    assert "geo" not in told, "its position is a sketch"
    lamp = site.get("/en/stops/lamp").text
    data = lamp.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(data)["geo"]["@type"] == "GeoCoordinates"
    warned = "This stop speaks of a death"
    assert warned in lamp
    assert 'property="og:description" content="The keeper' not in lamp
