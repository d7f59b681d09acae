"""Google's voice, asked at an address that lies in a file: worker processes know only settings."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import av
import numpy as np
from beeper import Beeper, tone

from tour.narration.engines.gtts_online import GttsOnline
from tour.narration.model import Engine
from tour.settings import Settings

ADDRESS = "gtts-address"


def engines_of(settings: Settings) -> tuple[Engine, ...]:
    address = (settings.voices_dir / ADDRESS).read_text(encoding="utf-8")
    return (Beeper(settings.voices_dir), GttsOnline(address))


def spoken_mp3() -> bytes:
    file = io.BytesIO()
    sound = np.concatenate([tone(190 + 20 * n, 0.3) for n in range(6)])[None, :]
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=24_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout="mono")
        frame.sample_rate = 24_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


@contextmanager
def service() -> Iterator[tuple[str, list[str]]]:
    """The service's stand-in: its address and what it was asked."""
    packed = base64.b64encode(spoken_mp3()).decode()
    answer = f')]}}\'\n[["wrb.fr","jQ1olc","[\\"{packed}\\"]",null]]'.encode()
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the base class's own
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/batchexecute", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
