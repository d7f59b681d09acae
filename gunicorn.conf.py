"""How the tour is served: ``gunicorn wsgi:app`` reads this file by itself.

One process, because SQLite has one writer and a hub wakes its streams fastest within its process
(with REDIS_URL, WEB_CONCURRENCY may ask for more); threads, because a phone on a weak network may
hold one for as long as a clip takes to reach it. Threads that wait cost little memory: 64 of them
let a whole group download at once. Live streams hold none: see tour/web/handover.py.
"""

import ctypes
import gc
import os
import resource
import signal
import socket
from types import FrameType

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

wsgi_app = "wsgi:app"
bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104 - phones come from outside
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = 64
worker_connections = 2000
backlog = 512
keepalive = 15  # s; a walking visitor's next request often comes on the same connection
timeout = 60  # s without a sign of life from the worker
graceful_timeout = 4  # s for answers that are on their way when the server ends
preload_app = False
accesslog = None  # who asked for what, from where, is written nowhere
loglevel = "warning"
control_socket_disable = True

# Every stream is an open file; the usual 1,024 are soon gone.
_, _allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
_FILES = 65_536 if _allowed == resource.RLIM_INFINITY else min(_allowed, 65_536)
resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _allowed))

_GIVE_UP_MS = 30_000
_SEND_BUFFER_BYTES = 4 * 1024 * 1024
_M_ARENA_MAX, _ARENAS = -8, 2  # malloc.h
_FIRST_ASKED = ("/healthz", "/api/v1/tour", "/", "/api/v1/nearby?lat=0&lng=0")


def on_starting(server: Arbiter) -> None:
    """Say what several processes lack. They go on: without groups they need nothing more."""
    if server.cfg.workers > 1 and not os.environ.get("REDIS_URL"):
        server.log.warning(
            "%d processes without REDIS_URL: a guide's press reaches most phones of a group up to "
            "7 s late. Set REDIS_URL, or WEB_CONCURRENCY=1.",
            server.cfg.workers,
        )


def when_ready(server: Arbiter) -> None:
    """Keep slow phones from holding threads. Accepted sockets inherit what listeners have.

    A send buffer that takes a whole clip (as far as net.core.wmem_max lets it) frees the thread
    while the clip is still on its way. A phone that has vanished or stopped reading for 30 s is cut
    off by the kernel (TCP_USER_TIMEOUT, RFC 5482); a player that wants the rest asks for a range.
    """
    for listener in server.LISTENERS:
        if listener.sock.family not in {socket.AF_INET, socket.AF_INET6}:
            continue
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _GIVE_UP_MS)


def post_fork(_server: Arbiter, _worker: Worker) -> None:
    """Let all threads share their memory, where the C library is glibc.

    Else each of the first 16 gets an arena of its own, and what one has given back no other can
    use. Python's threads run one at a time: they hardly ever wait for each other there.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)


def post_worker_init(worker: Worker) -> None:
    """Begin warm, and let live streams end as soon as the worker is told to.

    Phones go to its successor then.
    """
    _warm(worker)

    def leave(number: int, frame: FrameType | None) -> None:
        _end_streams(worker)
        worker.handle_exit(number, frame)

    signal.signal(signal.SIGTERM, leave)


def worker_int(worker: Worker) -> None:
    """End live streams when Ctrl-C ends the server."""
    _end_streams(worker)


def worker_exit(_server: Arbiter, worker: Worker) -> None:
    """Wait until the last words to live streams have left."""
    _end_streams(worker, wait_s=2.0)


def _warm(worker: Worker) -> None:
    """Do what the first visitor, or a guide's first press, would wait a third of a second for.

    What is there by now stays as long as the process: the garbage collector need not walk it while
    events are on their way.
    """
    try:
        worker.wsgi.extensions["tour"].catalogue.faults()  # whoever needs the tour is told of them
        visitor = worker.wsgi.test_client()
        for path in _FIRST_ASKED:
            visitor.get(path, follow_redirects=True).close()
    except Exception:
        worker.log.exception("the first answers will be slow")
    gc.collect()
    gc.freeze()


def _end_streams(worker: Worker, wait_s: float = 0.0) -> None:
    if getattr(worker, "wsgi", None) is None:  # it ends before the app is there
        return
    streams = worker.wsgi.extensions["tour"].streams
    streams.close()
    streams.join(wait_s)
