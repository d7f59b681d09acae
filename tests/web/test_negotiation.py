"""What a client accepts and which bytes it asks for: pure readings of headers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tour.web.negotiation import accepts_coding, accepts_gzip, choose_language, names_etag, weighted
from tour.web.ranges import Unsatisfiable, asked_bytes

LANGUAGES = ("kk", "ru", "en")
headers = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "kk"),
        ("en", "en"),
        ("EN-us", "en"),
        ("ru-KZ, kk;q=0.9", "ru"),
        ("en;q=0.5, kk;q=0.8", "kk"),
        ("en;q=0.5, ru;q=0.5", "en"),
        ("de, fr", "kk"),
        ("de, *;q=0.5", "kk"),
        ("de, *;q=0.1, en;q=0.5", "en"),
        ("en;q=0", "kk"),
        ("en;q=2, ru;q=0.1", "ru"),
        ("eng", "kk"),
        (",,;;", "kk"),
    ],
)
def test_the_language_that_fits_best(header: str, lang: str) -> None:
    assert choose_language(header, LANGUAGES) == lang


@settings(deadline=None)
@given(headers)
def test_no_header_breaks_the_choice(header: str) -> None:
    assert choose_language(header, LANGUAGES) in LANGUAGES
    assert accepts_gzip(header) in (True, False)
    assert all(0 <= weight < 2 for _, weight in weighted(header))
    names_etag(header, '"tag"')


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*", True),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("x-gzip", False),
        ("identity", False),
    ],
)
def test_gzip(header: str, accepted: object) -> None:
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize(
    ("header", "accepted"),
    [("gzip, deflate, br", True), ("br;q=0, *", False), ("gzip", False), ("*", True), ("", False)],
)
def test_brotli(header: str, accepted: object) -> None:
    assert accepts_coding(header, "br") is accepted


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("", False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b" , "a"', True),
        ('"b,"a"', False),
        ("*", True),
        ("a", False),
        ('"ab"', False),
        ('"A"', False),
    ],
)
def test_an_entity_tag_is_named(header: str, named: object) -> None:
    assert names_etag(header, '"a"') is named


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-", (0, 9)),
        ("bytes=0-0", (0, 0)),
        ("bytes=2-5", (2, 5)),
        ("bytes=2-99", (2, 9)),
        ("bytes=9-", (9, 9)),
        ("bytes=-3", (7, 9)),
        ("bytes=-99", (0, 9)),
        ("Bytes = 1-2", (1, 2)),
        ("", None),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=1", None),
        ("bytes=1-2,4-5", None),
        ("items=0-1", None),
        ("bytes=+1-2", None),
        ("bytes=١-٢", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_the_bytes_that_are_asked_for(header: str, wanted: tuple[int, int] | None) -> None:
    assert asked_bytes(header, 10) == wanted


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=10-", 10), ("bytes=10-12", 10), ("bytes=-0", 10), ("bytes=0-", 0)]
)
def test_bytes_behind_the_end(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        asked_bytes(header, size)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 30))
def test_a_range_lies_in_the_file(first: int, last: int, size: int) -> None:
    try:
        part = asked_bytes(f"bytes={first}-{last}", size)
    except Unsatisfiable:
        assert first >= size
        return
    assert part == (None if last < first else (first, min(last, size - 1)))
