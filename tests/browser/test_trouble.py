"""When something is missing: the sound, the signal, the server."""

import shutil
import time
from collections.abc import Callable

import pytest
from phone import UNSENT, Phone
from playwright.sync_api import BrowserContext, expect
from running import Place, Server

from tour.narration import state
from tour.narration.model import BuildState

pytestmark = pytest.mark.browser


def test_a_sound_that_is_being_made_says_when_and_comes(
    new_context: Callable[..., BrowserContext], own_server: Server, narrated: Place
) -> None:
    place = own_server.place
    (place.audio / "published.json").unlink()
    waiting = BuildState(
        running=True,
        done=0,
        total=6,
        written_at=time.time(),
        waiting={("gate", "en"): 7.0, ("gate", "ru"): 130.0},
    )
    state.write(place.audio, waiting)
    russian = Phone(new_context(), own_server.url).open("/ru/stops/gate")
    expect(russian.find("[data-pending]")).to_contain_text("примерно через 2 мин")
    phone = Phone(new_context(), own_server.url).open("/en/stops/gate")
    expect(phone.find("[data-pending]")).to_contain_text("less than a minute")
    expect(phone.find(".transcript")).to_contain_text("Twelve people built it.")
    shutil.copy(narrated.audio / "published.json", place.audio / "published.json")
    state.write(place.audio, BuildState(running=False, done=6, total=6, written_at=0, waiting={}))
    expect(phone.find("#player.full")).to_be_visible(timeout=15_000)
    expect(phone.find("[data-pending]")).to_have_count(0)
    phone.play()


def test_a_stop_without_sound_is_served_as_text(
    new_context: Callable[..., BrowserContext], own_server: Server
) -> None:
    (own_server.place.audio / "published.json").unlink()
    phone = Phone(new_context(), own_server.url).open("/kk/stops/gate")
    expect(phone.find("main .state")).to_contain_text("Мәтінді оқуға болады.")
    expect(phone.find(".transcript")).to_be_visible()
    expect(phone.find("#player")).to_be_hidden()


def test_when_the_server_is_gone_the_page_and_its_sound_stay(
    new_context: Callable[..., BrowserContext], own_server: Server
) -> None:
    phone = Phone(new_context(), own_server.url).open("/en/stops/gate")
    phone.play()
    phone.until("sound.buffered.length && sound.buffered.end(0) > sound.duration - 1")
    own_server.stop()
    before = phone.sound()["at"]
    phone.page.get_by_role("link", name="About").click()
    expect(phone.find("#toast")).to_contain_text("No signal. The page could not be opened.")
    assert phone.path == "/en/stops/gate"
    phone.until(f"!sound.paused && sound.currentTime > {before} + 0.3")
    assert phone.page.evaluate(UNSENT) or phone.stored("visit") is not None
    own_server.start()
    phone.page.get_by_role("link", name="About").click()
    expect(phone.find("h1")).to_have_text("About this tour")


def test_a_sound_that_cannot_be_loaded_says_so_and_can_be_tried_again(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_context(service_workers="block")  # whose requests a route does not see
    context.route("**/audio/*", lambda route: route.abort("internetdisconnected"))
    phone = Phone(context, server.url).open("/en/stops/gate")
    expect(phone.find("#player .trouble")).to_contain_text("No signal. The sound could not")
    expect(phone.find(".transcript")).to_be_visible()
    context.unroute("**/audio/*")
    phone.page.get_by_role("button", name="Try again").click()
    phone.until("!sound.paused && sound.currentTime > 0.1")
    expect(phone.find("#player .trouble")).to_be_hidden()


def test_a_browser_that_refuses_one_format_gets_the_other(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_context(service_workers="block")  # whose requests a route does not see
    context.route("**/audio/*.webm", lambda route: route.fulfill(status=200, body="no sound"))
    phone = Phone(context, server.url).open("/en/stops/gate")
    phone.play()
    assert phone.sound()["src"].endswith(".mp3")
