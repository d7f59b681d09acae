"""A visitor's phone that can be switched off and on again, with what it keeps."""

from collections.abc import Callable

from phone import Phone
from playwright.sync_api import BrowserContext
from running import Server


class Owner:
    """``start`` opens a browser on a profile that stays."""

    def __init__(self, start: Callable[[], BrowserContext], server: Server) -> None:
        self._start = start
        self._server = server
        self._context: BrowserContext | None = None

    def switch_on(self) -> Phone:
        self.switch_off()
        self._context = self._start()
        return Phone(self._context, self._server.url)

    def switch_off(self) -> None:
        if self._context is not None:
            self._context.close()
        self._context = None
