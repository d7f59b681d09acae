"""The tour inside other sites' pages."""

import json
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from web_help import assert_problem

HERE = "http://localhost"


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


def test_a_stops_page_is_found_and_its_frame_opens(lone_client: FlaskClient) -> None:
    answer = ask(lone_client, url=f"{HERE}/ru/stops/lamp")
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    (frame,) = Frames(answer["html"]).found
    assert frame["src"] == f"{HERE}/ru/embed/stops/lamp"
    assert frame["title"] == answer["title"]
    page = lone_client.get(frame["src"])
    assert page.status_code == 200
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert 'href="http://localhost/ru/stops/lamp"' in page.text


def test_the_page_names_where_to_ask(lone_client: FlaskClient) -> None:
    for path in ("/kk/", "/kk/stops/gate"):
        page = lone_client.get(path).text
        begin = page.index('type="application/json+oembed"')
        address = page[begin:].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        answer = lone_client.get(address)
        assert answer.status_code == 200
        assert answer.json["provider_url"] == f"{HERE}/kk/"


def test_the_whole_tour_can_be_embedded(lone_client: FlaskClient) -> None:
    answer = ask(lone_client, url=f"{HERE}/en/")
    (frame,) = Frames(answer["html"]).found
    assert frame["src"] == f"{HERE}/en/embed"
    page = lone_client.get(frame["src"]).text
    assert 'href="/en/embed/stops/gate"' in page


def test_no_more_room_is_taken_than_there_is(lone_client: FlaskClient) -> None:
    answer = ask(lone_client, url=f"{HERE}/en/", maxwidth=300, maxheight=200)
    assert (answer["width"], answer["height"]) == (300, 200)
    (frame,) = Frames(answer["html"]).found
    assert (frame["width"], frame["height"]) == ("300", "200")


def test_xml_says_the_same(lone_client: FlaskClient) -> None:
    url = f"{HERE}/en/stops/gate"
    xml = lone_client.get(f"/oembed?{urlencode({'url': url, 'format': 'xml'})}")
    assert xml.content_type == "text/xml; charset=utf-8"
    told = {each.tag: each.text for each in ET.fromstring(xml.data)}  # noqa: S314 - ours
    assert told == {name: str(value) for name, value in ask(lone_client, url=url).items()}


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
def test_what_is_no_page_of_ours_is_refused(lone_client: FlaskClient, url: str) -> None:
    answer = lone_client.get(f"/oembed?{urlencode({'url': url})}")
    assert_problem(answer, 404, "not-found")


@pytest.mark.parametrize(
    "query", [{}, {"url": f"{HERE}/en/", "maxwidth": 0}, {"url": f"{HERE}/en/", "format": "yaml"}]
)
def test_what_cannot_be_understood_is_said(lone_client: FlaskClient, query: dict[str, Any]) -> None:
    assert_problem(lone_client.get(f"/oembed?{urlencode(query)}"), 422, "invalid-input")


def test_a_preview_tells_the_stop_and_never_a_sketch_as_a_place(lone_client: FlaskClient) -> None:
    page = lone_client.get("/en/stops/gate").text
    assert '<meta property="og:title" content="1. The gate' in page
    assert f'<link rel="canonical" href="{HERE}/en/stops/gate">' in page
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    told = json.loads(data)
    assert told["@type"] == "TouristAttraction"
    assert "geo" not in told, "its position is a sketch"
    lamp = lone_client.get("/en/stops/lamp").text
    data = lamp.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(data)["geo"]["@type"] == "GeoCoordinates"
    warned = "This stop speaks of a death"
    assert warned in lamp
    assert 'property="og:description" content="The keeper' not in lamp
