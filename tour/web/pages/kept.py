"""Pages that are the same for everybody: rendered once for each state of the tour, then a look-up.

A phone asks for a page anew each time and is answered 304; a cache in between may hold it for a
minute, and a CDN may give it a little longer while it asks for the newest (RFC 9213: that part is
for CDNs alone, for a phone that waits for a sound must not be given what it has already).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec

from flask import Flask, Response, current_app, request

from tour.narration.state import STATE
from tour.web.api.answers import Representation, prepared
from tour.web.front import Answer, Quick
from tour.web.pages.render import Page
from tour.web.services import services
from tour.web.shelf import Key, Shelf, address_of, tour_state
from tour.wiring import Services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FOR_CACHES: Final = "public, max-age=0, s-maxage=60"
FOR_CDNS: Final = "max-age=60, stale-while-revalidate=600"

_SHELF: Final = "tour_pages"
_MOST_KEPT: Final = 256
_OWN: Final = ("Content-Language", "Content-Security-Policy", "X-Robots-Tag", "Permissions-Policy")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was made of one state of the tour."""

    state: Key
    document: Representation


def attach_pages(app: Flask) -> None:
    """Hang an empty shelf for pages onto the app."""
    app.extensions[_SHELF] = Shelf[KeptPage](most=_MOST_KEPT)


def kept(view: Callable[P, Response]) -> Callable[P, Response]:
    """Declare that a page depends on its path, the host and the tour alone: on no query or cookie.

    While narration is being made the page is not kept: each look may show something new.
    """

    @wraps(view)
    def given(*args: P.args, **kwargs: P.kwargs) -> Response:
        # The state is taken first: what changes meanwhile is seen at the next request.
        here = services()
        state, making = _state(here), _is_making(here)
        response = view(*args, **kwargs)
        if making or not isinstance(response, Page) or response.status_code not in {200, 304}:
            return response
        more = [(name, response.headers[name]) for name in _OWN if name in response.headers]
        more.append(("CDN-Cache-Control", FOR_CDNS))
        document = Representation.of_bytes(
            response.html, "text/html; charset=utf-8", FOR_CACHES, tuple(more)
        )
        shelf: Shelf[KeptPage] = current_app.extensions[_SHELF]
        shelf.put(address_of(request.environ, query=False), KeptPage(state, document))
        status, headers, body = _answer(request.environ, document)
        return Response(body, status, headers)

    return given


def quick_pages(app: Flask, here: Services) -> Quick:
    """The pages that were rendered before, to be given in front of Flask."""
    shelf: Shelf[KeptPage] = app.extensions[_SHELF]

    def quick(environ: "WSGIEnvironment") -> Answer | None:
        found = shelf.get(address_of(environ, query=False))
        if found is None or found.state != _state(here):
            return None
        return _answer(environ, found.document)

    return quick


def _answer(environ: "WSGIEnvironment", document: Representation) -> Answer:
    status, headers, body = prepared(environ, document, varies=False)
    if status.startswith("304"):
        headers += document.more  # a browser takes them over into the page that it has
    return status, headers, body


def _state(here: Services) -> Key:
    """Changes with the tour, its sounds, whether they are being made, and the built program."""
    looked_at = (here.clips.audio_dir / STATE, here.settings.dist_dir / "assets.json")
    return *tour_state(here), *(_changed(path) for path in looked_at)


def _changed(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"


def _is_making(here: Services) -> bool:
    build = here.clips.build_state()
    return build is not None and build.running
