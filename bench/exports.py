"""Measure feeds, exports and pages beside the same server's bare "hello". Prints one table.

Each document is asked for as clients ask: packed, and again by its entity tag. A second table says
what so many listeners cost in a day behind a shared cache, by the Cache-Control that was served.

    .venv/bin/python bench/exports.py [seconds per measurement]
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from webload.beside import beside_hello  # noqa: E402
from webload.cached import Served, asked_in_a_day  # noqa: E402
from webload.client import Connection, get  # noqa: E402
from webload.narrated import CLIP, LONG, bind_noise, publish  # noqa: E402
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
    "oEmbed": "/oembed?url=https://tour.example/ru/stops/despair-and-powerlessness",
}
LISTENERS = 10_000
# What one who listens from afar asks for: the feed, the page, and the whole tour.
HEARD = {
    "podcast": "/ru/podcast.xml",
    "chapters": "/ru/chapters.json",
    "picture": "/podcast.png",
    "page of the walk": "/ru/listen",
    "sound of a stop": f"/audio/{CLIP}.mp3",
    "way to the MP3": "/ru/tour.mp3",
    "the whole MP3": f"/editions/{LONG}/alzhir-ru.mp3",
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


class _Stays(HTTPRedirectHandler):
    """The answer that leads on is measured, not what it leads to."""

    def redirect_request(self, *_args: object) -> None:
        return None


def served(port: int, path: str) -> Served:
    """What the server says of how long this may be kept."""
    request = Request(f"http://localhost:{port}{path}", headers={"Accept-Encoding": "gzip"})
    try:
        answer = build_opener(_Stays).open(request)
    except HTTPError as leads:
        if leads.code != 302:
            raise
        answer = leads
    with answer:
        headers = answer.headers
        return Served(len(answer.read()), headers["Cache-Control"], "ETag" in headers)


def behind_a_cache(port: int) -> Table:
    """What reaches the server in a day when each of the listeners asks once for everything."""
    headings = ("what", "Cache-Control", "each", "without a cache", "whole", "unchanged", "with it")
    table = Table(*headings, header_style="bold", box=None)
    table.title = f"{LISTENERS:,} listeners in a day"
    bare = kept = 0
    for name, path in HEARD.items():
        one = served(port, path)
        whole, unchanged = asked_in_a_day(one, LISTENERS)
        bare += LISTENERS * one.bytes
        kept += whole * one.bytes
        table.add_row(
            *(name, one.cache_control, f"{one.bytes / 1e3:,.1f} KB"),
            *(f"{LISTENERS * one.bytes / 1e6:,.0f} MB", f"{whole:,}", f"{unchanged:,}"),
            f"{whole * one.bytes / 1e6:,.1f} MB",
        )
    table.add_row("all", "", "", f"{bare / 1e6:,.0f} MB", "", "", f"{kept / 1e6:,.1f} MB")
    return table


def main(seconds: float) -> None:
    headings = ("what", "packed", "first answer", "requests/s", "hello/s", "ratio", "by tag, ratio")
    table = Table(*headings, header_style="bold", box=None)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        audio = folder / "audio"
        tour = publish(ROOT / "stops.yaml", audio)
        bind_noise(tour, audio)
        pages = {name: path.format(first=tour.stops[0].id) for name, path in PAGES.items()}
        environ = {
            "TOUR_AUDIO": str(audio),
            "TOUR_INSTANCE": str(folder),
            "TOUR_PUBLIC_URL": "https://tour.example",
        }
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
        cached = behind_a_cache(port)
    Console(width=110).print(table)
    Console(width=110).print(cached)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
