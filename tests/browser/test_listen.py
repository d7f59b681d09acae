"""The walk from home, a link to a sentence, a player on another site."""

from collections.abc import Callable

import pytest
from phone import Phone
from playwright.sync_api import BrowserContext, Frame, FrameLocator, expect
from running import Server

PLAYS = "(sound => !sound.paused && sound.currentTime > 0)(document.getElementById('sound'))"
EMBEDDED = """
- heading "The old lighthouse" [level=1]
- paragraph: A fictional tour
- paragraph:
  - button "Begin"
- group:
  - text: Stops
  - list:
    - listitem:
      - link "1 The gate 1 min"
    - listitem:
      - link "2 The lamp 1 min"
"""
AT_HOME = """
- paragraph:
  - button "Begin"
- group "Passages with a note before them":
  - radio "Stop and ask me first" [checked]
  - radio "Play them without asking"
  - radio "Leave them out"
- combobox "Pause after":
  - option "never" [selected]
- paragraph:
  - button "Make a link to go on from here"
- img /Plan of the stops in walking order/
- navigation "Stops":
  - heading "Stops" [level=2]
  - list:
    - listitem:
      - link "1 The gate 1 min"
    - listitem:
      - link "2 The lamp 1 min"
"""
ASKED = """
- paragraph: This stop speaks of a death.
- paragraph:
  - button "Go on"
  - button "Leave it out"
"""

pytestmark = pytest.mark.browser

LINED = "getComputedStyle(document.querySelector('.now')).textDecorationLine"
"""What marks the spoken sentence for who cannot tell its ground from the page's."""

NEARLY_OVER = """() => {
  const sound = document.getElementById('sound');
  sound.currentTime = sound.duration - 0.4;
}"""


def test_one_stop_follows_another_and_a_note_is_read_first(phone: Phone) -> None:
    phone.open("/en/listen").page.get_by_role("button", name="Begin").click()
    phone.until("!sound.paused && sound.currentTime > 0.05")
    first = phone.sound()["src"]
    expect(phone.find("[data-whereabouts]")).to_have_text("On the plan: 1. The gate")
    expect(phone.find("[data-dot=gate]")).to_have_class("dot here")
    phone.until("document.querySelector('#gate .now') !== null")
    assert phone.page.evaluate(LINED) == "underline"
    phone.page.evaluate(NEARLY_OVER)
    expect(phone.find("#lamp [data-note-ask]")).to_be_visible()
    phone.until("sound.paused")
    phone.find("#lamp [data-go-on]").click()
    phone.until("!sound.paused && sound.currentTime > 0.05")
    assert phone.sound()["src"] != first
    expect(phone.find("[data-chapter=lamp]")).to_have_attribute("aria-current", "true")
    assert phone.faults == []


def test_a_note_is_heard_and_its_stop_follows_when_the_listener_asks_for_no_stop(
    phone: Phone,
) -> None:
    phone.open("/ru/listen").find("[value=play]").check()
    phone.find("[data-begin]").click()
    phone.until("!sound.paused && sound.currentTime > 0.05")
    first = phone.sound()["src"]
    phone.page.evaluate(NEARLY_OVER)
    phone.until(f"!sound.paused && sound.src !== '{first}' && sound.currentTime > 0.05")
    note = phone.sound()["src"]
    assert note.removeprefix(phone.url) in phone.find("#lamp").get_attribute("data-note-audio")
    expect(phone.find("[data-chapter=lamp]")).to_have_attribute("aria-current", "true")
    phone.until(f"!sound.paused && sound.src !== '{note}' && sound.currentTime > 0.05", 15_000)
    assert phone.sound()["src"].removeprefix(phone.url) == phone.page.evaluate(
        "fetch('/api/v1/stops/lamp?lang=ru').then((answer) => answer.json())"
        ".then(({ narration }) => narration.audio[0].url)"
    )
    phone.page.evaluate(NEARLY_OVER)
    phone.until("sound.ended")
    assert phone.faults == []


def test_a_link_never_leads_past_a_note(phone: Phone) -> None:
    phone.open("/en/listen#lamp-s2")
    expect(phone.find("#lamp [data-note]")).to_be_in_viewport()
    expect(phone.find("#player")).to_be_hidden()
    phone.find("[data-begin]").click()
    expect(phone.find("#lamp [data-go-on]")).to_be_focused()
    assert phone.page.evaluate("document.getElementById('sound').paused")
    phone.page.keyboard.press("Enter")
    phone.until("!sound.paused && sound.currentTime > 0.05")
    expect(phone.find("#lamp-s2")).to_have_class("now")
    expect(phone.find("#lamp-s2")).to_be_in_viewport()
    assert phone.faults == []


def test_the_sleep_timer_ends_with_the_stop(phone: Phone) -> None:
    phone.open("/en/listen").find("[value=play]").check()
    phone.find("[data-sleep]").select_option("stop")
    phone.find("[data-begin]").click()
    phone.until("!sound.paused && sound.currentTime > 0.05")
    first = phone.sound()["src"]
    phone.find(".pages [href='/en/stops']").click()
    expect(phone.find("h1")).to_have_text("Stops")
    phone.page.evaluate(NEARLY_OVER)
    expect(phone.find("#toast")).to_have_text("Paused, as you asked.")
    assert phone.sound()["src"] == first
    phone.page.go_back()
    expect(phone.find("[data-sleep]")).to_have_value("")


def test_a_link_goes_on_at_the_sentence_on_another_device(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    here = Phone(context, server.url).open("/en/listen#gate-s4")
    expect(here.find("#gate-s4")).to_be_in_viewport()
    here.play()
    here.until("document.querySelector('#gate-s4.now') !== null")
    here.page.get_by_role("button", name="Make a link").click()
    expect(here.find("#toast")).to_contain_text("copied")
    link = here.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server.url}/en/listen#gate-s")
    other = Phone(new_context(), server.url)
    other.page.goto(link.replace("/en/", "/ru/"))
    start = other.find(f"#{link.partition('#')[2]}").get_attribute("data-start")
    other.play()
    assert abs(other.sound()["at"] - float(start or -9)) < 2


def test_the_language_changes_at_the_same_sentence(phone: Phone) -> None:
    phone.open("/en/listen#gate-s5").play()
    phone.until("document.querySelector('#gate-s5.now') !== null")
    phone.find(".languages [lang=ru]").click()
    phone.until("document.documentElement.lang === 'ru'")
    phone.until("document.querySelector('#gate-s5.now') !== null && !sound.paused")
    assert phone.faults == []


def test_a_link_to_a_sentence_opens_there(phone: Phone) -> None:
    phone.open("/ru/stops/gate#s5")
    expect(phone.find("#s5")).to_be_in_viewport()
    start = float(phone.find("#s5").get_attribute("data-start") or -9)
    phone.play()
    assert start <= phone.sound()["at"] < start + 2
    assert phone.page.evaluate(LINED) == "underline"


@pytest.fixture
def framed(
    new_context: Callable[..., BrowserContext], server: Server
) -> Callable[[str], tuple[FrameLocator, Frame]]:
    """Opens an address in a frame of another site's page, as wide and high as it is offered."""
    page = new_context(bypass_csp=True).new_page()
    page.goto(server.url.replace("127.0.0.1", "localhost") + "/en/about")  # another origin

    def open_in_frame(path: str) -> tuple[FrameLocator, Frame]:
        page.evaluate(
            """address => {
                 const frame = document.createElement("iframe");
                 frame.src = address;
                 Object.assign(frame, { width: 480, height: 560 });
                 document.body.replaceChildren(frame);
               }""",
            f"{server.url}{path}",
        )
        inside = page.frame_locator("iframe")
        inside.locator("main").wait_for()
        return inside, page.frames[1]

    return open_in_frame


Framed = Callable[[str], tuple[FrameLocator, Frame]]


def test_another_site_plays_a_stop_in_its_frame(framed: Framed) -> None:
    frame, inside = framed("/en/embed/stops/gate")
    frame.get_by_role("button", name="Listen").click()
    expect(frame.locator(".transcript .now")).to_have_count(1)
    assert inside.evaluate(LINED) == "underline"


def test_another_site_plays_the_whole_tour_by_keyboard_alone(framed: Framed) -> None:
    frame, inside = framed("/en/embed")
    press = inside.page.keyboard.press
    expect(frame.locator("main")).to_match_aria_snapshot(EMBEDDED)
    reach(inside, "[data-begin]")
    press("Enter")
    inside.wait_for_function(PLAYS)
    expect(frame.locator("#gate .now")).to_have_count(1)
    expect(frame.locator("#lamp")).to_be_hidden()
    inside.evaluate(NEARLY_OVER)
    expect(frame.locator("#lamp [data-go-on]")).to_be_focused()
    expect(frame.locator("#gate")).to_be_hidden()
    assert not inside.evaluate(PLAYS)
    press("Enter")
    inside.wait_for_function(PLAYS)
    expect(frame.locator("#lamp .now")).to_have_count(1)
    reach(inside, "summary", backwards=True)
    press("Enter")
    reach(inside, "[data-chapter=gate]")
    press("Enter")
    expect(frame.locator("#gate h2")).to_be_focused()
    expect(frame.locator("#gate .now")).to_have_count(1)


def test_the_walk_from_home_by_keyboard_alone(phone: Phone) -> None:
    phone.context.grant_permissions(["clipboard-write"])
    press = phone.open("/en/listen").page.keyboard.press
    expect(phone.find(".listen-side")).to_match_aria_snapshot(AT_HOME)
    frame = phone.page.main_frame
    reach(frame, "[data-begin]")
    press("Enter")
    phone.until("!sound.paused && sound.currentTime > 0.05")
    reach(frame, "[data-sleep]")
    press("ArrowDown")
    expect(phone.find("[data-sleep]")).to_have_value("stop")
    reach(frame, "[data-resume]")
    press("Enter")
    expect(phone.find("#toast")).to_have_text("The link is copied.")
    reach(frame, "[data-chapter=lamp]")
    press("Enter")
    expect(phone.find("#lamp [data-go-on]")).to_be_focused()
    expect(phone.find("#lamp [data-note]")).to_match_aria_snapshot(ASKED)
    expect(phone.find("#toast")).to_contain_text("read the note, then choose")
    phone.until("sound.paused")
    press("Tab")
    press("Shift+Tab")
    press("Enter")
    phone.until("!sound.paused && sound.currentTime > 0.05")
    expect(phone.find("#lamp .now")).to_have_count(1)
    reach(frame, "#lamp .now", backwards=True)
    press("ArrowDown")
    press("Enter")
    expect(phone.find("#lamp-s2")).to_have_class("now")
    assert phone.faults == []


def reach(frame: Frame, selector: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on an element; a hundred steps at most."""
    for _ in range(100):
        if frame.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        frame.page.keyboard.press("Shift+Tab" if backwards else "Tab")
    pytest.fail(f"the Tab key does not come to {selector}")


def test_it_is_whole_without_javascript(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    phone = Phone(new_context(java_script_enabled=False), server.url).open("/en/listen")
    expect(phone.find("audio")).to_have_count(2)
    expect(phone.find("[data-controls]")).to_be_hidden()
    expect(phone.find("#lamp [data-note]")).to_contain_text("death")
