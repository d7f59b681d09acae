"""Thousands of listening phones in a process of their own, so that they do not slow the server.

They cost little: one epoll loop, one read per event, nothing is parsed. The press comes from the
same process, so that both moments are read off one clock.
"""

import ctypes
import multiprocessing
import os
import resource
import select
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

_LEAST_EVENT_BYTES = 200  # heartbeats and greetings are shorter
_GIVE_UP_S = 10.0
_OPENED_AT_ONCE = 64
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET, unshare(2)


@dataclass(frozen=True, slots=True)
class Spread:
    """When an event reached the phones, in s after the press; ``missing`` did not get it.

    ``seq`` is the number that the press was acknowledged with.
    """

    arrived_s: tuple[float, ...]
    missing: int
    seq: int


def raise_file_limit() -> int:
    """Allow as many open files as this user may have; their number."""
    _, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if allowed == resource.RLIM_INFINITY else allowed
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, allowed))
    return most


class Crowd:
    """The phones, seen from the measuring process: every call is answered by theirs."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def open(
        self, name: str, port: int, requests: Sequence[bytes], count: int, host: str = "127.0.0.1"
    ) -> None:
        """Open streams under a name, with these requests in turn; returns when each has its head.

        A request that was used for that name before is not used again.
        """
        self._call("open", name, (host, port), requests, count)

    def press(self, name: str, port: int, request: bytes) -> Spread:
        """Send this request and watch the event arrive at every phone of that name."""
        spread: Spread = self._call("press", name, port, request)
        return spread

    def hang_up(self, name: str, count: int | None = None) -> None:
        """Close some phones of a name, or all."""
        self._call("hang_up", name, count)

    def move_out(self) -> int:
        """Have the phones' process live in a network namespace of its own; its number (Linux)."""
        return int(self._call("move_out"))

    def run(self, *command: str) -> None:
        """Run a command where the phones are."""
        self._call("run", command)

    def _call(self, *asked: object) -> Any:  # noqa: ANN401 - whatever the call gives
        self._pipe.send(asked)
        answer = self._pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def crowd() -> Iterator[Crowd]:
    """A process with phones, none of them listening yet."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Crowd(ours)
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection) -> None:
    raise_file_limit()
    phones = _Phones()
    while True:
        name, *arguments = pipe.recv()
        try:
            pipe.send(getattr(phones, name)(*arguments))
        except Exception as error:  # noqa: BLE001 - told in the measuring process
            pipe.send(error)


class _Phones:
    """The phones themselves, by name and descriptor."""

    def __init__(self) -> None:
        self._epolls: dict[str, select.epoll] = {}
        self._sockets: dict[str, dict[int, socket.socket]] = {}
        self._used: Counter[str] = Counter()
        self._space = [bytearray(1 << 20)]  # a new one each time cost more than the read

    def open(
        self, name: str, address: tuple[str, int], requests: Sequence[bytes], count: int
    ) -> None:
        epoll = self._epolls.setdefault(name, select.epoll())
        sockets = self._sockets.setdefault(name, {})
        for first in range(0, count, _OPENED_AT_ONCE):
            opening = []
            for _ in range(min(_OPENED_AT_ONCE, count - first)):
                phone = socket.create_connection(address, timeout=_GIVE_UP_S)
                phone.sendall(requests[self._used[name] % len(requests)])
                self._used[name] += 1
                opening.append(phone)
            for phone in opening:
                head = b""
                while b"\r\n\r\n" not in head:
                    more = phone.recv(65536)
                    assert more, "the server hung up"
                    head += more
                assert head[9:12] == b"200", head[:300]
                phone.setblocking(False)
                sockets[phone.fileno()] = phone
                epoll.register(phone.fileno(), select.EPOLLIN)

    def press(self, name: str, port: int, request: bytes) -> Spread:
        epoll, sockets = self._epolls[name], self._sockets[name]
        for fd, _ in epoll.poll(0, len(sockets) + 1):  # what came before
            os.readv(fd, self._space)
        # A new connection each time: one that rested while phones joined, the server has closed.
        desk = socket.create_connection(("127.0.0.1", port), timeout=_GIVE_UP_S)
        desk.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pending = set(sockets)
        arrived: list[float] = []
        pressed = time.perf_counter()
        desk.sendall(request)
        give_up = pressed + _GIVE_UP_S
        while pending and time.perf_counter() < give_up:
            for fd, _ in epoll.poll(1.0, 64):
                size = os.readv(fd, self._space)
                if size >= _LEAST_EVENT_BYTES and fd in pending:
                    arrived.append(time.perf_counter() - pressed)
                    pending.discard(fd)
                elif not size:
                    epoll.unregister(fd)
        answer = b""
        while not answer.rpartition(b"\r\n\r\n")[2]:  # its body is a few digits
            more = desk.recv(65536)
            assert more, "the server hung up on the desk"
            answer += more
        desk.close()
        assert answer[9:12] == b"200", answer[:300]
        seq = int(answer.rpartition(b"\r\n\r\n")[2])
        return Spread(tuple(arrived), len(pending), seq)

    def move_out(self) -> int:
        if ctypes.CDLL(None, use_errno=True).unshare(_NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "no network namespace of its own")
        return os.getpid()

    def run(self, command: Sequence[str]) -> None:
        subprocess.run(command, check=True)

    def hang_up(self, name: str, count: int | None) -> None:
        sockets = self._sockets[name]
        for fd in list(sockets)[:count]:
            self._epolls[name].unregister(fd)
            sockets.pop(fd).close()
