"""Measure the server: manifest, ranges of audio, batches of events. Prints one table.

The manifest is put beside a bare "hello" of the same server and the audio beside nginx, in turns,
so that the ratios hold on a busy machine too.

    .venv/bin/python bench/serving.py [seconds per measurement]
"""

import itertools
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from webload.beside import CONNECTIONS, ROUNDS, always, beside_hello  # noqa: E402
from webload.client import Connection, drive, get, post  # noqa: E402
from webload.narrated import CLIP, LONG, publish  # noqa: E402
from webload.servers import cpu_s, gunicorn, nginx, postgresql  # noqa: E402

from tour.app import create_app  # noqa: E402
from tour.settings import Settings  # noqa: E402
from tour.storage import prepare_database  # noqa: E402
from tour.wiring import build_services  # noqa: E402

APPLICATION = "webload.hello:make()"
BATCH = 50
BATCHES_PER_VISIT = 20_000 // BATCH


def beside_nginx(
    digest: str, ours: tuple[int, int], theirs: tuple[int, int], seconds: float
) -> tuple[float, float, float]:
    """The server's CPU seconds per GB, medians over rounds in turn: (ours, nginx, ratio)."""
    found: tuple[list[float], list[float]] = ([], [])
    places = ((*ours, "/audio/"), (*theirs, "/"))
    for _ in range(ROUNDS):
        for (port, pid, folder), costs in zip(places, found, strict=True):
            before = cpu_s(pid)
            request = get(f"{folder}{digest}.mp3", "Range: bytes=0-")
            load = drive(port, always(request), 2, seconds / ROUNDS)
            costs.append((cpu_s(pid) - before) / load.bytes * 1e9)
    ratios = [mine / other for mine, other in zip(*found, strict=True)]
    return statistics.median(found[0]), statistics.median(found[1]), statistics.median(ratios)


def batches(settings: Settings, port: int, seconds: float) -> float:
    """Rows a second that are acknowledged, in batches of 50 over HTTP; the best round.

    There is nothing to put beside it, so what other programs take away is left out this way.
    """
    visits = build_services(settings).visits
    at = datetime.now(UTC).isoformat()

    def source(number: int) -> Callable[[], bytes]:
        visit = visits.create("en")
        counter = itertools.count()

        def following() -> bytes:
            nonlocal visit
            batch = next(counter)
            if batch and batch % BATCHES_PER_VISIT == 0:
                visit = visits.create("en")
            events = [
                {
                    "id": f"{number}-{batch}-{each}",
                    "type": "progressed",
                    "stop": f"stop-{each % 14}",
                    "position_s": each,
                    "at": at,
                }
                for each in range(BATCH)
            ]
            body = json.dumps({"events": events}).encode()
            return post(f"/api/v1/visits/{visit.id}/events", visit.secret, body)

        return following

    loads = [drive(port, source, CONNECTIONS, seconds / 8) for _ in range(8)]
    return max(load.requests * BATCH / load.seconds for load in loads)


def main(seconds: float) -> None:
    table = Table("what", "measured", "beside", "ratio", "wanted", header_style="bold", box=None)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        audio = folder / "audio"
        publish(ROOT / "stops.yaml", audio)
        environ = {"TOUR_AUDIO": str(audio), "TOUR_INSTANCE": str(folder)}
        settings = Settings.from_env(environ)
        prepare_database(create_app(settings))
        ours = stack.enter_context(gunicorn(APPLICATION, environ))
        theirs = stack.enter_context(nginx(audio))
        Connection(ours[0]).ask(get("/readyz"))

        path = "/api/v1/tour?lang=ru"
        for name, header in (("gzip", "Accept-Encoding: gzip, br"), ("plain", "Accept: */*")):
            rate, hello, ratio = beside_hello(ours[0], path, header, seconds=seconds)
            beside = f"hello {hello:,.0f}/s"
            table.add_row(f"manifest, {name}", f"{rate:,.0f}/s", beside, f"{ratio:.2f}", "≥ 0.85")
        for name, digest in (("1 MB clip", CLIP), ("16 MB file", LONG)):
            cpu, nginx_cpu, ratio = beside_nginx(digest, ours, theirs, seconds)
            row = (f"{cpu:.2f} CPU s/GB", f"nginx {nginx_cpu:.2f}", f"{ratio:.2f}", "≤ 2")
            table.add_row(f"audio range, {name}", *row)
        rows = batches(settings, ours[0], seconds)
        table.add_row("50-event batches, SQLite", f"{rows:,.0f} rows/s", "", "", "≥ 40,000")

        address = stack.enter_context(postgresql())
        environ |= {"DATABASE_URL": address}
        settings = Settings.from_env(environ)
        prepare_database(create_app(settings))
        port, _ = stack.enter_context(gunicorn(APPLICATION, environ))
        rows = batches(settings, port, seconds)
        table.add_row("50-event batches, PostgreSQL", f"{rows:,.0f} rows/s", "", "", "≥ 15,000")
    Console().print(table)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)
