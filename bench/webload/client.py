"""A small HTTP/1.1 client that keeps its connections and costs little."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_BUFFER_BYTES = 1 << 20


class Connection:
    """One kept-alive connection to 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(_BUFFER_BYTES)
        self._view = memoryview(self._buffer)

    def ask(self, request: bytes) -> tuple[int, int]:
        """(status, bytes of the body); the body itself is thrown away."""
        self._socket.sendall(request)
        got = self._socket.recv_into(self._buffer)
        while (end := self._buffer.find(b"\r\n\r\n", 0, got)) < 0:
            more = self._socket.recv_into(self._view[got:])
            if not more:
                raise ConnectionError("the server hung up")
            got += more
        head = bytes(self._view[:end])
        length = _length(head)
        left = length - (got - end - 4)
        while left > 0:
            received = self._socket.recv_into(self._buffer)
            if not received:
                raise ConnectionError("the server hung up")
            left -= received
        return int(head[9:12]), length

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


@dataclass(frozen=True, slots=True)
class Load:
    """What was asked and answered; ``bytes`` counts bodies."""

    requests: int
    bytes: int
    seconds: float


def drive(
    port: int, requests: Callable[[int], Callable[[], bytes]], connections: int, seconds: float
) -> Load:
    """Ask as fast as is answered, on so many connections at once.

    ``requests(n)`` gives connection n's own source of requests. Every answer must be 2xx or 3xx.
    """
    counts = [(0, 0)] * connections
    begin = threading.Barrier(connections + 1)
    faults: list[Exception] = []

    def work(number: int) -> None:
        connection = Connection(port)
        following = requests(number)
        begin.wait()
        done = size = 0
        end = time.perf_counter() + seconds
        try:
            while time.perf_counter() < end:
                status, length = connection.ask(following())
                assert 200 <= status < 400, status
                done += 1
                size += length
        except Exception as error:  # noqa: BLE001 - told by the main thread
            faults.append(error)
        counts[number] = (done, size)
        connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(connections)]
    for thread in threads:
        thread.start()
    begin.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    if faults:
        raise faults[0]
    return Load(sum(done for done, _ in counts), sum(size for _, size in counts), took)


def get(path: str, *headers: str) -> bytes:
    """A GET request as bytes."""
    lines = (f"GET {path} HTTP/1.1", "Host: localhost", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, secret: str, body: bytes) -> bytes:
    """A POST of JSON as bytes."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
