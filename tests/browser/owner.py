"""A visitor's phone that can be switched off and on again, with what it keeps."""

from collections.abc import Callable
from typing import Generic, TypeVar

from phone import Phone
from playwright.sync_api import BrowserContext
from running import Server

P = TypeVar("P", bound=Phone)


class Owner(Generic[P]):
    """``start`` opens a browser on a profile that stays; ``kind`` is what its page can do."""

    def __init__(
        self, start: Callable[[], BrowserContext], server: Server, kind: type[P] = Phone
    ) -> None:
        self._start = start
        self._server = server
        self._kind = kind
        self._context: BrowserContext | None = None

    def switch_on(self) -> P:
        self.switch_off()
        self._context = self._start()
        return self._kind(self._context, self._server.url)

    def switch_off(self) -> None:
        if self._context is not None:
            self._context.close()
        self._context = None
