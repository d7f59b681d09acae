"""A slow line: a TCP proxy that delays and narrows what passes through it.

Browsers' own throttling does not reach what a service worker fetches; this does. All connections
share the line's width, as on a phone. A new connection costs one round trip more, as TCP's own
handshake does; TLS would cost another and is not part of it.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

PIECE: Final = 1460  # bytes: about what one packet carries


@dataclass
class Line:
    """``port`` is the near end; ``down_bytes`` is all that has come through to the phone."""

    target: int
    bytes_s: float = float("inf")
    round_trip_s: float = 0.0
    port: int = 0
    down_bytes: int = 0
    _free_at: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})

    async def serve(self, ready: threading.Event, ended: asyncio.Event) -> None:
        """Carry until ``ended``; ``ready`` is set when ``port`` is known."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await ended.wait()

    async def _connected(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, forth = await asyncio.open_connection("127.0.0.1", self.target)
        shaken = asyncio.get_running_loop().time() + self.round_trip_s
        await asyncio.gather(
            self._carry(near, forth, "up", shaken), self._carry(far, back, "down", shaken)
        )

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: str, not_before: float
    ) -> None:
        """Each piece waits its turn on the line, and then travels half a round trip."""
        clock = asyncio.get_running_loop().time
        travelling: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._arrive(travelling, sink, way))
        with suppress(ConnectionError):
            while piece := await source.read(PIECE):
                await asyncio.sleep(max(0.0, not_before - clock()))
                begins = max(clock(), self._free_at[way])
                self._free_at[way] = begins + len(piece) / self.bytes_s
                travelling.put_nowait((self._free_at[way] + self.round_trip_s / 2, piece))
                await asyncio.sleep(max(0.0, self._free_at[way] - clock()))
        travelling.put_nowait((0.0, b""))
        await arriving

    async def _arrive(
        self, travelling: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter, way: str
    ) -> None:
        clock = asyncio.get_running_loop().time
        with suppress(ConnectionError):
            while True:
                due, piece = await travelling.get()
                if not piece:
                    break
                await asyncio.sleep(max(0.0, due - clock()))
                sink.write(piece)
                if way == "down":
                    self.down_bytes += len(piece)
                await sink.drain()
        sink.close()


@contextmanager
def line_to(
    port: int, *, bits_s: float = float("inf"), round_trip_s: float = 0.0
) -> Iterator[Line]:
    """A line to a local port, in a thread of its own, for as long as the block lasts."""
    line = Line(port, bits_s / 8, round_trip_s)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(line.serve(ready, ended))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    yield line
    loop.call_soon_threadsafe(ended.set)
    thread.join(5)
