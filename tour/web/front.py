"""What is answered in front of Flask, because Flask would be most of its cost.

A quick answer is given only when everything is plain; whatever else is asked, and every error,
takes the ordinary way through the routes, which give the same answers.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tour.web.headers import ANY_ORIGIN

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Answer = tuple[str, list[tuple[str, str]], Iterable[bytes]]
"""Status line, headers, body."""

Quick = Callable[["WSGIEnvironment"], Answer | None]
"""Answers a request, or leaves it to the routes."""


class Front:
    """A WSGI application that tries the quick answers and leaves the rest to another one.

    ``any_origin``: other sites may read these answers.
    """

    def __init__(self, inner: "WSGIApplication", *quick: Quick, any_origin: bool = True) -> None:
        self._inner = inner
        self._quick = quick
        self._any_origin = any_origin

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            for answer in self._quick:
                try:
                    found = answer(environ)
                except Exception:  # noqa: BLE001 - met again on the ordinary way, and told there
                    break
                if found is not None:
                    if self._any_origin:
                        environ[ANY_ORIGIN] = True
                    start_response(found[0], found[1])
                    return found[2]
        return self._inner(environ, start_response)
