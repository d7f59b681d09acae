"""A visitor's phone that can be switched off and on again, with what it keeps."""

from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from phone import Phone
from playwright.sync_api import BrowserContext, Error, expect
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

    def switch_on(self, start: Callable[[], BrowserContext] | None = None) -> P:
        """``start``: this once in another way."""
        self.switch_off()
        self._context = (start or self._start)()
        return self._kind(self._context, self._server.url)

    def switch_off(self) -> None:
        if self._context is not None:
            self._context.close()
        self._context = None


def crash(phone: Phone) -> None:
    """End Chromium's page without a chance to say goodbye."""
    with suppress(Error):
        phone.page.goto("chrome://crash", timeout=3000)


def hear_every_stop(phone: Phone) -> list[str]:
    """Go through the list, let each stop speak for a moment, and say what was heard."""
    heard = []
    phone.open("/en/stops")
    names = phone.find("main [data-heard]").count()
    for place in range(names):
        phone.page.get_by_role("link", name="Stops", exact=True).click()
        phone.find("main li a[href*='/stops/']").nth(place).click()
        expect(phone.find("article[data-stop]")).to_be_visible()
        go_on = phone.find("article [data-go-on]")
        if go_on.is_visible():
            go_on.click()
        listen = phone.find("[data-listen] button")
        if listen.is_visible():
            listen.click()
        elif phone.sound()["paused"]:
            phone.play_button.click()
        stop = phone.find("article").get_attribute("data-stop")
        code = phone.find("article").get_attribute("data-code")
        expect(phone.find("#player .now b")).to_have_text(str(code))
        phone.until("!sound.paused && sound.currentTime > 0.05")
        heard.append(f"{stop} {phone.sound()['src'].removeprefix(phone.url)}")
    return heard
