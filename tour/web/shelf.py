"""Documents that are made from the frozen tour once and kept until what they show changes.

Each worker process makes its own, in the request that asks first: the dearest takes some
milliseconds. What takes longer is made off the requests: ``tour.listening.editions``.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from flask import Flask, Response, current_app, request

from tour.catalogue.model import Tour
from tour.listening.editions import Edition, Kind
from tour.web.address import base_address
from tour.web.api.answers import Representation, prepared, send
from tour.web.front import Answer, Quick
from tour.web.services import services
from tour.wiring import Services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FRESH: Final = "public, max-age=300, stale-while-revalidate=86400"
"""How long caches keep what is made from the tour: an edit is seen within minutes."""

_KEPT: Final = "tour_shelf"
_MOST_KEPT: Final = 64

Key = tuple[str, ...]
V = TypeVar("V")


class Shelf(Generic[V]):
    """What was used last: so much and no more. Safe to share between threads.

    Keys hold the server's address, which may come from the request, so they are without number.
    """

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, V] = OrderedDict()

    def given(self, key: Key, make: Callable[[], V]) -> V:
        """What lies under this key, made when it is not here."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = make()
                self._put(key, found)
            else:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, value: V) -> None:
        """Lay something under this key."""
        with self._lock:
            self._put(key, value)

    def get(self, key: Key) -> V | None:
        """What lies under this key."""
        return self._kept.get(key)

    def _put(self, key: Key, value: V) -> None:
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


class _Shelves:
    """Documents by what they are; and, of those whose address says it all, by their address."""

    def __init__(self) -> None:
        self.documents: Shelf[Representation] = Shelf()
        self.by_address: Shelf[tuple[Key, Representation]] = Shelf()


def attach_shelf(app: Flask) -> None:
    """Hang empty shelves onto the app."""
    app.extensions[_KEPT] = _Shelves()


def send_kept(
    name: str, lang: str, make: Callable[[], Representation], *, varies: bool = False
) -> Response:
    """The document of this name and language, made when the tour or its sound has changed.

    ``varies``: Accept-Language chose the language.
    """
    shelves: _Shelves = current_app.extensions[_KEPT]
    state = tour_state(services())
    document = shelves.documents.given((name, lang, base_address(), *state), make)
    if not varies:
        shelves.by_address.put(address_of(request.environ), (state, document))
    return send(document, varies=varies)


def quick_documents(app: Flask, here: Services) -> Quick:
    """The answers with documents that were given before, to be given in front of Flask."""
    shelves: _Shelves = app.extensions[_KEPT]

    def quick(environ: "WSGIEnvironment") -> Answer | None:
        found = shelves.by_address.get(address_of(environ))
        if found is None or found[0] != tour_state(here):
            return None
        return prepared(environ, found[1], varies=False)

    return quick


def current_edition(kind: Kind, tour: Tour, lang: str) -> Edition | None:
    """The edition of the tour as it is now; None while there is none."""
    here = services()
    return here.editions.current(kind, tour, lang, here.clips)


def tour_state(here: Services) -> Key:
    """Changes with the tour, its clips, and the whole tour made of them."""
    return here.catalogue.current().version, here.clips.stamp(), here.editions.stamp()


def address_of(environ: "WSGIEnvironment", *, query: bool = True) -> Key:
    """The address that was asked for, with its host; with its query, where that counts."""
    names = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME")
    queries = ("QUERY_STRING",) if query else ()
    own = (str(environ.get(name, "")) for name in (*names, "PATH_INFO", *queries))
    return tuple(own)
