"""Handing a connection from the WSGI server to the hub.

A view that opens a stream authorises it like any other and answers with the stream's headers; it
leaves what the hub needs in the environment by ``hand_over``. In front of everything, so that
every header is there, the connection is then taken out of gunicorn's hands:

    taken = dup(gunicorn's descriptor)        the same connection under a number of our own
    dup2(a dead socket, gunicorn's number)    gunicorn's socket is now one whose other end is shut

gunicorn writes its answer, meets a broken pipe and clears up as for any visitor who has hung up:
its thread is free, the connection no longer counts among ``worker_connections`` and whatever it
shuts down and closes is the dead socket. (Closing its socket instead would make it count the same
connection out twice, and a server that believes it has fewer connections than none does not wait
for requests in flight when it ends.)
"""

import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from werkzeug.http import http_date

from tour.errors import NoStream, Unavailable
from tour.groups.hub import Hub, Opening

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HANDED: Final = "tour.handed_over"
_OK: Final = "200 OK"
_OURS: Final = frozenset({"connection", "content-length", "date", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class _Handed:
    hub: Hub
    opening: Opening


def check_stream(environ: "WSGIEnvironment", hub: Hub) -> None:
    """Return when this request can become a stream.

    Raises:
        NoStream: this server does not let go of its connections.
        Unavailable: too many streams are open, or the server is about to end.
    """
    if _socket(environ) is None:
        msg = "This server cannot keep a stream open. Ask for the events after a number instead."
        raise NoStream(msg)
    if not hub.has_room():
        msg = "No more streams can be opened now. Ask for the events after a number meanwhile."
        raise Unavailable(msg)


def hand_over(environ: "WSGIEnvironment", hub: Hub, opening: Opening) -> None:
    """Let the hub have this request's connection once the view has answered with 200."""
    environ[_HANDED] = _Handed(hub, opening)


class HandingOver:
    """A WSGI application, outermost, that gives away the connections of new streams."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: Any = None,  # noqa: ANN401 - as WSGI has it
        ) -> Callable[[bytes], object]:
            if _HANDED in environ:
                started.append((status, headers))
            return start_response(status, headers, exc_info)

        answer = self._inner(environ, start)
        if started and started[-1][0] == _OK:
            connection = _socket(environ)
            if connection is not None:
                _give(environ[_HANDED], connection, started[-1][1])
        return answer


def _socket(environ: "WSGIEnvironment") -> socket.socket | None:
    """The plain connection beneath a threaded gunicorn's HTTP/1; None where there is none.

    With TLS or HTTP/2 in the server itself, what is written has to pass through it.
    """
    found = environ.get("gunicorn.socket")
    plain = type(found) is socket.socket and environ["SERVER_PROTOCOL"].startswith("HTTP/1")
    return found if plain and environ.get("wsgi.multithread") else None


def _give(handed: _Handed, connection: socket.socket, headers: list[tuple[str, str]]) -> None:
    lines = ["HTTP/1.1 200 OK", f"Date: {http_date()}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers if name.lower() not in _OURS]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    opening = handed.opening
    taken = _take(connection)
    handed.hub.adopt(taken, replace(opening, first=head + opening.first))


def _take(connection: socket.socket) -> socket.socket:
    """The connection under a new number; the old number is that of a dead socket."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        taken = connection.dup()
        os.dup2(ours.fileno(), connection.fileno(), inheritable=False)
    return taken
