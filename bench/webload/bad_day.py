"""A bad day of the streams, as a program of its own that prints the rows of a table as JSON.

1,000 phones listen and 900 of them vanish without a word: they stand behind a network cable of
their own, in a namespace without privileges (``unshare -rn``), and it is pulled. Nothing tells the
server. Where no namespace can be made they stop reading and never close instead, which is milder.
"""

import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

from webload.listeners import Crowd, Spread, crowd, raise_file_limit
from webload.servers import BENCH, ROOT, gunicorn
from webload.walks import Walk, logged, prepared

APPLICATION = "webload.live_app:make()"
STAY, VANISH, HANG_UP = 100, 900, 90
SILENT_S = 6.0
_HERE, _THERE = "10.213.0.1", "10.213.0.2"
Row = tuple[str, str, str]


def bad_day() -> list[Row]:
    """The rows (what, measured, wanted)."""
    paths = os.pathsep.join((str(BENCH), str(ROOT)))
    command = [sys.executable, "-m", "webload.bad_day"]
    for way in (["unshare", "-rn", *command, "pulled"], [*command, "unread"]):
        try:
            done = subprocess.run(
                way, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.PIPE, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return [(row[0], row[1], row[2]) for row in json.loads(done.stdout)]
    return [("a bad day", "could not be measured", "")]


def _measure(*, pulled: bool) -> Iterator[Row]:
    raise_file_limit()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environ, walk = prepared(folder, STAY + VANISH + HANG_UP)
        requests = walk.listening()
        if pulled:
            _ip("link", "set", "lo", "up")
        port, pid = stack.enter_context(gunicorn(APPLICATION, environ | {"HOST": "0.0.0.0"}))  # noqa: S104 - the phones stand behind another address
        near, far = stack.enter_context(crowd()), stack.enter_context(crowd())
        if pulled:
            _connect(far)
        yield "hello, nobody listens", *_hellos(port, 50)
        near.open("stay", port, requests[:STAY], STAY)
        near.open("hang up", port, requests[STAY + VANISH :], HANG_UP)
        far.open("vanish", port, requests[STAY:], VANISH, _HERE if pulled else "127.0.0.1")
        acknowledged = [near.press("stay", port, walk.button()).seq for _ in range(3)]
        yield f"hello, {STAY + VANISH + HANG_UP:,} streams", *_hellos(port, 200)
        near.hang_up("hang up")
        time.sleep(1)
        counted = _text(port, "/count")
        yield f"streams counted 1 s after {HANG_UP} hung up", counted, str(STAY + VANISH)

        if pulled:
            far.run("ip", "link", "set", "far", "down")
        hellos, spreads = _silence(near, walk, port)
        acknowledged += [spread.seq for spread in spreads]
        how = "vanish silently" if pulled else "stop reading and never close"
        yield f"hello while {VANISH} of {STAY + VANISH:,} {how}", *_shown(hellos)
        arrived = sorted(at for spread in spreads for at in spread.arrived_s)
        missing = sum(spread.missing for spread in spreads)
        p99 = f"{arrived[int(len(arrived) * 0.99)] * 1000:.1f} ms, {missing} missing"
        yield f"press → the {STAY} others meanwhile, p99", p99, "0 missing"
        yield "streams counted as SIGTERM comes", _text(port, "/count"), ""
        took_s, pressed = _end(pid, port, walk)
        yield "SIGTERM → all down", f"{took_s:.1f} s", "≤ 5 s"
        acknowledged += pressed
        lost = len(set(acknowledged) - logged(environ, walk.code))
        shown = f"{lost} of {len(acknowledged)} ({len(pressed)} while it ended)"
        yield "acknowledged presses that were lost", shown, "0"


def _connect(far: Crowd) -> None:
    """Lay a cable between this namespace and one for the phones that will vanish."""
    there = str(far.move_out())
    _ip("link", "add", "near", "type", "veth", "peer", "name", "far", "netns", there)
    _ip("addr", "add", f"{_HERE}/30", "dev", "near")
    _ip("link", "set", "near", "up")
    far.run("ip", "addr", "add", f"{_THERE}/30", "dev", "far")
    far.run("ip", "link", "set", "far", "up")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _silence(near: Crowd, walk: Walk, port: int) -> tuple[list[float], list[Spread]]:
    """How long hello takes, and when presses arrive, for some seconds."""
    hellos, spreads = [], []
    end = time.perf_counter() + SILENT_S
    while time.perf_counter() < end:
        spreads.append(near.press("stay", port, walk.button()))
        hellos += [_answered_s(port) for _ in range(10)]
        time.sleep(0.1)
    return hellos, spreads


def _end(pid: int, port: int, walk: Walk) -> tuple[float, list[int]]:
    """Tell the server to end while somebody presses: (how long it took, what it acknowledged)."""
    acknowledged: list[int] = []

    def press() -> None:
        try:
            while True:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                connection.request("POST", walk.button().split()[1].decode())
                acknowledged.append(int(connection.getresponse().read()))
                connection.close()
        except (OSError, http.client.HTTPException):
            return  # it listens no more

    pressing = threading.Thread(target=press)
    pressing.start()
    while not acknowledged:
        time.sleep(0.01)
    began = time.perf_counter()
    os.kill(pid, signal.SIGTERM)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    took_s = time.perf_counter() - began
    pressing.join()
    return took_s, acknowledged


def _hellos(port: int, count: int) -> tuple[str, str]:
    return _shown([_answered_s(port) for _ in range(count)])


def _shown(asked: list[float]) -> tuple[str, str]:
    asked = sorted(asked)
    p99 = asked[int(len(asked) * 0.99)]
    shown = f"p50 {statistics.median(asked) * 1000:.1f} ms, p99 {p99 * 1000:.1f}"
    return f"{shown}, at most {asked[-1] * 1000:.1f}", "milliseconds"


def _answered_s(port: int) -> float:
    began = time.perf_counter()
    _text(port, "/hello")
    return time.perf_counter() - began


def _text(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    print(json.dumps(list(_measure(pulled=sys.argv[1:] == ["pulled"]))))
