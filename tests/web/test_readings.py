"""Takes over the API: whoever may, what is refused, what comes back."""

import io
import re
import struct
import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any, get_args

import av
import numpy as np
import pytest
from flask.testing import FlaskClient
from web_help import Clips, assert_problem

from tour.narration.encode import encode_flac
from tour.narration.files import canonical, digest_of
from tour.narration.heard import Kind, Mark, Reason, hold, note
from tour.narration.recipe import sentences_of
from tour.narration.takes import sentence_digest
from tour.narration.taking import judge
from tour.staff import Role
from tour.web.pages.words import words
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


def floats(samples: np.ndarray) -> bytes:
    """A WAV file of 32-bit floats, which can say what is no number."""
    body = samples.astype("<f4").tobytes()
    head = struct.pack("<IHHIIHH", 16, 3, 1, RATE_HZ, RATE_HZ * 4, 4, 32)
    fmt = b"WAVEfmt " + head + b"data" + struct.pack("<I", len(body))
    return b"RIFF" + struct.pack("<I", len(fmt) + len(body)) + fmt + body


LONG = encode_flac(np.zeros(20 * 60 * RATE_HZ, dtype=np.float32), RATE_HZ, {})
HALF_NUMBERS = np.where(np.arange(RATE_HZ) < RATE_HZ // 2, syllables(0.0)[:RATE_HZ], np.nan)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (b"no sound", "unreadable"),
        (b"", "unreadable"),
        (wave(syllables(0.1)[20_000:30_000]), "length"),
        (LONG, "length"),
        (floats(HALF_NUMBERS), "unreadable"),
        (floats(np.full(RATE_HZ, np.inf)), "unreadable"),
        (wave(np.zeros(RATE_HZ, dtype=np.float32)), "silent"),
        (wave(syllables(1.0, level=0.0, noise=0.00002)), "silent"),
        (b"ffconcat version 1.0\nfile 'x.wav'\n", "unreadable"),
    ],
    ids=[
        "words",
        "nothing",
        "short",
        "long",
        "no-numbers",
        "infinite",
        "silent",
        "hiss",
        "playlist",
    ],
)
def test_what_is_no_take_is_refused_and_the_old_one_stays(
    client: FlaskClient,
    sign_in: Callable[[Role], None],
    address: str,
    sound: bytes,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "x.wav").write_bytes(wave(syllables(1.0)))
    monkeypatch.chdir(tmp_path)
    sign_in(Role.EDITOR)
    put(client, address, wave(syllables(2.0)))
    before = client.get(address).data
    tracemalloc.start()
    try:
        problem = assert_problem(put(client, address, sound), 422, "invalid-input")
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()
    assert problem["reason"] == reason
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


def written(services: Services, stop_id: str = "gate") -> list[str]:
    stop = services.catalogue.current().stop(stop_id)
    assert stop is not None
    return [text for _, text in sentences_of(stop.paragraphs("en"), "en")]


def keep(path: Path, sentences: list[str] | None) -> None:
    """A take of some words, as it is after its first publication (with none: an old list)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(wave(syllables(1.0)))
    version = sha256(path.read_bytes()).hexdigest()[:32]
    whole = digest_of(canonical(sentences or ["Other words."]))
    digests = [] if sentences is None else [[sentence_digest(text) for text in sentences]]
    path.with_name(f"{path.name}.words").write_bytes(canonical([version, whole, *digests]))


MARK = re.compile(r"<span data-mark>([^<]*)</span> <span lang=\"en\" data-text>([^<]*)<")
SHARED = "Read, in a recording of the whole paragraph."
CHANGED, TOGETHER = "Changed or new: read it anew.", "together with changed words: read it anew."


def marks(client: FlaskClient, stop_id: str = "gate") -> dict[str, str]:
    found = MARK.findall(client.get(f"/en/staff/record/{stop_id}").text)
    assert found
    return {unescape(text): mark for mark, text in found}


def test_a_recording_of_the_whole_says_which_sentences_changed(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services
) -> None:
    sign_in(Role.EDITOR)
    now = written(services)
    path = services.settings.audio_dir / "recordings" / "en" / "gate.wav"
    keep(path, now)
    assert "There is a recording of the whole stop" in client.get("/en/staff/record").text
    assert set(marks(client).values()) == {"Not read yet."}
    keep(path, [now[0], "Another sentence.", *now[2:]])
    listed = client.get("/en/staff/record").text
    assert "There is a recording of the whole stop" not in listed
    assert f"as the text has changed: {len(now)}" in listed
    page = client.get("/en/staff/record/gate").text
    assert "a voice reads it: gate.wav." in page
    assert page.count('data-recorded="yes"') == 0
    found = marks(client)
    assert found.pop(now[1]) == CHANGED
    assert all(mark.endswith(TOGETHER) for mark in found.values())


def test_a_paragraph_that_changed_is_read_anew_and_the_others_stay(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services
) -> None:
    sign_in(Role.EDITOR)
    stop = services.catalogue.current().stop("gate")
    assert stop is not None
    folder = services.settings.audio_dir / "recordings" / "en" / "gate"
    texts: dict[int, list[str]] = {}
    for paragraph, text in sentences_of(stop.paragraphs("en"), "en"):
        texts.setdefault(paragraph, []).append(text)
    for paragraph, some in texts.items():
        keep(folder / f"p{paragraph + 1}.wav", some)
    assert set(marks(client).values()) == {SHARED}
    keep(folder / "p2.wav", [texts[1][0], "They built it."])
    found = marks(client)
    assert found[texts[1][0]].endswith(TOGETHER)
    assert found[texts[1][1]] == CHANGED
    assert [mark for mark in found.values() if mark != SHARED] == [
        found[texts[1][0]],
        found[texts[1][1]],
    ]
    assert "a voice reads it: p2.wav." in client.get("/en/staff/record/gate").text
    for text in texts[1]:
        keep(folder / f"{sentence_digest(text)}.wav", [text])
    assert set(marks(client).values()) == {"Read.", SHARED}
    assert "p2.wav" not in client.get("/en/staff/record/gate").text


@pytest.mark.parametrize("stop_id", ["gate", "lamp/note"])
def test_a_recording_in_which_nothing_is_heard_is_named(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services, stop_id: str
) -> None:
    sign_in(Role.EDITOR)
    path = services.settings.audio_dir / "recordings" / "en" / f"{stop_id}.wav"
    path.parent.mkdir(parents=True)
    path.write_bytes(wave(np.zeros(3 * RATE_HZ, dtype=np.float32)))
    page = client.get(f"/en/staff/record/{stop_id.partition('/')[0]}").text
    assert f"so it is not used: {stop_id if '/' in stop_id else 'gate'}.wav." in page
    assert "There is a recording of the whole stop" not in client.get("/en/staff/record").text


def test_a_paragraph_of_one_sentence_that_changed_is_read_anew(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services
) -> None:
    sign_in(Role.EDITOR)
    path = services.settings.audio_dir / "recordings" / "en" / "gate" / "p1.wav"
    keep(path, [SENTENCE])
    assert marks(client)[SENTENCE] == SHARED
    keep(path, ["Stand beside the gate."])
    assert marks(client)[SENTENCE] == CHANGED


def test_a_take_of_a_paragraph_is_not_the_pages(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services, address: str
) -> None:
    sign_in(Role.EDITOR)
    folder = services.settings.audio_dir / "recordings" / "en" / "gate"
    for name in ("p1", "note"):
        keep(folder / f"{name}.wav", [SENTENCE])
    page = client.get("/en/staff/record/gate").text
    assert page.count('data-recorded="shared" data-shared') == 1
    put(client, address, wave(syllables(2.0)))
    page = client.get("/en/staff/record/gate").text
    assert page.count('data-recorded="yes" data-shared') == 1
    origin = {"Origin": "http://localhost"}
    assert client.delete(address, headers=origin).status_code == 204
    assert marks(client)[SENTENCE] == SHARED
    beside = address.rpartition("/")[0]
    for name in ("p1", "note", "A" * 32, "0" * 31):
        assert_problem(client.delete(f"{beside}/{name}", headers=origin), 404, "not-found")
        assert_problem(client.get(f"{beside}/{name}"), 404, "not-found")
    assert {path.name for path in folder.glob("*.wav")} == {"p1.wav", "note.wav"}


def test_a_sentence_that_changed_since_its_take_is_named(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services
) -> None:
    sign_in(Role.EDITOR)
    folder = services.settings.audio_dir / "recordings" / "en" / "gate"
    now = written(services)
    for text in [*now[1:], "What stood here before."]:
        keep(folder / f"{sentence_digest(text)}.wav", [text])
    found = marks(client)
    assert found.pop(now[0]) == CHANGED
    assert set(found.values()) == {"Read."}
    assert "fit no sentence of today’s text: 1" in client.get("/en/staff/record/gate").text


def test_an_old_list_of_words_and_a_note_are_told_as_well(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services
) -> None:
    sign_in(Role.EDITOR)
    folder = services.settings.audio_dir / "recordings" / "en"
    keep(folder / "gate.wav", None)
    assert all(mark.endswith(TOGETHER) for mark in marks(client).values())
    keep(folder / "lamp" / "note.wav", ["Another note."])
    assert "a voice reads it: lamp/note.wav." in client.get("/en/staff/record/lamp").text


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_sound_says_whether_it_was_heard(
    client: FlaskClient, sign_in: Callable[[Role], None], services: Services, lang: str
) -> None:
    sign_in(Role.EDITOR)
    audio_dir, say = services.settings.audio_dir, words(lang)
    clips, tour = Clips(audio_dir), services.catalogue.current()

    def listed() -> list[str]:
        page = client.get(f"/{lang}/staff/record").text
        standings = ("none", "unheard", "heard", "refused")
        return [one for one in standings if say(f"record.sound_{one}") in page]

    assert listed() == ["none"]
    gate, lamp = (clips.publish(tour, stop_id, lang) for stop_id in ("gate", "lamp"))
    assert listed() == ["unheard"]
    digests = [one.audio[0].digest for one in (gate, lamp)]
    note(audio_dir, {digest: Mark(lang, "null:test") for digest in digests})
    assert listed() == ["heard"]
    cue = gate.cues[1]
    file = f"{digests[0]}.webm"
    reason = Reason("said", "word", file, 61.5, cue.text, "a → b")
    hold(audio_dir, gate, Mark(lang, "null:test", (reason,)))
    assert listed() == ["heard", "refused"]
    page = unescape(client.get(f"/{lang}/staff/record/gate").text)
    assert say("record.doubts_held") in page
    assert say("record.doubt_word", heard="a → b") in page
    assert f'href="/audio/{file}#t=60.5"' in page
    assert f"--accept --stop gate --lang {lang}" in page
    with client.get(f"/audio/{file}") as sound:
        assert sound.status_code == 200
    for kind in get_args(Kind):
        assert say(f"record.doubt_{kind}", **({"heard": ""} if kind == "word" else {}))
