"""A guide and several phones: press, pause, join late, hand over, lose the signal, sleep."""

import io
import re

import pytest
from group_help import (
    ASLEEP_S,
    AWAITED,
    Follower,
    Guide,
    NewContext,
    until_apart,
    until_in_step,
)
from phone import Phone
from PIL import Image
from playwright.sync_api import expect
from running import Server
from test_looks import AXE, RULES
from test_walking import HIDE
from zxingcpp import read_barcodes

pytestmark = pytest.mark.browser

PAUSE_S = 1.2
"""No two sentences of the tour are so far apart, and pieces are set ahead of time."""
HEARD_ALOUD = """
window.pieces = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when, offset, duration) {
  window.pieces.push({ card: this.context, until: when + duration });
  return start.call(this, when, offset, duration);
};
"""


SILENT = f"window.pieces.every(({{ card, until }}) => card.currentTime > until + {PAUSE_S})"


@pytest.fixture
def other(new_context: NewContext, server: Server) -> Follower:
    return Follower(new_context(), server.url)


def test_one_press_and_every_phone_speaks_its_language(
    guide: Guide, follower: Follower, other: Follower
) -> None:
    code = guide.open_group()
    follower.open(f"/g/{code.lower()}")
    assert follower.path == f"/en/group/{code}"
    follower.find("[data-group-join] [type=submit]").click()
    follower.says("has not begun a stop yet")
    other.open("/ru/keypad").page.get_by_role("link", name="Присоединиться к группе").click()
    for sign in code:
        other.page.get_by_role("button", name=sign, exact=True).click()
    other.page.get_by_role("button", name="Дальше").click()
    other.page.wait_for_url(f"**/ru/group/{code}")
    other.find("[data-group-join] [type=submit]").click()
    other.says("ещё не начал")

    guide.play()
    for phone in (follower, other):
        phone.until_sounding()
    expect(follower.find("[data-group-stop] .title")).to_have_text("The gate")
    expect(other.find("[data-group-stop] .title")).to_have_text("Ворота")
    follower.until_lit(1)
    here, there = follower.standing(), other.standing()
    assert here["lit"] >= 1
    assert abs(here["lit"] - there["lit"]) <= 1
    guide.until_counted("Phones", "2")
    guide.until_counted("In step", "2")
    guide.until_counted("English", "^1, at 0:")
    guide.until_counted("Русский", "^1, at 0:")
    assert follower.faults + other.faults + guide.faults == []


def test_two_phones_of_one_language_are_in_step(
    guide: Guide, follower: Follower, other: Follower
) -> None:
    code = guide.open_group()
    follower.join(code)
    guide.play()
    follower.until_sounding()
    follower.until_past(2.5)
    other.join(code)  # late: enters at the right second
    other.until_sounding()
    until_in_step(follower, other)
    assert other.standing()["at"] > 2.5


def test_a_pause_comes_at_a_sentences_end_and_the_voice_goes_on_from_there(
    guide: Guide, follower: Follower, other: Follower
) -> None:
    code = guide.open_group()
    follower.join(code)
    other.join(code, "ru")
    guide.play()
    follower.until_sounding()
    follower.until_past(1)
    guide.press("Pause")
    expect(guide.find("[data-desk-status]")).to_contain_text(
        re.compile("pausing at the end of the sentence|is paused")
    )
    for phone in (follower, other):
        phone.until("sound.paused", 15_000)
    guide.until_paused()
    follower.says("Your phone is quiet")
    ends = follower.page.evaluate(
        """() => fetch('/api/v1/tour?lang=en').then(answer => answer.json()).then(tour =>
             tour.stops[0].transcript.map(({ end_s }) => end_s))"""
    )
    stood = follower.standing()
    assert min(abs(stood["at"] - end) for end in ends) < 0.25
    guide.press("Go on")
    for phone in (follower, other):
        phone.until_sounding()
        assert follower.standing()["at"] > stood["at"] - 0.1  # the same pause between sentences
    follower.until_lit(stood["lit"] + 1)
    guide.press("Back 10 s")
    follower.until(f"!sound.paused && sound.currentTime < {stood['at'] - 0.5}", 10_000)


def test_the_guides_phone_dies_and_another_takes_over(
    guide: Guide, new_context: NewContext, follower: Follower, server: Server
) -> None:
    code = guide.open_group()
    follower.join(code)
    guide.play()
    follower.until_sounding()
    second = Guide(new_context(), server.url)
    second.take_over(code, "Данияр")
    expect(second.find("[data-desk-status]")).to_contain_text("Stop 1 plays")
    expect(guide.find("[data-desk-other]")).to_be_visible(timeout=10_000)
    expect(guide.find(".desk-bar")).to_be_hidden()
    guide.context.close()
    follower.until("!sound.paused")
    second.press("Next")
    expect(follower.find("[data-group-stop] .number")).to_have_text("2", timeout=10_000)
    expect(follower.find("[data-note]")).to_have_text("This stop speaks of a death.")
    second.press("End the walk")
    second.press("End it")
    follower.says("The walk with the group has ended")
    assert second.faults == []
    second.open(f"/en/desk/{code}")
    expect(second.find("[data-desk-status]")).to_have_text("This walk has ended.")


def test_without_signal_the_phone_goes_on_and_falls_in_step_again(
    guide: Guide, follower: Follower, other: Follower
) -> None:
    code = guide.open_group()
    follower.join(code)
    other.join(code)
    guide.play()
    follower.until_sounding()
    follower.context.set_offline(True)
    follower.says("goes on by itself", 20_000)
    follower.until_past(follower.standing()["at"] + 1)
    guide.press("Back 10 s")
    until_apart(follower, other)
    follower.context.set_offline(False)
    follower.says("With the group", 10_000)
    until_in_step(follower, other)


def test_a_phone_that_slept_catches_up_and_says_so(
    guide: Guide, follower: Follower, other: Follower
) -> None:
    code = guide.open_group()
    other.join(code)
    follower.join(code)
    guide.play("lamp")
    follower.until_sounding()
    follower.page.evaluate(AWAITED)
    # A page that a test drives is never hidden and never frozen by Chromium: the debugger stops its
    # program instead, and the page is told that it was out of sight.
    devtools = follower.context.new_cdp_session(follower.page)
    follower.page.evaluate(HIDE, "hidden")
    devtools.send("Debugger.enable")
    devtools.send("Debugger.pause")
    guide.play("gate")
    other.until("document.querySelector('[data-group-stop] .number').textContent === '1'")
    guide.page.wait_for_timeout(ASLEEP_S * 1000)
    devtools.send("Debugger.resume")
    follower.page.evaluate(HIDE, "visible")
    follower.until("window.caughtUpMs !== undefined")
    took_ms = follower.page.evaluate("window.caughtUpMs")
    print(f"wake to caught up: {took_ms:.0f} ms")  # noqa: T201 - a measured goal
    assert took_ms <= 2000
    follower.says("Your phone slept. It has caught up")
    until_in_step(follower, other)


def test_leaving_goes_on_alone_at_the_same_second(guide: Guide, follower: Follower) -> None:
    code = guide.open_group()
    follower.join(code)
    guide.play()
    follower.until_sounding()
    follower.until_past(1)
    stood = follower.standing()["at"]
    follower.page.get_by_role("button", name="Leave, and go on alone").click()
    follower.page.wait_for_url("**/en/stops/gate")
    follower.until(f"!sound.paused && sound.currentTime > {stood - 0.2}")
    assert follower.sound()["rate"] == 1
    expect(follower.find("#player")).to_be_visible()
    guide.press("Pause")
    guide.until_paused()
    follower.until_past(follower.standing()["at"] + 0.5)
    guide.until_counted("Phones", "0")


def test_the_code_on_the_desk_can_be_scanned(guide: Guide) -> None:
    code = guide.open_group()
    picture = Image.open(io.BytesIO(guide.find(".qr svg").screenshot()))
    (found,) = read_barcodes(picture)
    assert found.text == f"{guide.url}/g/{code}"


def test_a_loudspeaker_phone_speaks_without_the_element_and_notes_what_was_heard(
    guide: Guide, new_context: NewContext, server: Server
) -> None:
    context = new_context()
    context.add_init_script(HEARD_ALOUD)
    follower = Follower(context, server.url)
    code = guide.open_group()
    follower.join(code, output="loudspeaker")
    guide.play()
    follower.until("window.pieces.length > 1", 15_000)
    assert follower.sound()["paused"]
    assert follower.stored("heard.gate")["started"]
    guide.press("Pause")
    guide.until_paused()
    follower.until(SILENT, 10_000)
    pieces = follower.page.evaluate("window.pieces.length")
    guide.press("Go on")
    follower.until(f"window.pieces.length > {pieces}", 10_000)
    follower.page.get_by_role("button", name="Leave, and go on alone").click()
    follower.page.wait_for_url("**/en/stops/gate")
    follower.until_sounding()


def test_without_streams_and_without_its_clip_a_loudspeaker_says_so_here_and_on_the_desk(
    guide: Guide, new_context: NewContext, server: Server
) -> None:
    context = new_context(service_workers="block")
    context.route("**/stream*", lambda route: route.abort())
    context.route("**/audio/**", lambda route: route.fulfill(status=404))
    follower = Follower(context, server.url)
    code = guide.open_group()
    follower.join(code, output="loudspeaker")
    guide.play()
    expect(follower.find("[data-group-stop] .number")).to_have_text("1", timeout=3000)
    follower.says("is not on this phone yet")
    guide.until_counted("Behind", "1")
    expect(guide.find("[data-desk-summary]")).to_have_text("Phones 1 · Behind 1")


def test_a_stop_with_a_note_may_be_left_silent(guide: Guide, follower: Follower) -> None:
    code = guide.open_group()
    follower.join(code)
    guide.play("lamp")
    follower.page.get_by_role("button", name="Go on without the sound of this stop").click()
    follower.until("sound.paused")
    guide.play("gate")
    follower.until_sounding(15_000)


def test_other_pages_may_be_looked_at_meanwhile(guide: Guide, follower: Follower) -> None:
    code = guide.open_group()
    follower.join(code)
    guide.play()
    follower.until_sounding()
    follower.page.get_by_role("link", name="Stops", exact=True).click()
    back = follower.page.get_by_role("link", name="Back to the group")
    expect(back).to_be_visible()
    assert not follower.sound()["paused"]
    follower.page.get_by_role("link", name="2 The lamp").click()
    follower.page.wait_for_url("**/stops/lamp")
    assert not follower.sound()["paused"]
    back.click()
    follower.page.wait_for_url(f"**/group/{code}")
    follower.says("With the group")
    follower.page.get_by_role("link", name="Русский").click()
    follower.says("Вместе с группой")
    expect(follower.find("[data-group-stop] .title")).to_have_text("Ворота")
    follower.until_sounding()
    guide.until_counted("Русский", "^1")


def test_what_was_pressed_without_signal_is_shown_and_done_once(
    guide: Guide, follower: Follower
) -> None:
    code = guide.open_group()
    follower.join(code)
    guide.context.set_offline(True)
    guide.play("lamp")
    guide.press("Do not send")
    expect(guide.find("[data-desk-waiting]")).to_be_hidden()
    guide.play()
    expect(guide.find("[data-desk-waiting]")).to_contain_text("Not sent yet", timeout=10_000)
    expect(guide.find("[data-desk-waiting]")).to_contain_text("play a stop")
    guide.context.set_offline(False)
    follower.until_sounding(15_000)
    expect(guide.find("[data-desk-waiting]")).to_be_hidden()
    expect(guide.find("[data-desk-status]")).to_contain_text("Stop 1 plays")


def test_gathering_tells_the_way_and_sends_no_position(
    guide: Guide, new_context: NewContext, server: Server
) -> None:
    here = {"latitude": 51.0, "longitude": 71.0, "accuracy": 5}
    follower = Follower(new_context(permissions=["geolocation"], geolocation=here), server.url)
    sent: list[str] = []
    follower.page.on(
        "request", lambda request: sent.append(request.url + (request.post_data or ""))
    )
    code = guide.open_group()
    follower.join(code)
    guide.find("[data-desk-place]").select_option("lamp")
    guide.press("Gather at this stop")
    follower.says("asks everyone to come together")
    expect(follower.find("[data-group-place]")).to_have_text("Come to stop 2. The lamp")
    way = follower.find("[data-group-way]")
    expect(way).to_contain_text("m, to the north")
    told = way.inner_text()
    follower.context.set_geolocation(here | {"latitude": 51.00015})
    expect(way).not_to_have_text(told)
    expect(way).to_contain_text("m, to the north")
    expect(follower.page.get_by_role("button", name="How far is it?")).to_be_hidden()
    guide.find("[data-desk-place]").select_option("gate")
    guide.press("Gather at this stop")
    expect(follower.find("[data-group-sketch]")).to_contain_text("is a sketch, within 120 m")
    guide.press("A minute of silence")
    expect(follower.find("[data-group-clock]")).to_have_text(re.compile(r"^(1:00|0:5\d)$"))
    follower.says("A minute of silence")
    assert [each for each in sent if "71.0" in each or "51.0" in each] == []


def test_wrong_codes_are_told_plainly(follower: Follower) -> None:
    follower.open("/en/group?code=12")
    expect(follower.find("#fault")).to_contain_text("not the code of a group")
    follower.open("/en/group/222222")
    follower.find("[data-group-join] [type=submit]").click()
    expect(follower.find("[data-group-fault]")).to_contain_text("no group with this code")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_access_and_narrow_screens(
    new_context: NewContext, guide: Guide, server: Server, language: str, scheme: str
) -> None:
    code = guide.open_group()
    narrow = {"width": 360, "height": 640}
    look = {"viewport": narrow, "color_scheme": scheme, "bypass_csp": True}
    follower = Follower(new_context(**look), server.url)
    follower.open(f"/{language}/group?code=1")
    check(follower)
    check(follower.open(f"/{language}/group/{code}"))
    follower.join(code, language).find("summary").click()
    guide.play("lamp")
    expect(follower.find("[data-group-stop] .number")).to_have_text("2")
    check(follower)
    guide.press("Gather at this stop")
    follower.find("[data-group-gather]").wait_for()
    check(follower)
    desk = Guide(new_context(**look), server.url)
    desk.context.add_cookies(guide.context.cookies())
    desk.open(f"/{language}/desk")
    desk.find("[data-desk-open]").wait_for()
    check(desk)
    desk.open(f"/{language}/desk/{code}").find("[data-desk-lead]").click()
    expect(desk.find(".desk-bar")).to_be_visible()
    expect(desk.find("[data-desk-phones] div").first).to_be_visible()
    check(desk)


def check(phone: Phone) -> None:
    phone.page.add_script_tag(path=AXE)
    assert phone.page.evaluate(RULES) == [], phone.path
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, phone.path
    small = phone.page.evaluate(
        """() => [...document.querySelectorAll(
             'button, .button, select, summary, .choice, .keys button, [type=range]')]
           .filter(each => each.checkVisibility())
           .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
           .filter(([, box]) => box.height < 47.5 || box.width < 47.5)
           .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert small == [], phone.path
    assert phone.faults == []
