"""``flask serve``: the web server and, beside it, the process that narrates."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

import click
from flask import current_app
from flask.cli import with_appcontext

from tour.cli.plain import told_plainly
from tour.settings import ROOT
from tour.storage import prepare_database

_START_TIMEOUT_S = 30
_STOP_TIMEOUT_S = 10
_NARRATOR_REST_S = 10
_PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """Let the kernel end this child when its parent dies, even by kill -9 (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _start(*command: str, **environ: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | environ,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - no threads run here yet
    )


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(URLError, ConnectionError, TimeoutError):
            urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 - our own address
            return
        time.sleep(0.1)
    server.terminate()
    raise click.ClickException("The server did not start. What it printed above says why.")


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + _STOP_TIMEOUT_S
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start_narrator() -> subprocess.Popen[bytes]:
    return _start("-m", "flask", "--app", "wsgi", "narrate", "--watch")


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option(
    "--port", envvar="PORT", type=click.IntRange(1, 65535), default=8000, show_default=True
)
@click.option("--narrate/--no-narrate", default=True, help="Narrate in the background.")
@with_appcontext
def command(host: str, port: int, *, narrate: bool) -> None:
    """Serve the tour at once and narrate what is missing in the background."""
    if not _port_is_free(host, port):
        msg = f"Port {port} on {host} is in use. Choose another one: make run PORT={port + 1}"
        raise click.ClickException(msg)
    with told_plainly():
        prepare_database(current_app)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = _start("-m", "gunicorn", "wsgi:app", HOST=host, PORT=str(port))
    processes = [server]
    try:
        local = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 - compared
        _wait_until_it_answers(server, f"http://{local}:{port}")
        print(f"\n  The tour is open at  http://{local}:{port}\n  Ctrl-C ends it.\n", flush=True)
        if narrate:
            processes.append(_start_narrator())
        while server.poll() is None:
            time.sleep(1)
            if narrate and processes[-1].poll() is not None:
                print("The narration ended unexpectedly; it starts again.", flush=True)
                time.sleep(_NARRATOR_REST_S)
                processes[-1] = _start_narrator()
        raise click.ClickException("The server has ended. What it printed above says why.")
    except KeyboardInterrupt:
        print("\nEnding.", flush=True)
    finally:
        _stop(processes)
