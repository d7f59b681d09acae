"""Audio and captions: the same answers from the test client and from the real server."""

import http.client
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from web_help import Clips

SOUND = bytes(range(256)) * 3000  # 768 000 bytes: three pieces of the plain reader


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class ThroughClient:
    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def __call__(self, path: str, method: str = "GET", **headers: str) -> Answer:
        response = self._client.open(path, method=method, headers=_named(headers))
        return Answer(response.status_code, dict(response.headers), response.data)


class ThroughServer:
    def __init__(self, port: int) -> None:
        self._port = port

    def __call__(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection.request(method, path, headers=_named(headers))
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(params=["client", "server"])
def ask(request: pytest.FixtureRequest) -> ThroughClient | ThroughServer:
    if request.param == "client":
        return ThroughClient(request.getfixturevalue("lone_client"))
    return ThroughServer(request.getfixturevalue("served"))


@pytest.fixture
def sound(clips: Clips) -> str:
    return clips.add(SOUND, "webm")


def test_a_range_and_everything_around_it(ask: ThroughServer, sound: str) -> None:
    """One test, so that the real server starts once."""
    path, etag = f"/audio/{sound}.webm", f'"{sound}"'
    _whole_file(ask, path, etag)
    _single_ranges(ask, path)
    _ranges_that_give_the_whole(ask, path)
    _ranges_behind_the_end(ask, path)
    _validators(ask, path, etag)
    _head(ask, path)


def _whole_file(ask: ThroughServer, path: str, etag: str) -> None:
    answer = ask(path)
    assert (answer.status, answer.body) == (200, SOUND)
    assert answer.headers["Content-Type"] == "audio/webm; codecs=opus"
    assert answer.headers["Content-Length"] == str(len(SOUND))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == etag
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Range" in answer.headers["Access-Control-Expose-Headers"]


def _single_ranges(ask: ThroughServer, path: str) -> None:
    size = len(SOUND)
    for header, first, last in (
        ("bytes=0-", 0, size - 1),
        ("bytes=0-0", 0, 0),
        ("bytes=1000-300000", 1000, 300_000),
        ("bytes=500001-", 500_001, size - 1),
        ("bytes=-1001", size - 1001, size - 1),
        (f"bytes=-{size * 2}", 0, size - 1),
        (f"bytes=700000-{size * 2}", 700_000, size - 1),
    ):
        answer = ask(path, Range=header)
        assert answer.status == 206, header
        assert answer.body == SOUND[first : last + 1], header
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert answer.headers["Content-Length"] == str(last - first + 1)


def _ranges_that_give_the_whole(ask: ThroughServer, path: str) -> None:
    for header in ("bytes=0-1,5-9", "bytes=9-5", "chunks=0-1", "bytes=", "nonsense"):
        answer = ask(path, Range=header)
        assert (answer.status, answer.body) == (200, SOUND), header
        assert "Content-Range" not in answer.headers


def _ranges_behind_the_end(ask: ThroughServer, path: str) -> None:
    for header in (f"bytes={len(SOUND)}-", "bytes=-0", "bytes=99999999999-"):
        answer = ask(path, Range=header)
        assert answer.status == 416, header
        assert answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert b"/problems/range-not-satisfiable" in answer.body


def _validators(ask: ThroughServer, path: str, etag: str) -> None:
    same = ask(path, If_None_Match=etag, Range="bytes=0-9")
    assert (same.status, same.body) == (304, b"")
    assert same.headers["ETag"] == etag
    other = ask(path, If_None_Match='"other"', Range="bytes=0-9")
    assert (other.status, other.body) == (206, SOUND[:10])
    assert ask(path, If_Range=etag, Range="bytes=0-9").body == SOUND[:10]
    for stale in ('"other"', f"W/{etag}", "Mon, 01 Jun 2026 09:00:00 GMT"):
        answer = ask(path, If_Range=stale, Range="bytes=0-9")
        assert (answer.status, answer.body) == (200, SOUND), stale
    assert ask(path, If_Match=etag).status == 200
    assert ask(path, If_Match='"other"').status == 412


def _head(ask: ThroughServer, path: str) -> None:
    for answer in (ask(path, "HEAD"), ask(path, "HEAD", Range="bytes=0-9")):
        assert (answer.status, answer.body) == (200, b"")
        assert answer.headers["Content-Length"] == str(len(SOUND))
        assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("extension", "kind"), [("mp3", "audio/mpeg"), ("vtt", "text/vtt; charset=utf-8")]
)
def test_each_kind_of_file_says_what_it_is(
    lone_client: FlaskClient, clips: Clips, extension: str, kind: str
) -> None:
    digest = clips.add(b"content", extension)
    answer = lone_client.get(f"/audio/{digest}.{extension}")
    assert (answer.headers["Content-Type"], answer.data) == (kind, b"content")


@pytest.mark.parametrize(
    "name",
    [
        *("published.json", "build.json", "0" * 32 + ".webm", "..%2Fstops.yaml", "x.webm"),
        *("%2e%2e/published.json", "0" * 32 + ".json", "0" * 32 + ".webm%00"),
    ],
)
def test_nothing_else_of_the_folder_is_served(
    lone_client: FlaskClient, clips: Clips, name: str
) -> None:
    clips.add(b"content", "webm")
    answer = lone_client.get(f"/audio/{name}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert "immutable" not in answer.headers["Cache-Control"]


def test_an_unfinished_download_closes_the_file(lone_client: FlaskClient, sound: str) -> None:
    for buffered in (False, True):
        response = lone_client.get(f"/audio/{sound}.webm", buffered=buffered)
        response.close()
