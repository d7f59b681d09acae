"""What a whole group asks of the server besides its streams, at a phone's own pace.

Every phone has a connection of its own that it keeps, as a browser does; all of them are driven by
one loop in a process of its own.
"""

import heapq
import multiprocessing
import random
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from webload.client import get
from webload.listeners import raise_file_limit

REPORT_EVERY_S = 10.0
PROBE_EVERY_S = 12.0
PROBES = 3
LOOK_EVERY_S = 2.0
_BUSY_S = 0.05


@dataclass(frozen=True, slots=True)
class Asked:
    """What was answered meanwhile; ``faults`` were not, or with another status than 200."""

    answers: int
    faults: int


class Paced:
    """A group that asks until it is told to stop."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def end(self) -> Asked:
        """Stop; what was answered."""
        self._pipe.send(None)
        told: Asked = self._pipe.recv()
        return told


@contextmanager
def paced(port: int, reports: Sequence[bytes], look: bytes) -> Iterator[Paced]:
    """A process in which each phone reports and asks for the time, and one desk looks."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, port, reports, look), daemon=True)
    process.start()
    assert ours.recv() == "begun"
    try:
        yield Paced(ours)
    finally:
        process.terminate()
        process.join()


@dataclass(order=True)
class _Due:
    """A request that is to be sent at a moment, and again after a while."""

    at_s: float
    number: int
    every_s: float = field(compare=False)
    requests: int = field(compare=False)
    request: bytes = field(compare=False)


@dataclass(slots=True)
class _Line:
    """A phone's connection, with as many answers to come as were asked for."""

    connection: socket.socket
    request: bytes = b""
    left: int = 0
    answer: bytes = b""


def _serve(pipe: Connection, port: int, reports: Sequence[bytes], look: bytes) -> None:
    raise_file_limit()
    chance = random.Random(1)  # noqa: S311 - no secret
    now_s = time.perf_counter()
    clock = get("/api/v1/clock")
    plan = [_Due(now_s, len(reports), LOOK_EVERY_S, 1, look)]
    for number, report in enumerate(reports):
        plan.append(
            _Due(now_s + chance.random() * REPORT_EVERY_S, number, REPORT_EVERY_S, 1, report)
        )
        at_s = now_s + chance.random() * PROBE_EVERY_S
        plan.append(_Due(at_s, number, PROBE_EVERY_S, PROBES, clock))
    heapq.heapify(plan)
    loop = _Loop(port, plan)
    pipe.send("begun")
    while not pipe.poll():
        loop.turn()
    pipe.send(Asked(loop.answers, loop.faults))


class _Loop:
    def __init__(self, port: int, plan: list[_Due]) -> None:
        self._port = port
        self._plan = plan
        self._lines: dict[int, _Line] = {}
        self._selector = selectors.DefaultSelector()
        self.answers = self.faults = 0

    def turn(self) -> None:
        """Send what is due and read what has come."""
        now_s = time.perf_counter()
        while self._plan[0].at_s <= now_s:
            due = self._plan[0]
            line = self._lines.get(due.number) or self._open(due.number)
            if line.left:
                due.at_s += _BUSY_S
            else:
                due.at_s += due.every_s
                line.request, line.left = due.request, due.requests
                self._send(due.number, line)
            heapq.heapreplace(self._plan, due)
        for key, _ in self._selector.select(max(0.0, min(0.05, self._plan[0].at_s - now_s))):
            self._read(key.data, self._lines[key.data])

    def _open(self, number: int) -> _Line:
        connection = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines[number] = _Line(connection)
        self._selector.register(connection, selectors.EVENT_READ, number)
        return self._lines[number]

    def _send(self, number: int, line: _Line) -> None:
        line.answer = b""
        try:
            line.connection.sendall(line.request)
        except OSError:
            self._close(number, line)

    def _read(self, number: int, line: _Line) -> None:
        try:
            data = line.connection.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._close(number, line)
            return
        line.answer += data
        head, found, body = line.answer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        self.answers += 1
        self.faults += head[9:12] != b"200"
        line.left -= 1
        if line.left:
            self._send(number, line)

    def _close(self, number: int, line: _Line) -> None:
        """The server has closed it: between two requests it may, a new one is opened then."""
        self.faults += line.left > 0
        self._selector.unregister(line.connection)
        line.connection.close()
        del self._lines[number]


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
