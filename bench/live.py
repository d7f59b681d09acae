"""Measure live streams: press → phone beside nginx' nchan, a bad day, a real group's load.

Three ways carry the same events to as many phones, in turns within one run: this server, two of
its workers over Redis, and nchan, to which the same app publishes. The nginx with nchan is
Debian's; where it is not installed its packages are fetched into .build/nchan. What was wanted and
not reached is called missed. The whole takes two to four minutes.

All are measured warm: the memory of a stream is what so many more take after 150 have come, heard
some presses and gone. The first hello is asked once the server has answered anything.

    .venv/bin/python bench/live.py [streams …]     as a rule 100 1000 5000
"""

import json
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from webload.bad_day import bad_day  # noqa: E402
from webload.client import get  # noqa: E402
from webload.group_load import group_load  # noqa: E402
from webload.listeners import Crowd, Spread, crowd, raise_file_limit  # noqa: E402
from webload.servers import cpu_s, find_nchan, gunicorn, memory_bytes, nchan, redis  # noqa: E402
from webload.walks import Walk, prepared  # noqa: E402

APPLICATION = "webload.live_app:make()"
PRESSES = 120  # of fewer, one that another program disturbed would be the last percent
WARM, WARM_PRESSES = 150, 8  # so many that of two workers both have carried some out
PROBES, ESTIMATES = 8, 200
IN_PROCESS, NCHAN = "in process", "nchan"
COMPARED = {1000, 5000}  # streams at which something is wanted
CPU_US, KB = 15.0, 5.0


@dataclass
class Way:
    """One way to carry events: where it listens, where the desk presses, what it costs."""

    name: str
    walk: Walk
    listen_port: int
    press_port: int
    listen: Sequence[bytes]
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
        return sum(memory_bytes(pid) for pid in self.holders)


def ways(stack: ExitStack, count: int) -> Iterator[Way]:
    """Every way that can be gone on this machine, running, each with a walk of its own."""

    def walk() -> tuple[dict[str, str], Walk]:
        return prepared(Path(stack.enter_context(tempfile.TemporaryDirectory())), WARM + count)

    environ, group = walk()
    port, pid = stack.enter_context(gunicorn(APPLICATION, environ))
    yield Way(IN_PROCESS, group, port, port, group.listening(), (pid,), (pid,))

    environ, group = walk()
    address, redis_pid = stack.enter_context(redis())
    environ |= {"REDIS_URL": address}
    port, pid = stack.enter_context(gunicorn(APPLICATION, environ, "--workers", "2"))
    used = (pid, redis_pid)
    yield Way("2 workers, Redis", group, port, port, group.listening(), used, (pid,))

    found = find_nchan()
    if found is not None:
        environ, group = walk()
        port, nginx_pid = stack.enter_context(nchan(found))
        environ |= {"NCHAN_PORT": str(port)}
        press_port, pid = stack.enter_context(gunicorn(APPLICATION, environ))
        listen = get(f"/listen?id={group.code}", "Accept: text/event-stream")
        yield Way(NCHAN, group, port, press_port, [listen], (nginx_pid, pid), (nginx_pid,))


def measure(phones: Crowd, way: Way, presses: int) -> None:
    """Press so many times more."""
    before = way.used_s()
    for _ in range(presses):
        way.spreads.append(phones.press(way.name, way.press_port, way.walk.button()))
    way.cpu_s += way.used_s() - before


def delivery(count: int) -> list[tuple[str, ...]]:
    """Rows of the table for so many streams."""
    with ExitStack() as stack:
        phones = stack.enter_context(crowd())
        going = list(ways(stack, count))
        for way in going:
            phones.open(way.name, way.listen_port, way.listen, WARM)
            for _ in range(WARM_PRESSES):
                phones.press(way.name, way.press_port, way.walk.button())
            phones.hang_up(way.name)
            time.sleep(0.5)  # until what is closed is given back
            before = way.memory()
            phones.open(way.name, way.listen_port, way.listen, count)
            way.kb = (way.memory() - before) / count / 1024
        for _ in range(PRESSES // 3):  # in turns: other programs disturb all of them alike
            for way in going:
                measure(phones, way, 3)
    figures = {way.name: Figures.of(way) for way in going}
    return [one.row(count, name, figures.get(NCHAN)) for name, one in figures.items()]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a way was measured at."""

    p50_ms: float
    p99_ms: float
    last_ms: float
    cpu_us: float
    kb: float
    missing: int

    @classmethod
    def of(cls, way: Way) -> "Figures":
        """The figures over all presses."""
        spreads = way.spreads
        everyone = sorted(at * 1000 for spread in spreads for at in spread.arrived_s) or [0.0]
        return cls(
            statistics.median(everyone),
            everyone[int(len(everyone) * 0.99)],
            statistics.median(max(spread.arrived_s, default=0.0) for spread in spreads) * 1000,
            way.cpu_s / len(everyone) * 1e6,
            way.kb,
            sum(spread.missing for spread in spreads),
        )

    def row(self, count: int, name: str, beside: "Figures | None") -> tuple[str, ...]:
        """A row of the table, with what was wanted and missed."""
        return (
            f"{count:,}",
            name,
            f"{self.p50_ms:.1f}",
            f"{self.p99_ms:.1f}",
            f"{self.last_ms:.1f}",
            f"{self.cpu_us:.1f}",
            f"{self.kb:.1f}",
            str(self.missing),
            "" if name == NCHAN else self.verdict(count, name, beside),
        )

    def verdict(self, count: int, name: str, beside: "Figures | None") -> str:
        """What was wanted of this way, and whether it was reached."""
        goals: list[tuple[str, bool | None]] = [("0 missing", self.missing == 0)]
        if count in COMPARED and beside is None:
            goals.append(("p99 ≤ nchan's, which is not here", None))
        elif count in COMPARED and beside is not None:
            goals.append((f"p99 ≤ nchan's {beside.p99_ms:.1f}", self.p99_ms <= beside.p99_ms))
        if name == IN_PROCESS and count in COMPARED:
            goals.append((f"≤ {CPU_US:.0f} µs", self.cpu_us <= CPU_US))
            goals.append((f"≤ {KB:.0f} KB", self.kb <= KB))
        said = {True: "", False: " MISSED", None: ""}
        return "; ".join(goal + said[reached] for goal, reached in goals)


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
        environ, _ = prepared(folder, 1)
        port, _ = stack.enter_context(gunicorn(APPLICATION, environ))
        errors = clock_errors_ms(port)
    middle, high = statistics.median(errors), errors[int(len(errors) * 0.95)]
    shown = f"{middle:.2f} ms, p95 {high:.2f}, at most {errors[-1]:.2f}"
    return "clock error, best of 8 probes", shown, "p95 ≤ 5 ms"


def main(counts: list[int]) -> None:
    most = raise_file_limit()
    console = Console(width=160)
    table = Table(
        *("streams", "carried by", "p50 ms", "p99 ms", "last ms", "CPU µs a delivery"),
        *("KB a stream", "missing", "wanted"),
        title="Press → phone, in turns",
        header_style="bold",
        box=None,
    )
    if find_nchan() is None:
        table.add_row("", "nchan: apt-get install nginx libnginx-mod-nchan")
    for count in counts:
        if 3 * count + 500 > most:
            table.add_row(f"{count:,}", f"only {most:,} files may be open (ulimit -n)")
            continue
        for cells in delivery(count):
            table.add_row(*cells)
    console.print(table)
    table = Table("a bad day", "measured", "wanted", header_style="bold", box=None)
    for line in (*bad_day(), clock_row()):
        table.add_row(*line)
    console.print(table)
    table = Table("a real group", "measured", "wanted", header_style="bold", box=None)
    for line in group_load():
        table.add_row(*line)
    console.print(table)


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [100, 1000, 5000])
