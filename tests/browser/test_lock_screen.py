"""The lock screen: nobody touches the page there, and its line may be a poor one.

A script that a test runs in a page counts as the visitor's own tap. The lock screen's buttons are
none on the page, so they are pressed past that (``Runtime.evaluate`` without a gesture), when the
last tap no longer counts.
"""

import json
import shutil
import socket
from collections.abc import Callable

import pytest
from phone import Phone
from playwright.sync_api import BrowserContext, Route, expect
from running import Server

pytestmark = pytest.mark.browser

ACTIONS = """(() => {
  window.actions = {};
  const session = navigator.mediaSession, set = session.setActionHandler.bind(session);
  session.setActionHandler = (name, work) => { actions[name] = work; set(name, work); };
})()"""
UNTOUCHED = """new Promise((resolve) => {
  const look = () => navigator.userActivation.isActive ? setTimeout(look, 50) : resolve();
  look();
})"""
PRESSED = """(([name, details]) => {
  if (navigator.userActivation.isActive) throw new Error('the test lends a gesture');
  const sound = document.getElementById('sound'), before = sound.src;
  actions[name](details);
  return sound.src !== before && !sound.paused;
})"""


class LockScreen:
    """The buttons of a locked phone."""

    def __init__(self, phone: Phone) -> None:
        self._session = phone.context.new_cdp_session(phone.page)
        phone.page.add_init_script(ACTIONS)

    def _run(self, script: str) -> object:
        done = self._session.send(
            "Runtime.evaluate",
            {"expression": script, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, name: str, **details: object) -> object:
        """Whether another sound was begun before the action returned."""
        self._run(UNTOUCHED)
        return self._run(f"{PRESSED}({json.dumps([name, details])})")


def until_at_hand(phone: Phone, name: str) -> None:
    """Wait until the sound of a stop has been put aside."""
    narration = next(
        stop["narration"]
        for stop in phone.context.request.get(f"{phone.url}/api/v1/tour?lang=en").json()["stops"]
        if stop["id"] == name
    )
    files = [
        next(file["url"] for file in narration[part] if file["type"].startswith("audio/webm"))
        for part in ("note_audio", "audio")
        if narration[part]
    ]
    phone.until_found(
        """async (files) => {
          const here = await (await caches.open('tour-sound')).keys();
          return files.every(file => here.some(({ url }) => url.endsWith(file)));
        }""",
        files,
    )


def test_it_knows_the_stop_and_its_place(phone: Phone) -> None:
    screen = LockScreen(phone)
    phone.open("/en/stops/gate").play()
    seen = phone.page.evaluate(
        """() => [navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist,
                  navigator.mediaSession.playbackState]"""
    )
    assert seen == ["1. The gate", "The old lighthouse", "playing"]
    screen.press("seekto", seekTime=12)
    phone.until("!sound.paused && sound.currentTime > 12.1 && sound.currentTime < 14")


def test_next_speaks_at_once_though_no_server_answers(
    new_context: Callable[..., BrowserContext], own_server: Server
) -> None:
    phone = Phone(new_context(), own_server.url)
    screen = LockScreen(phone)
    phone.open("/en/stops/gate")
    phone.until("navigator.serviceWorker.controller !== null")
    phone.play()
    until_at_hand(phone, "lamp")
    gate = phone.sound()["src"]
    own_server.stop()
    with socket.create_server(("127.0.0.1", own_server.port)):  # takes calls and never answers
        assert screen.press("nexttrack"), "in the same turn"
        phone.until("!sound.paused && sound.currentTime > 0.05")
        note = phone.sound()["src"]
        assert note != gate
        expect(phone.find("#player .now")).to_have_text("2 The lamp")
        phone.until(f"!sound.paused && sound.src !== '{note}' && sound.currentTime > 0.05")
        assert screen.press("previoustrack")
        phone.until(f"!sound.paused && sound.src === '{gate}'")


def test_next_tells_before_hard_testimony(phone: Phone) -> None:
    screen = LockScreen(phone)
    phone.open("/en/stops/gate")
    phone.until("navigator.serviceWorker.controller !== null")
    phone.play()
    until_at_hand(phone, "lamp")
    screen.press("seekforward")
    phone.until("JSON.parse(localStorage['tour.lighthouse.heard.gate']).position_s > 9")
    screen.press("nexttrack")
    expect(phone.find(".note")).to_contain_text("This stop speaks of a death.")
    phone.until("!sound.paused && sound.currentTime > 0.05")
    note = phone.sound()["src"]
    assert note.removeprefix(phone.url) in phone.find("article").get_attribute("data-note-audio")
    expect(phone.find(".transcript")).to_be_hidden()
    phone.page.evaluate("() => actions.pause()")
    phone.until("sound.paused")
    phone.page.evaluate("() => actions.play()")
    phone.until("!sound.paused")
    phone.page.evaluate("() => actions.seekforward({})")
    phone.until(f"!sound.paused && sound.src !== '{note}' && sound.currentTime > 0.05")
    expect(phone.find(".transcript")).to_be_visible()
    phone.page.evaluate("() => actions.previoustrack()")
    expect(phone.find("h1")).to_contain_text("The gate")
    phone.until("!sound.paused && sound.currentTime > 0")
    assert phone.sound()["at"] > 9, "it goes on where it was left"


def test_next_waits_before_a_note_that_cannot_be_heard(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    phone = Phone(new_context(service_workers="block"), server.url)

    def without_note(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace("data-note-audio", "data-gone").replace("note_audio", "gone")
        route.fulfill(response=answer, body=text)

    phone.page.route("**/en/stops/lamp", without_note)
    phone.page.route("**/api/v1/tour?*", without_note)
    phone.page.add_init_script(ACTIONS)
    phone.open("/en/stops/gate").play()
    phone.page.evaluate("() => actions.nexttrack()")
    expect(phone.find(".note")).to_contain_text("This stop speaks of a death.")
    phone.until("sound.paused")
    phone.page.get_by_role("link", name="Go on").click()
    expect(phone.find(".transcript")).to_be_visible()
    phone.play()


def test_a_new_program_never_cuts_what_is_heard(
    new_context: Callable[..., BrowserContext], own_server: Server
) -> None:
    phone = Phone(new_context(), own_server.url)
    phone.open("/en/stops/gate").play()
    phone.page.evaluate("() => { window.witness = 'the same window' }")
    dist = own_server.place.dist
    built = json.loads((dist / "assets.json").read_text(encoding="utf-8"))
    for end in ("", ".gz"):
        shutil.copy(dist / f"{built['page.js']}{end}", dist / f"page-NEWBUILD.js{end}")
    (dist / "assets.json").write_text(
        json.dumps(built | {"page.js": "page-NEWBUILD.js"}), encoding="utf-8"
    )
    before = phone.sound()["at"]
    phone.page.get_by_role("link", name="About").click()
    expect(phone.find("h1")).to_have_text("About this tour")
    phone.until(f"!sound.paused && sound.currentTime > {before} + 0.2")
    assert phone.page.evaluate("window.witness") == "the same window"
    phone.pause()
    phone.page.get_by_role("link", name="Stops", exact=True).click()
    phone.until("document.querySelector('script[type=module]').src.endsWith('NEWBUILD.js')")
    assert phone.page.evaluate("window.witness ?? null") is None
