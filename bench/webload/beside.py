"""An answer's requests a second beside the bare "hello" of the same server."""

import statistics
from collections.abc import Callable

from webload.client import drive, get

CONNECTIONS = 8
ROUNDS = 16


def always(request: bytes) -> Callable[[int], Callable[[], bytes]]:
    """A source that gives the same request again and again, on every connection."""
    return lambda _number: lambda: request


def beside_hello(port: int, path: str, *headers: str, seconds: float) -> tuple[float, float, float]:
    """Medians over many short rounds in turn: (requests/s, hello/s, their ratio)."""
    rates, hellos = [], []
    for _ in range(ROUNDS):
        for request, found in ((get("/hello"), hellos), (get(path, *headers), rates)):
            load = drive(port, always(request), CONNECTIONS, seconds / ROUNDS)
            found.append(load.requests / load.seconds)
    ratios = [rate / hello for rate, hello in zip(rates, hellos, strict=True)]
    return statistics.median(rates), statistics.median(hellos), statistics.median(ratios)
