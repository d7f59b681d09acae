"""Measure live streams: press → phone beside nginx' nchan, a bad day, the clock. Prints tables.

Three ways carry the same events to as many phones, in turns within one run: this server, two of
its workers over Redis, and nchan, to which the same app publishes. The nginx with nchan is
Debian's: apt-get install nginx libnginx-mod-nchan

    .venv/bin/python bench/live.py [streams …]     as a rule 100 1000 5000
"""

import itertools
import json
import os
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from webload.client import get  # noqa: E402
from webload.listeners import Crowd, Spread, crowd, raise_file_limit  # noqa: E402
from webload.live_app import GUIDE  # noqa: E402
from webload.servers import cpu_s, gunicorn, nchan, nchan_binary, pss_bytes, redis  # noqa: E402

from tour.app import create_app  # noqa: E402
from tour.settings import Settings  # noqa: E402
from tour.storage import prepare_database  # noqa: E402
from tour.wiring import build_services  # noqa: E402

APPLICATION = "webload.live_app:make()"
PRESSES = 30
WARM = 150
PROBES, ESTIMATES = 8, 200


@dataclass
class Way:
    """One way to carry events: where it listens, where the desk presses, what it costs."""

    name: str
    walk: "Walk"
    listen_port: int
    press_port: int
    listen: bytes
    pids: tuple[int, ...]  # whose CPU time counts
    holders: tuple[int, ...]  # whose memory holds the streams
    spreads: list[Spread] = field(default_factory=list)
    cpu_s: float = 0.0
    kb: float = 0.0

    def used_s(self) -> float:
        """CPU time so far."""
        return sum(cpu_s(pid) for pid in self.pids)

    def memory(self) -> int:
        """Bytes that what holds the streams takes now."""
        return sum(pss_bytes(pid) for pid in self.holders)


@dataclass
class Walk:
    """A walk on the servers' database, and its desk's button."""

    code: str
    desk: str
    secret: str
    stops: Iterator[str]
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def button(self) -> bytes:
        """The request of a press."""
        asked = {
            "code": self.code,
            "desk": self.desk,
            "id": next(self.numbers),
            "stop": next(self.stops),
        }
        return f"POST /press?{urlencode(asked)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()

    def listening(self) -> bytes:
        """The request that opens a stream."""
        path = f"/api/v1/groups/{self.code}/stream"
        return get(path, f"Authorization: Bearer {self.secret}")


def prepared(folder: Path) -> tuple[dict[str, str], Walk]:
    """A database with one open walk in one language."""
    environ = {"TOUR_INSTANCE": str(folder), "TOUR_AUDIO": str(folder / "audio")}
    settings = Settings.from_env(environ)
    services = build_services(settings)
    prepare_database(create_app(settings, services))
    stops = itertools.cycle(stop.id for stop in services.catalogue.current().stops)
    desk = services.groups.desks.open(GUIDE, ("en",))
    joined = services.groups.phones.join(desk.code, "en", "headphones", "")
    services.database.engine.dispose()
    return environ, Walk(desk.code, desk.token, joined.secret, stops)


def ways(stack: ExitStack) -> Iterator[Way]:
    """Every way that can be gone on this machine, running, each with a walk of its own."""

    def walk() -> tuple[dict[str, str], Walk]:
        return prepared(Path(stack.enter_context(tempfile.TemporaryDirectory())))

    environ, group = walk()
    port, pid = stack.enter_context(gunicorn(APPLICATION, environ))
    yield Way("in process", group, port, port, group.listening(), (pid,), (pid,))

    environ, group = walk()
    address, redis_pid = stack.enter_context(redis())
    environ |= {"REDIS_URL": address}
    port, pid = stack.enter_context(gunicorn(APPLICATION, environ, "--workers", "2"))
    used = (pid, redis_pid)
    yield Way("2 workers, Redis", group, port, port, group.listening(), used, (pid,))

    binary = nchan_binary()
    if binary is not None:
        environ, group = walk()
        port, nginx_pid = stack.enter_context(nchan(binary))
        environ |= {"NCHAN_PORT": str(port)}
        press_port, pid = stack.enter_context(gunicorn(APPLICATION, environ))
        listen = get(f"/listen?id={group.code}", "Accept: text/event-stream")
        yield Way("nchan", group, port, press_port, listen, (nginx_pid, pid), (nginx_pid,))


def measure(phones: Crowd, way: Way, presses: int) -> None:
    """Press so many times more."""
    before = way.used_s()
    for _ in range(presses):
        way.spreads.append(phones.press(way.name, way.press_port, way.walk.button()))
    way.cpu_s += way.used_s() - before


def delivery(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of the table for so many streams."""
    with ExitStack() as stack:
        phones = stack.enter_context(crowd())
        going = list(ways(stack))
        for way in going:
            phones.open(way.name, way.listen_port, way.listen, WARM)
            phones.press(way.name, way.press_port, way.walk.button())
            phones.hang_up(way.name)
            time.sleep(0.5)  # until what is closed is given back
            before = way.memory()
            phones.open(way.name, way.listen_port, way.listen, count)
            way.kb = (way.memory() - before) / count / 1024
        for _ in range(PRESSES // 3):  # in turns: other programs disturb all of them alike
            for way in going:
                measure(phones, way, 3)
        for way in going:
            yield row(count, way)


def row(count: int, way: Way) -> tuple[str, ...]:
    spreads = way.spreads
    everyone = sorted(at for spread in spreads for at in spread.arrived_s)
    last = statistics.median(max(spread.arrived_s, default=0.0) for spread in spreads)
    missing = sum(spread.missing for spread in spreads)
    return (
        f"{count:,}",
        way.name,
        f"{statistics.median(everyone) * 1000:.1f}",
        f"{everyone[int(len(everyone) * 0.99)] * 1000:.1f}",
        f"{last * 1000:.1f}",
        f"{way.cpu_s / max(1, len(everyone)) * 1e6:.1f}",
        f"{way.kb:.1f}",
        str(missing),
    )


def bad_day() -> Iterator[tuple[str, str, str]]:
    """100 streams, 90 phones vanish, the site is asked meanwhile, the server is told to end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environ, walk = prepared(folder)
        phones = stack.enter_context(crowd())
        port, pid = stack.enter_context(gunicorn(APPLICATION, environ))
        asked = [answered_s(port, "/hello") for _ in range(50)]
        yield "hello, nobody listens", f"{statistics.median(asked) * 1000:.1f} ms", ""
        phones.open("all", port, walk.listening(), 100)
        asked = [answered_s(port, "/hello") for _ in range(50)]
        yield "hello, 100 streams", *both_ms(asked)
        phones.hang_up("all", 90)
        began = time.perf_counter()
        asked = [answered_s(port, "/hello") for _ in range(50)]
        yield "hello, 90 of them vanish", *both_ms(asked)
        while time.perf_counter() < began + 1:
            time.sleep(0.01)
        yield "streams counted after 1 s", asked_text(port, "/count"), "10"
        began = time.perf_counter()
        os.kill(pid, signal.SIGTERM)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        yield "SIGTERM → all down", f"{time.perf_counter() - began:.1f} s", "≤ 5 s"


def both_ms(asked: list[float]) -> tuple[str, str]:
    median, worst = statistics.median(asked) * 1000, max(asked) * 1000
    return f"{median:.1f} ms, at most {worst:.1f}", "milliseconds"


def answered_s(port: int, path: str) -> float:
    began = time.perf_counter()
    asked_text(port, path)
    return time.perf_counter() - began


def asked_text(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return str(answer.read().decode())


def clock_errors_ms(port: int) -> list[float]:
    """How wrong a client is about the server's clock that believes the quickest of 8 probes.

    Server and client stand on one machine and share its clock, so the error is known.
    """
    request = get("/api/v1/clock")
    errors = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(ESTIMATES):
            probes = []
            for _ in range(PROBES):
                sent = time.time()
                connection.sendall(request)
                answer = b""
                while not answer.endswith(b"}"):
                    answer += connection.recv(65536)
                came = time.time()
                shown = json.loads(answer.partition(b"\r\n\r\n")[2])["now_ms"]
                probes.append((came - sent, shown - (sent + came) / 2 * 1000))
            errors.append(abs(min(probes)[1]))
    return sorted(errors)


def clock_row() -> tuple[str, str, str]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environ, _ = prepared(folder)
        port, _ = stack.enter_context(gunicorn(APPLICATION, environ))
        errors = clock_errors_ms(port)
    middle, high = statistics.median(errors), errors[int(len(errors) * 0.95)]
    shown = f"{middle:.2f} ms, p95 {high:.2f}, at most {errors[-1]:.2f}"
    return "clock error, best of 8 probes", shown, "p95 ≤ 5 ms"


def main(counts: list[int]) -> None:
    most = raise_file_limit()
    console = Console(width=120)
    table = Table(
        *("streams", "carried by", "p50 ms", "p99 ms", "last ms", "CPU µs a delivery"),
        *("KB a stream", "missing"),
        title="Press → phone, in turns",
        header_style="bold",
        box=None,
    )
    for count in counts:
        if 3 * count + 500 > most:
            table.add_row(f"{count:,}", f"only {most:,} files may be open (ulimit -n)")
            continue
        for cells in delivery(count):
            table.add_row(*cells)
    if nchan_binary() is None:
        table.add_row("", "nchan: apt-get install nginx libnginx-mod-nchan")
    console.print(table)
    table = Table("a bad day", "measured", "wanted", header_style="bold", box=None)
    for line in bad_day():
        table.add_row(*line)
    table.add_row(*clock_row())
    console.print(table)


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [100, 1000, 5000])
