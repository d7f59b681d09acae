"""Moving about: pages, languages, reloads, windows, with the sound going on."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from phone import Phone
from playwright.sync_api import BrowserContext, expect
from running import Server

pytestmark = pytest.mark.browser

LIT = "document.querySelector('.transcript .now')?.textContent"
MIDDLE = """() => {
  const { dataset } = document.querySelector('.transcript .now') ?? {};
  return dataset && document.getElementById('sound').currentTime > Number(dataset.start) + 0.7;
}"""

LEAVING = """() => {  // until the other page has come, the text moves on with the sound
  const push = history.pushState.bind(history);
  history.pushState = (...what) => { window.where = scrollY; push(...what); };
}"""


def goes_on(phone: Phone, since: float) -> None:
    phone.until(f"!sound.paused && sound.currentTime > {since} + 0.2")


def test_the_sound_goes_on_from_page_to_page(phone: Phone) -> None:
    phone.open("/en/stops/gate").play()
    phone.page.evaluate("() => { window.witness = 'the same window' }")
    for name, path in (("Stops", "/en/stops"), ("About", "/en/about"), ("Number", "/en/keypad")):
        before = phone.sound()["at"]
        phone.page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        expect(phone.find("h1")).to_be_focused()
        assert phone.path == path
        goes_on(phone, before)
    assert phone.page.evaluate("window.witness") == "the same window"
    expect(phone.find("#player .now")).to_have_text("1 The gate")
    phone.find("#player .now").click()
    expect(phone.find("#player.full")).to_be_visible()
    goes_on(phone, 0)
    assert phone.faults == []


DRESSED = """() => {
  window.seen = [];
  new MutationObserver(() => {
    const controls = document.querySelector('.listen-controls fieldset');
    if (controls) window.seen.push(getComputedStyle(controls).display);
  }).observe(document.body, { childList: true });
}"""


def test_a_page_is_not_seen_without_its_styles(phone: Phone) -> None:
    phone.open("/en/")
    phone.page.evaluate(DRESSED)
    phone.page.get_by_role("link", name="Listen from home").click()
    expect(phone.find("h1")).to_have_text("Listen from home")
    assert phone.page.evaluate("window.seen")[0] == "grid"
    own = "document.querySelectorAll('head [data-own]').length"
    assert phone.page.evaluate(own) == 1
    phone.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Stops").click()
    expect(phone.find("h1")).to_have_text("Stops")
    assert phone.page.evaluate(own) == 0


def test_back_and_forward_keep_the_sound_and_the_place(phone: Phone) -> None:
    phone.open("/en/stops/gate").play()
    phone.page.evaluate(LEAVING)
    phone.find(".onward .next").click()
    expect(phone.find("h1")).to_contain_text("The lamp")
    where = phone.page.evaluate("window.where")
    assert where > 0
    phone.page.go_back()
    expect(phone.find("h1")).to_contain_text("The gate")
    phone.until(f"Math.abs(scrollY - {where}) < 5")
    goes_on(phone, 0)


def test_another_stop_is_played_in_place_of_the_first(phone: Phone) -> None:
    phone.open("/ru/stops/lamp").find("[data-go-on]").click()
    phone.play()
    phone.find(".onward .previous").click()
    listen = phone.page.get_by_role("button", name="Слушать")
    first = phone.sound()["src"]
    listen.click()
    phone.until("!sound.paused && sound.currentTime > 0.1")
    assert phone.sound()["src"] != first
    expect(phone.find("[data-listen]")).to_be_hidden()
    expect(phone.find("#player.full")).to_be_visible()


def test_another_language_keeps_the_page_and_the_sentence(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    phone.find(".transcript [data-start]").filter(has_text="Some of them wrote").click()
    phone.until(f"!sound.paused && {LIT}?.startsWith('Some of them') && sound.currentTime > 0")
    phone.page.wait_for_function(MIDDLE)
    phone.page.get_by_role("link", name="Русский").click()
    expect(phone.find("html")).to_have_attribute("lang", "ru")
    assert phone.path == "/ru/stops/gate"
    phone.until(f"!sound.paused && {LIT} === 'Некоторые писали о нём письма.'")
    expect(phone.play_button).to_have_accessible_name("Приостановить")
    assert phone.page.title().startswith("1. Ворота")
    alternates = phone.page.evaluate(
        "[...document.querySelectorAll('link[hreflang]')].map(link => link.hreflang)"
    )
    assert alternates == ["kk", "ru", "en", "x-default"]
    phone.page.get_by_role("link", name="English").click()
    phone.until(f"!sound.paused && {LIT}?.startsWith('Some of them')")
    assert phone.faults == []


def test_another_language_while_paused_waits_at_the_same_sentence(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    sentence = phone.find(".transcript [data-start]").filter(has_text="In winter")
    sentence.click()
    phone.page.wait_for_function(MIDDLE)
    phone.pause()
    phone.page.get_by_role("link", name="Русский").click()
    same = phone.find(".transcript [data-start]").filter(has_text="Зимой")
    expect(same).to_have_class("now")
    phone.until("sound.readyState >= 1 && sound.currentTime > 0")
    assert phone.sound()["paused"]
    assert phone.sound()["at"] == pytest.approx(
        float(same.get_attribute("data-start") or 0), abs=0.05
    )
    phone.play()
    expect(same).to_have_class("now")


def test_another_language_chosen_elsewhere_is_the_voices_too(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    phone.find(".transcript [data-start]").filter(has_text="Their crews").click()
    phone.page.wait_for_function(MIDDLE)
    phone.page.get_by_role("link", name="Stops", exact=True).click()
    before = phone.sound()["src"]
    phone.page.get_by_role("link", name="Русский").click()
    expect(phone.find("#player .now")).to_have_text("1 Ворота")
    expect(phone.find("#player .line")).to_have_text("Моряки искали свет.")
    phone.until("!sound.paused && sound.currentTime > 0")
    assert phone.sound()["src"] != before
    assert phone.path == "/ru/stops"
    phone.find("#player .now").click()
    expect(phone.find("h1")).to_contain_text("Ворота")
    phone.until("!sound.paused")


def test_a_reload_goes_on_where_it_was(phone: Phone) -> None:
    phone.open("/en/stops/gate").play()
    phone.page.get_by_role("slider").fill("15")
    phone.until("sound.currentTime > 15.3")
    phone.pause()
    before = phone.sound()["at"]
    phone.page.reload()
    phone.until("sound.readyState >= 1")
    assert phone.sound()["paused"]
    assert phone.sound()["at"] == pytest.approx(before, abs=0.5)
    phone.play()
    assert phone.sound()["at"] > 14
    phone.open("/en/")
    link = phone.page.get_by_role("link", name="Continue: 1. The gate")
    link.click()
    expect(phone.find("h1")).to_contain_text("The gate")


def test_the_list_says_what_was_heard(phone: Phone) -> None:
    phone.open("/en/stops")
    assert phone.find("[data-heard]").all_inner_texts() == ["Not heard yet", "Not heard yet"]
    phone.open("/en/stops/gate").play()
    phone.pause()
    phone.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Stops").click()
    expect(phone.find("[data-heard=gate]")).to_have_text("Heard to 0:00")


def test_progress_arrives_in_the_database(phone: Phone, server: Server) -> None:
    phone.open("/kk/stops/gate")
    assert phone.stored("visit") is None, "no visit before the first play"
    phone.play()
    phone.page.get_by_role("slider").fill(str(int(phone.sound()["length"]) - 1))
    expect(phone.find("#player")).to_have_attribute("data-status", "ended")
    phone.until_unsent("=== 0")
    visit = phone.stored("visit")
    with closing(sqlite3.connect(server.place.instance / "tour.db")) as database:
        kept = database.execute(
            "SELECT type FROM visit_events WHERE stop = 'gate' AND visit_id ="
            " (SELECT id FROM visits WHERE public_id = ?) ORDER BY at_ms",
            (visit["id"],),
        ).fetchall()
    assert kept[0] == ("started",)
    assert kept[-1] == ("finished",)
    answer = phone.context.request.get(
        f"{server.url}/api/v1/visits/{visit['id']}/progress",
        headers={"Authorization": f"Bearer {visit['secret']}"},
    )
    progress = json.loads(answer.text())
    assert progress["lang"] == "kk"
    assert progress["stops"]["gate"]["started"]
    assert progress["stops"]["gate"]["finished"]
    assert phone.faults == []


def test_forget_me_forgets(phone: Phone, server: Server) -> None:
    phone.open("/en/stops/gate").play()
    phone.pause()
    phone.until_unsent("=== 0")
    visit = phone.stored("visit")
    phone.page.get_by_role("link", name="About").click()
    phone.page.get_by_role("button", name="Forget me").click()
    expect(phone.find("[data-forget-state]")).to_contain_text("Nothing about your walk is kept")
    left = phone.page.evaluate("Object.keys(localStorage)")
    assert not [key for key in left if "heard" in key or "visit" in key or "event" in key]
    phone.until_unsent("=== 0")
    answer = phone.context.request.get(
        f"{server.url}/api/v1/visits/{visit['id']}/progress",
        headers={"Authorization": f"Bearer {visit['secret']}"},
    )
    assert answer.status == 404


def test_only_one_window_speaks(new_context: Callable[..., BrowserContext], server: Server) -> None:
    context = new_context()
    first, second = Phone(context, server.url), Phone(context, server.url)
    first.open("/en/stops/gate").play()
    second.open("/en/stops/gate").play()
    first.until("sound.paused")
    expect(first.find("#toast")).to_contain_text("The sound goes on in another window.")
    assert not second.sound()["paused"]
    first.play()
    second.until("sound.paused")


def test_the_keypad_opens_a_stop(phone: Phone) -> None:
    phone.open("/en/keypad")
    for key in ("7", "2"):
        phone.page.get_by_role("button", name=key, exact=True).click()
    phone.page.get_by_role("button", name="Open").click()
    expect(phone.page.get_by_role("alert")).to_contain_text("There is no stop with the number 72.")
    expect(phone.find("#code")).to_have_value("72")
    for _ in range(2):
        phone.page.get_by_role("button", name="Delete").click()
    phone.page.get_by_role("button", name="1", exact=True).click()
    phone.page.get_by_role("button", name="Open").click()
    expect(phone.find("h1")).to_contain_text("The gate")
    assert phone.path == "/en/stops/gate"
    phone.open("/en/keypad").find("#code").press_sequentially("2")
    phone.page.keyboard.press("Enter")
    expect(phone.find("h1")).to_contain_text("The lamp")


def test_without_javascript_everything_is_there(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    phone = Phone(new_context(java_script_enabled=False), server.url).open("/en/")
    phone.page.get_by_role("link", name="Start").click()
    audio = phone.find("main audio")
    expect(audio).to_be_visible()
    assert audio.locator("source").count() == 2
    assert audio.locator("track[kind=captions][srclang=en]").count() == 1
    expect(phone.find(".transcript")).to_contain_text("The letters are kept in a wooden box.")
    expect(phone.find("#player")).to_be_hidden()
    phone.find(".onward .next").click()
    expect(phone.find(".transcript")).to_be_hidden()
    phone.page.get_by_role("link", name="Go on").click()
    expect(phone.find(".transcript")).to_be_visible()
    phone.page.get_by_role("link", name="Қазақша").click()
    assert phone.path == "/kk/stops/lamp"
    phone.open("/en/keypad").find("#code").fill("2")
    phone.page.get_by_role("button", name="Open").click()
    assert phone.path == "/en/stops/lamp"
    phone.open("/en/map")
    expect(phone.find(".plan svg")).to_be_visible()
    expect(phone.find("ol.ways li")).to_have_count(2)
