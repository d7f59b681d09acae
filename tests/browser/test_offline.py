"""The saved tour: after the server is killed and the phone restarted everything works."""

import json
import re
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from owner import Owner, crash, hear_every_stop
from phone import ARGS, PHONE, Phone
from playwright.sync_api import BrowserContext, Playwright, expect
from running import Server

pytestmark = pytest.mark.browser

KEPT = """async name => (await (await caches.open(name)).keys())
  .map(({ url }) => new URL(url).pathname)"""
PROMISE = """
  window.promises = 0;
  StorageManager.prototype.persist = async () => { window.promises += 1; return true; };
  StorageManager.prototype.persisted = async () => window.promises > 0;
"""
TAKES_OVER = """() => {
  navigator.serviceWorker.addEventListener('controllerchange', () => { window.taken = true; });
  navigator.serviceWorker.getRegistration().then(each => each.update());
}"""
RANGE = """async ([url, range]) => {
  const answer = await fetch(url, { headers: { Range: range } });
  const { byteLength } = await answer.arrayBuffer();
  return [answer.status, answer.headers.get('Content-Range'), byteLength];
}"""


Start = Callable[..., BrowserContext]


@pytest.fixture
def start(playwright: Playwright, tmp_path: Path) -> Start:
    """Chromium on a profile that stays."""

    def launch(**options: object) -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path="/usr/bin/chromium",
            args=ARGS,
            viewport=PHONE,
            locale="en-GB",
            **options,
        )

    return launch


@pytest.fixture
def owner(start: Start, own_server: Server) -> Iterator[Owner[Phone]]:
    phone = Owner(start, own_server)
    yield phone
    phone.switch_off()


def save(phone: Phone, lang: str = "en") -> None:
    phone.open(f"/{lang}/save").find("[data-save-start]").click()
    phone.until("document.querySelector('[data-save-progress]').hidden", timeout=20_000)


def kept(phone: Phone, shelf: str) -> set[str]:
    return set(phone.page.evaluate(KEPT, shelf))


def until_kept(
    phone: Phone, holds: Callable[[set[str]], object], shelf: str = "tour-sound"
) -> None:
    for _ in range(100):
        now = kept(phone, shelf)
        if holds(now):
            return
        phone.page.wait_for_timeout(100)
    raise AssertionError(now)


def test_a_saved_tour_needs_no_server(owner: Owner[Phone], own_server: Server) -> None:
    phone = owner.switch_on()
    phone.page.add_init_script(PROMISE)
    save(phone)
    expect(phone.find("[data-save-state]")).to_contain_text(
        re.compile(r"Saved: \d\.\d MB. English")
    )
    expect(phone.find("[data-save-note]")).to_have_text("The browser promises to keep it.")
    assert phone.page.evaluate("window.promises") == 1
    assert phone.faults == []
    sounds = kept(phone, "tour-sound")
    assert {Path(each).suffix for each in sounds} == {".webm", ".vtt"}
    assert not [each for each in kept(phone, "tour-pages") if each.startswith("/ru/")]
    own_server.stop()

    phone = owner.switch_on()
    phone.open("/en/stops/gate").play()
    phone.page.get_by_role("slider").fill("14")
    phone.until("!sound.paused && sound.currentTime > 14.2")
    source = phone.sound()["src"]
    assert source.removeprefix(phone.url) in sounds
    for wanted, status, length in (
        ("bytes=10-19", 206, 10),
        ("bytes=-7", 206, 7),
        ("bytes=99999999-", 416, 0),
    ):
        found = phone.page.evaluate(RANGE, [source, wanted])
        assert (found[0], found[2]) == (status, length), found
    before = phone.sound()["at"]
    for name, path in (("Stops", "/en/stops"), ("About", "/en/about"), ("Plan", "/en/map")):
        phone.page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        expect(phone.find("h1")).to_be_focused()
        assert phone.path == path
    expect(phone.find(".stop-dot").first).to_be_visible()
    phone.until(f"!sound.paused && sound.currentTime > {before}")
    heard = hear_every_stop(phone)
    assert [each.split()[0] for each in heard] == ["gate", "lamp"]
    assert {each.split()[1] for each in heard} < sounds


def test_another_saved_language_goes_on_at_the_same_sentence(
    owner: Owner[Phone], own_server: Server
) -> None:
    phone = owner.switch_on()
    save(phone, "en")
    save(phone, "ru")
    own_server.stop()
    phone = owner.switch_on().open("/en/stops/gate")
    lit = "document.querySelector('.transcript .now')?.textContent"
    phone.find(".transcript [data-start]").filter(has_text="He counted them").click()
    phone.until(f"!sound.paused && {lit} === 'He counted them aloud.' && sound.currentTime > 0")
    phone.page.get_by_role("link", name="Русский").click()
    phone.until(f"!sound.paused && sound.currentTime > 0 && {lit} === 'Он считал их вслух.'")
    phone.pause()
    phone.page.get_by_role("link", name="English").click()
    phone.until(f"sound.paused && sound.readyState >= 1 && {lit} === 'He counted them aloud.'")


def test_numbers_and_signs_open_stops_without_signal(
    owner: Owner[Phone], own_server: Server
) -> None:
    phone = owner.switch_on()
    save(phone)
    own_server.stop()
    phone = owner.switch_on()
    for address in ("/c/2", "/en/keypad?code=2", "/en/keypad?code=%2002"):
        phone.open(address)
        assert phone.path == "/en/stops/lamp"
    phone.open("/c/99")
    assert phone.path == "/en/stops"
    phone.open("/")
    assert phone.path == "/en/"
    phone.open("/en/keypad").find("#code").press_sequentially("1")
    phone.page.keyboard.press("Enter")
    expect(phone.find("h1")).to_contain_text("The gate")
    assert phone.path == "/en/stops/gate"
    phone.open("/en/keypad").find("#code").press_sequentially("72")
    phone.page.keyboard.press("Enter")
    expect(phone.page.get_by_role("alert")).to_contain_text("There is no stop with the number 72.")
    expect(phone.find("#code")).to_have_value("72")


def test_a_signal_that_hangs_is_not_waited_for(owner: Owner[Phone], own_server: Server) -> None:
    phone = owner.switch_on()
    save(phone)
    own_server.stop()
    with socket.create_server(("127.0.0.1", own_server.port)):  # takes calls and never answers
        phone = owner.switch_on()
        began = time.monotonic()
        phone.open("/en/stops/gate").play()
        assert time.monotonic() - began < 6
        phone.open("/c/2")
        assert phone.path == "/en/stops/lamp"


def test_a_page_that_is_not_saved_says_what_works(owner: Owner[Phone], own_server: Server) -> None:
    phone = owner.switch_on().open("/ru/stops")
    until_kept(phone, lambda now: {"/ru/stops", "/ru/offline"} <= now, "tour-pages")
    own_server.stop()
    phone = owner.switch_on().open("/ru/stops")
    expect(phone.find("h1")).to_have_text("Остановки")
    phone.open("/ru/stops/gate")
    expect(phone.find("h1")).to_have_text("Нет сигнала")
    expect(phone.page.get_by_role("link", name="Все остановки")).to_be_visible()
    expect(phone.find("main [data-kept]:not([hidden])")).to_have_count(1)


FILL = """() => {
  for (let size = 1 << 20; size > 0; size >>= 1)
    try { for (let n = 0; ; n += 1) localStorage.setItem(`${size}.${n}`, 'x'.repeat(size)); }
    catch { /* full for this size */ }
}"""


def test_progress_without_signal_outlives_a_killed_browser_and_is_sent_once(
    owner: Owner[Phone], own_server: Server
) -> None:
    phone = owner.switch_on()
    save(phone)
    own_server.stop()
    phone.page.evaluate(FILL)
    phone.open("/en/stops/gate").play()
    phone.pause()
    phone.until_unsent(">= 2")
    assert not phone.page.evaluate("Object.keys(localStorage).some(key => key.includes('.event.'))")
    crash(phone)
    own_server.start()
    phone = owner.switch_on().open("/en/stops")
    phone.until_unsent(">= 2")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.until_unsent("=== 0")
    with closing(sqlite3.connect(own_server.place.instance / "tour.db")) as database:
        types = database.execute("SELECT type FROM visit_events WHERE stop = 'gate'").fetchall()
        assert database.execute("SELECT count(*) FROM visits").fetchone() == (1,)
    assert types.count(("started",)) == 1


def test_an_interrupted_saving_goes_on(
    owner: Owner[Phone], start: Start, own_server: Server
) -> None:
    manifest = json.loads(urlopen(f"{own_server.url}/api/v1/tour?lang=en").read())  # noqa: S310
    first, last = (stop["narration"]["audio"] for stop in manifest["stops"])
    held = next(file["url"] for file in first if file["type"].startswith("audio/webm"))
    # Without the worker, whose requests a route does not see.
    phone = owner.switch_on(lambda: start(service_workers="block"))
    phone.page.route(f"**{held}", lambda route: route.abort("internetdisconnected"))
    save(phone)
    expect(phone.find("[data-save-note]")).to_contain_text("The signal was lost")
    expect(phone.find("[data-save-note]")).to_contain_text("What has come is kept")
    expect(phone.find("[data-save-state]")).to_contain_text("Not finished")
    phone.page.unroute(f"**{held}")
    phone.page.route(f"**{held}", lambda _: None)  # it never comes
    expect(phone.find("[data-save-start]")).to_have_text("Complete")
    phone.find("[data-save-start]").click()
    until_kept(phone, lambda now: len(now) == 4)
    assert "/en/stops/gate" not in kept(phone, "tour-pages"), "pages that lead to it come last"
    crash(phone)

    phone = owner.switch_on().open("/en/save")
    here = kept(phone, "tour-sound") | kept(phone, "tour-assets")
    assert any(file["url"] in here for file in last)
    expect(phone.find("[data-save-state]")).to_contain_text("Not finished")
    asked: list[str] = []
    phone.context.on("request", lambda request: asked.append(request.url.removeprefix(phone.url)))
    phone.find("[data-save-start]").click()
    expect(phone.find("[data-save-state]")).to_contain_text("Saved:")
    assert held in asked
    assert not here & set(asked), "what was here is not fetched again"
    assert len(kept(phone, "tour-sound")) == 5


def test_what_is_removed_is_gone(owner: Owner[Phone]) -> None:
    phone = owner.switch_on()
    save(phone)
    phone.find("[data-save-remove]").click()
    expect(phone.find("[data-save-state]")).to_contain_text("Not saved yet.")
    expect(phone.find("[data-save-remove]")).to_be_hidden()
    assert kept(phone, "tour-sound") == set()
    assert "/en/stops/gate" not in kept(phone, "tour-pages")


def test_what_the_browser_deleted_is_noticed(owner: Owner[Phone]) -> None:
    phone = owner.switch_on()
    save(phone)
    phone.page.evaluate("caches.delete('tour-sound')")
    phone.open("/en/")
    expect(phone.find("[data-saved]")).to_contain_text("Complete it before you go")
    phone.open("/en/save")
    expect(phone.find("[data-save-state]")).to_contain_text(
        "the browser has deleted files since: 5"
    )
    phone.find("[data-save-start]").click()
    expect(phone.find("[data-save-state]")).to_contain_text("Saved:")
    assert len(kept(phone, "tour-sound")) == 5, "two sounds with captions, and a note"


def test_a_full_phone_says_so_and_keeps_what_came(owner: Owner[Phone]) -> None:
    phone = owner.switch_on().open("/en/save")
    session = phone.context.new_cdp_session(phone.page)
    until_kept(phone, lambda now: "/en/offline" in now, "tour-pages")
    session.send("Storage.overrideQuotaForOrigin", {"origin": phone.url, "quotaSize": 350_000})
    phone.find("[data-save-start]").click()
    expect(phone.find("[data-save-note]")).to_contain_text("There is not enough room")
    expect(phone.find("[data-save-state]")).to_contain_text("Not finished")
    session.send("Storage.overrideQuotaForOrigin", {"origin": phone.url})
    phone.find("[data-save-start]").click()
    expect(phone.find("[data-save-state]")).to_contain_text("Saved:")


def test_a_new_build_takes_over_without_a_reload(owner: Owner[Phone], own_server: Server) -> None:
    phone = owner.switch_on()
    save(phone)
    phone.open("/en/stops/gate").play()
    phone.page.evaluate("() => { window.witness = 'the same window' }")
    dist = own_server.place.dist
    built = json.loads((dist / "assets.json").read_text(encoding="utf-8"))
    old, new = built["icon-touch.png"], "icon-touch-NEWBUILD.png"
    shutil.copy(dist / old, dist / new)
    (dist / "assets.json").write_text(json.dumps(built | {"icon-touch.png": new}), encoding="utf-8")
    worker = (dist / "sw.js").read_text(encoding="utf-8")
    assert old in worker
    (dist / "sw.js").write_text(worker.replace(old, new), encoding="utf-8")
    phone.page.evaluate(TAKES_OVER)
    phone.until("window.taken")
    phone.page.get_by_role("link", name="Stops", exact=True).click()
    until_kept(phone, lambda now: f"/assets/{new}" in now, "tour-assets")
    assert f"/assets/{old}" in kept(phone, "tour-assets"), "saved pages are still made for it"
    before = phone.sound()["at"]
    phone.until(f"!sound.paused && sound.currentTime > {before} + 0.3")
    assert phone.page.evaluate("window.witness") == "the same window"
    phone.open("/en/")
    until_kept(phone, lambda now: f"/assets/{old}" not in now, "tour-assets")
    own_server.stop()
    phone = owner.switch_on().open("/en/stops/lamp")
    assert phone.page.evaluate(
        "document.querySelector('link[rel=apple-touch-icon]').href"
    ).endswith(new)


def test_a_new_tour_replaces_what_changed_and_never_what_plays(
    owner: Owner[Phone], own_server: Server
) -> None:
    phone = owner.switch_on()
    save(phone)
    before = kept(phone, "tour-sound")
    phone.open("/en/stops/lamp").find("[data-go-on]").click()
    phone.play()
    phone.page.get_by_role("slider").fill("0")
    phone.pause()
    playing = phone.sound()["src"].removeprefix(phone.url)
    place = own_server.place
    text = place.stops.read_text(encoding="utf-8")
    place.stops.write_text(text.replace("went out on", "was put out on"), encoding="utf-8")
    place.narrate()
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(phone, lambda now: len(now - before) == 2 and before - now)
    assert playing in kept(phone, "tour-sound"), "it is in a player"
    phone.play_button.click()
    phone.page.get_by_role("slider").fill(str(int(phone.sound()["length"]) - 1))
    phone.until("sound.ended")
    until_kept(phone, lambda now: playing not in now)
    assert len(before - kept(phone, "tour-sound")) == 2, "one sound and its captions"
    own_server.stop()
    phone = owner.switch_on().open("/en/stops/lamp")
    expect(phone.find(".transcript")).to_contain_text("was put out on")
    phone.find("[data-go-on]").click()
    phone.play()


def test_it_can_be_installed(owner: Owner[Phone]) -> None:
    phone = owner.switch_on().open("/kk/")
    phone.page.evaluate("navigator.serviceWorker.ready")
    session = phone.context.new_cdp_session(phone.page)
    assert session.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert "Ескі шамшырақ" in manifest["data"]
