"""Measure feeds, exports and pages beside the same server's bare "hello". Prints one table.

Each document is asked for as clients ask: packed, and again by its entity tag.

    .venv/bin/python bench/exports.py [seconds per measurement]
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.request import Request, urlopen

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from webload.beside import beside_hello  # noqa: E402
from webload.client import Connection, get  # noqa: E402
from webload.narrated import LONG, bind_noise, publish  # noqa: E402
from webload.servers import gunicorn  # noqa: E402

from tour.app import create_app  # noqa: E402
from tour.settings import Settings  # noqa: E402
from tour.storage import prepare_database  # noqa: E402

PACKED = "Accept-Encoding: gzip"
DOCUMENTS = {
    "podcast": "/ru/podcast.xml",
    "chapters": "/ru/chapters.json",
    "GeoJSON": "/api/v1/tour.geojson?lang=ru",
    "GPX": "/api/v1/tour.gpx?lang=ru",
    "KML": "/api/v1/tour.kml?lang=ru",
    "TourML": "/api/v1/tour.tourml",
    "IIIF manifest": "/api/v1/iiif/ru/manifest.json",
    "list of pages": "/sitemap.xml",
}
PAGES = {
    "walk from home": "/ru/listen",
    "stop": "/ru/stops/{first}",
    "embedded tour": "/ru/embed",
    "embedded stop": "/ru/embed/stops/{first}",
}


def asked(port: int, path: str) -> tuple[float, int, str]:
    """(seconds, bytes, entity tag) of the very first answer, which is made for it."""
    request = Request(f"http://localhost:{port}{path}", headers={"Accept-Encoding": "gzip"})
    started = time.perf_counter()
    with urlopen(request) as answer:  # noqa: S310 - our own server
        body = answer.read()
        return time.perf_counter() - started, len(body), answer.headers["ETag"]


def main(seconds: float) -> None:
    headings = ("what", "packed", "first answer", "requests/s", "hello/s", "ratio", "by tag, ratio")
    table = Table(*headings, header_style="bold", box=None)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        audio = folder / "audio"
        tour = publish(ROOT / "stops.yaml", audio)
        bind_noise(tour, audio)
        pages = {name: path.format(first=tour.stops[0].id) for name, path in PAGES.items()}
        environ = {"TOUR_AUDIO": str(audio), "TOUR_INSTANCE": str(folder)}
        prepare_database(create_app(Settings.from_env(environ)))
        port, _ = stack.enter_context(gunicorn("webload.hello:make()", environ))
        Connection(port).ask(get("/readyz"))
        for name, path in (DOCUMENTS | pages).items():
            first_s, size, etag = asked(port, path)
            rate, hello, ratio = beside_hello(port, path, PACKED, seconds=seconds)
            known = (PACKED, f"If-None-Match: {etag}")
            *_, unchanged = beside_hello(port, path, *known, seconds=seconds)
            row = (f"{size / 1e3:.1f} KB", f"{first_s * 1e3:.0f} ms", f"{rate:,.0f}")
            table.add_row(name, *row, f"{hello:,.0f}", f"{ratio:.2f}", f"{unchanged:.2f}")
        for name, path in (
            ("way to the MP3", "/ru/tour.mp3"),
            ("way to the book", "/ru/tour.epub"),
        ):
            rate, hello, ratio = beside_hello(port, path, seconds=seconds)
            table.add_row(name, "", "", f"{rate:,.0f}", f"{hello:,.0f}", f"{ratio:.2f}", "")
        path, part = f"/editions/{LONG}/alzhir-ru.mp3", "Range: bytes=0-65535"
        rate, hello, ratio = beside_hello(port, path, part, seconds=seconds)
        table.add_row(
            "64 KB of the MP3", "", "", f"{rate:,.0f}", f"{hello:,.0f}", f"{ratio:.2f}", ""
        )
    Console().print(table)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
