"""How the tour is served: ``gunicorn wsgi:app`` reads this file by itself.

One process, because SQLite has one writer and live streams are to live in one hub; threads,
because a phone on a weak network may hold one for as long as a clip takes to reach it. Threads
that wait cost little memory: 64 of them let a whole group download at once.
"""

import os
import socket

from gunicorn.arbiter import Arbiter

wsgi_app = "wsgi:app"
bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104 - phones come from outside
worker_class = "gthread"
workers = 1
threads = 64
worker_connections = 2000
backlog = 512
keepalive = 15  # s; a walking visitor's next request often comes on the same connection
timeout = 60  # s without a sign of life from the worker
graceful_timeout = 5  # s for answers that are on their way when the server ends
preload_app = False
accesslog = None  # who asked for what, from where, is written nowhere
loglevel = "warning"
control_socket_disable = True

_GIVE_UP_MS = 30_000
_SEND_BUFFER_BYTES = 4 * 1024 * 1024


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
