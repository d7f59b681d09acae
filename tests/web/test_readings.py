"""Takes over the API: whoever may, what is refused, what comes back."""

import io
from collections.abc import Callable
from typing import Any

import av
import numpy as np
import pytest
from flask.testing import FlaskClient
from web_help import assert_problem

from tour.narration.takes import sentence_digest
from tour.narration.taking import judge
from tour.staff import Role
from tour.wiring import Services

RATE_HZ = 48_000
PASSWORD = "snow steppe iron stone"
SENTENCE = "Stand in front of the gate."


def syllables(length_s: float, level: float = 0.3, noise: float = 0.0003) -> np.ndarray:
    """A voice's rise and fall in a quiet room, with silence around it."""
    t = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    voice = level * np.sin(2 * np.pi * 190 * t) * (np.sin(2 * np.pi * 3 * t) > -0.4)
    quiet = np.zeros(RATE_HZ // 2)
    sound = np.concatenate([quiet, voice, quiet])
    return (sound + np.random.default_rng(3).normal(0, noise, sound.size)).astype(np.float32)


def wave(samples: np.ndarray) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ)
        stream.codec_context.layout = "mono"
        pcm = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


@pytest.fixture
def sign_in(client: FlaskClient, services: Services) -> Callable[[Role], None]:
    def enter(role: Role) -> None:
        services.staff.add(str(role), role, PASSWORD)
        form = {"name": str(role), "password": PASSWORD}
        headers = {"Origin": "http://localhost"}
        answer = client.post("/en/staff/sign-in", data=form, headers=headers)
        assert answer.status_code == 303

    return enter


@pytest.fixture
def address(services: Services) -> str:
    stop = services.catalogue.current().stop("gate")
    assert stop is not None
    assert stop.paragraphs("en")[0] == SENTENCE
    return f"/api/v1/takes/en/gate/{sentence_digest(SENTENCE)}"


def put(client: FlaskClient, address: str, sound: bytes) -> Any:  # noqa: ANN401 - the test client's own
    return client.put(address, data=sound, headers={"Origin": "http://localhost"})


def test_a_take_is_kept_heard_again_and_forgotten(
    client: FlaskClient, sign_in: Callable[[Role], None], address: str
) -> None:
    sign_in(Role.EDITOR)
    answer = put(client, address, wave(syllables(2.0)))
    assert answer.status_code == 200, answer.text
    assert answer.json["faults"] == []
    assert answer.json["duration_s"] == pytest.approx(3.0, abs=0.05)
    heard = client.get(address)
    assert (heard.status_code, heard.mimetype) == (200, "audio/flac")
    assert "no-store" in heard.headers["Cache-Control"]
    page = client.get("/en/staff/record/gate").text
    assert page.count('data-recorded="yes"') == 1
    assert "1 of " in client.get("/en/staff/record").text
    gone = client.delete(address, headers={"Origin": "http://localhost"})
    assert gone.status_code == 204
    assert_problem(client.get(address), 404, "not-found")


def test_only_editors_record(
    client: FlaskClient, sign_in: Callable[[Role], None], address: str
) -> None:
    assert_problem(put(client, address, b"RIFF"), 401, "sign-in-needed")
    sign_in(Role.GUIDE)
    assert_problem(put(client, address, b"RIFF"), 403, "not-allowed")
    assert client.get("/en/staff/record").status_code == 403


def test_the_page_may_use_the_microphone_and_no_other(
    client: FlaskClient, sign_in: Callable[[Role], None]
) -> None:
    sign_in(Role.EDITOR)
    allowed = client.get("/en/staff/record/gate").headers["Permissions-Policy"]
    assert "microphone=(self)" in allowed
    assert "microphone=()" in client.get("/en/staff/record").headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("sound", "word"),
    [
        (b"no sound", "no sound"),
        (wave(syllables(0.1)[20_000:30_000]), "seconds"),
        (b"", "no sound"),
    ],
)
def test_what_is_no_take_is_refused_and_the_old_one_stays(
    client: FlaskClient,
    sign_in: Callable[[Role], None],
    address: str,
    sound: bytes,
    word: str,
) -> None:
    sign_in(Role.EDITOR)
    put(client, address, wave(syllables(2.0)))
    before = client.get(address).data
    problem = assert_problem(put(client, address, sound), 422, "invalid-input")
    assert word in problem["detail"]
    assert client.get(address).data == before


def test_a_sentence_that_is_no_more_is_refused(
    client: FlaskClient, sign_in: Callable[[Role], None]
) -> None:
    sign_in(Role.EDITOR)
    for path in ("en/gate/" + "0" * 32, "en/nowhere/" + "0" * 32, "fr/gate/" + "0" * 32):
        answer = put(client, f"/api/v1/takes/{path}", wave(syllables(1.0)))
        assert_problem(answer, 404, "not-found")


def test_too_much_is_refused(
    client: FlaskClient, sign_in: Callable[[Role], None], address: str
) -> None:
    sign_in(Role.EDITOR)
    assert_problem(put(client, address, b"\0" * (12 * 1024 * 1024 + 1)), 413, "too-large")


@pytest.mark.parametrize(
    ("samples", "faults"),
    [
        (syllables(2.0), ()),
        (syllables(2.0, level=3.0).clip(-1, 1), ("clipped",)),
        (syllables(2.0, level=0.004, noise=0.000005), ("quiet",)),
        (syllables(2.0, noise=0.03), ("noisy",)),
    ],
)
def test_a_faulty_take_is_told(samples: np.ndarray, faults: tuple[str, ...]) -> None:
    assert judge(samples).faults == faults
