"""Google's voice, against a small server of our own that answers as the service does."""

import base64
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import av
import numpy as np
import pytest
from voices_help import assert_sound, make_voice, spoken

from tour.errors import VoiceFailed
from tour.narration.engines.gtts_online import GttsOnline

VOICE = make_voice("gtts:en", "en", "good", needs_network=True)


def mp3_tone(seconds: float) -> bytes:
    times = np.arange(int(24000 * seconds)) / 24000
    tone = (0.3 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)[None, :]
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=24000, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
        frame.sample_rate = 24000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


def answer_with(sound: bytes) -> bytes:
    packed = base64.b64encode(sound).decode()
    return f')]}}\'\n[["wrb.fr","jQ1olc","[\\"{packed}\\"]",null]]'.encode()


class Service:
    """The service's stand-in: what it will answer, and what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b""
        self.asked: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
                service.asked += parse_qs(asked)["f.req"]
                self.send_response(service.status)
                self.end_headers()
                self.wfile.write(service.body)

            def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as in the class above it
                """Tests are quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/batchexecute"


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield service
    service.server.shutdown()
    thread.join()
    service.server.server_close()


def test_the_answer_becomes_sound(service: Service) -> None:
    service.body = answer_with(mp3_tone(1.0))
    speech = GttsOnline(service.address).speak(spoken("Good morning."), VOICE)
    assert speech.rate_hz == 24000
    assert speech.marks == ()
    assert_sound(speech, at_least_s=0.95, at_most_s=1.15)
    assert '"Good morning.\\",\\"en\\"' in service.asked[0].replace('[\\"', '"')


def test_a_long_sentence_is_asked_for_in_parts_and_joined(service: Service) -> None:
    service.body = answer_with(mp3_tone(0.5))
    text = "The keeper climbed the stair, " * 8
    speech = GttsOnline(service.address).speak(spoken(text), VOICE)
    assert len(service.asked) >= 3
    parts_s = 0.5 * len(service.asked)
    assert_sound(speech, at_least_s=parts_s - 0.1, at_most_s=parts_s + 0.1 * len(service.asked))


def test_phonemes_for_another_engine_are_not_sent(service: Service) -> None:
    service.body = answer_with(mp3_tone(0.5))
    GttsOnline(service.address).speak(spoken("See [Aral](/ɑɹˈɑl/)."), VOICE)
    assert "See Aral." in service.asked[0]
    assert "(/" not in service.asked[0]


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (429, b"", "cannot be reached"),
        (200, b"<html>consent</html>", "service may have changed"),
        (200, answer_with(b"this is no mp3 at all"), "no sound"),
    ],
)
def test_a_service_that_refuses_or_changes_is_a_clear_failure(
    service: Service, status: int, body: bytes, message: str
) -> None:
    service.status, service.body = status, body
    with pytest.raises(VoiceFailed, match=message):
        GttsOnline(service.address).speak(spoken("Good morning."), VOICE)


def test_without_a_network_it_says_so(service: Service) -> None:
    nobody = "http://127.0.0.1:9/batchexecute"  # the discard port: nobody listens there
    with pytest.raises(VoiceFailed, match="needs the network"):
        GttsOnline(nobody).speak(spoken("Good morning."), VOICE)
    assert service.asked == []


def test_its_voices_are_online_and_never_kazakh() -> None:
    voices = GttsOnline().voices()
    assert {voice.language for voice in voices} == {"en", "ru"}
    assert all(voice.needs_network for voice in voices)
