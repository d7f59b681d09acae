"""Documents that are made from the frozen tour once and kept until what they show changes.

Each worker process makes its own, in the request that asks first: the dearest takes some
milliseconds. What takes longer is made off the requests: ``tour.listening.editions``.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from flask import Flask, current_app, request

from tour.catalogue.model import Tour
from tour.listening.editions import Edition, Kind
from tour.web.api.answers import Representation
from tour.web.services import services

FRESH: Final = "public, max-age=300, stale-while-revalidate=86400"
"""How long caches keep what is made from the tour: an edit is seen within minutes."""

_KEPT: Final = "tour_shelf"
_MOST_KEPT: Final = 64

Key = tuple[str, ...]


class Shelf:
    """The documents used last.

    The server's address is part of a key and may come from the request: so only so many are kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Representation] = OrderedDict()

    def given(self, key: Key, make: Callable[[], Representation]) -> Representation:
        """The document under this key, made when it is not here."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = make()
                if len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
            return found


def attach_shelf(app: Flask) -> None:
    """Hang an empty shelf onto the app; ``shelf()`` finds it there."""
    app.extensions[_KEPT] = Shelf()


def shelf() -> Shelf:
    """The shelf of the app that answers this request."""
    found: Shelf = current_app.extensions[_KEPT]
    return found


def base_address() -> str:
    """The server's address as listeners reach it, without a slash at its end."""
    return services().settings.public_url or request.host_url.rstrip("/")


def state_of_sound() -> tuple[str, str]:
    """Changes with anything that is published: the clips, and the whole tour made of them."""
    here = services()
    return here.clips.stamp(), here.editions.stamp()


def current_edition(kind: Kind, tour: Tour, lang: str) -> Edition | None:
    """The edition of the tour as it is now; None while there is none."""
    here = services()
    return here.editions.current(kind, tour, lang, here.clips)
