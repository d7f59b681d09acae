"""What stands on paper: the words, how far they were checked, their sources and licence."""

import pytest
from flask.testing import FlaskClient
from reading import Page

from tour.settings import Settings
from tour.web.pages.words import words

REVIEWED = {"kk": "draft", "ru": "reviewed", "en": "reviewed"}
"""The state of the lamp's text in each language; the gate's is a draft in all."""


def printed(client: FlaskClient, path: str) -> Page:
    answer = client.get(path)
    assert answer.status_code == 200
    return Page(answer.text)


@pytest.mark.parametrize(("lang", "state"), REVIEWED.items())
def test_a_stop_says_whether_its_text_was_checked(
    client: FlaskClient, lang: str, state: str
) -> None:
    t = words(lang)
    for stop, found in (("gate", "draft"), ("lamp", state)):
        review = printed(client, f"/{lang}/stops/{stop}/print").one("p", class_="review")
        assert review.text == f"{t('book.review_title')}: {t(f'book.review_{found}')}."


@pytest.mark.parametrize("lang", REVIEWED)
def test_a_stop_carries_its_note_its_sources_and_the_licence(
    client: FlaskClient, lang: str
) -> None:
    page = printed(client, f"/{lang}/stops/lamp/print")
    assert [each.attributes["href"] for each in page.all("a")] == ["https://example.org/diary"]
    assert "The keeper's diary" in page.one("section", class_="sources").text
    assert page.one("p", class_="licence").text.endswith(
        "Apache-2.0. "
        + words(lang)("listening.licence", licence="").partition(". ")[2]
        + " https://www.apache.org/licenses/LICENSE-2.0"
    )
    assert f"http://localhost/{lang}/stops/lamp" in page.one("main").text
    order = [each.attributes.get("class", "") for each in page.elements]
    assert order.index("state") < order.index("transcript"), "the note stands before the words"


def test_the_whole_tour_says_it_of_every_stop(client: FlaskClient) -> None:
    page = printed(client, "/en/print")
    t = words("en")
    assert [each.text.partition(": ")[2] for each in page.all("p", class_="review")] == [
        f"{t('book.review_draft')}.",
        f"{t('book.review_reviewed')}.",
    ]
    assert len(page.all("section", class_="sources")) == 2


def test_a_tour_without_a_licence_says_that_rights_are_reserved(
    client: FlaskClient, settings: Settings
) -> None:
    text = settings.stops_file.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("  licence:")]
    settings.stops_file.write_text("\n".join(lines), encoding="utf-8")
    licence = printed(client, "/en/stops/gate/print").one("p", class_="licence")
    assert licence.text == words("en")("listening.no_licence")
