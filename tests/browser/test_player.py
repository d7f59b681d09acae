"""The player, as a thumb meets it."""

from collections.abc import Callable

import pytest
from phone import Phone
from playwright.sync_api import BrowserContext, expect
from running import Server

pytestmark = pytest.mark.browser

LIT = "document.querySelector('.transcript .now')?.textContent"


def test_nothing_speaks_before_it_is_asked(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    expect(phone.play_button).to_have_accessible_name("Listen")
    phone.until("sound.readyState >= 1")
    assert phone.sound()["paused"]
    expect(phone.find("main audio")).to_have_count(0)


def test_play_and_pause(phone: Phone) -> None:
    phone.open("/en/stops/gate").play()
    expect(phone.play_button).to_have_accessible_name("Pause")
    phone.pause()
    expect(phone.play_button).to_have_accessible_name("Listen")
    assert phone.faults == []


def test_ten_seconds_forward_and_back(phone: Phone) -> None:
    phone.open("/en/stops/gate").play()
    phone.pause()
    before = phone.sound()["at"]
    phone.page.get_by_role("button", name="Forward 10 seconds").click()
    assert phone.sound()["at"] == pytest.approx(before + 10, abs=0.3)
    phone.page.get_by_role("button", name="Back 10 seconds").click()
    assert phone.sound()["at"] == pytest.approx(before, abs=0.3)
    phone.page.get_by_role("button", name="Back 10 seconds").click()
    assert phone.sound()["at"] == pytest.approx(max(0, before - 10), abs=0.3)


def test_seek_by_the_slider_and_its_words(phone: Phone) -> None:
    phone.open("/en/stops/gate").play()
    phone.pause()
    slider = phone.page.get_by_role("slider", name="Place in the sound")
    slider.fill("12")
    phone.until("Math.abs(sound.currentTime - 12) < 0.3")
    length = phone.sound()["length"]
    end = f"{int(length // 60)}:{int(length % 60):02d}"
    expect(slider).to_have_attribute("aria-valuetext", f"0:12 of {end}")
    slider.press("ArrowRight")
    phone.until("Math.abs(sound.currentTime - 13) < 0.3")


def test_speed_is_kept_for_every_stop(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    phone.page.get_by_role("combobox", name="Speed").select_option("1.5")
    phone.play()
    assert phone.sound()["rate"] == 1.5
    phone.pause()
    phone.open("/en/stops/lamp").find("[data-go-on]").click()
    phone.play()
    assert phone.sound()["rate"] == 1.5


def test_the_end_leads_to_a_new_beginning(phone: Phone) -> None:
    phone.open("/en/stops/gate").play()
    length = phone.sound()["length"]
    phone.page.get_by_role("slider").fill(str(int(length) - 1))
    expect(phone.find("#player")).to_have_attribute("data-status", "ended")
    assert phone.stored("heard.gate")["finished"] is True
    phone.play()
    assert phone.sound()["at"] < 3


def test_the_text_moves_with_the_sound(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    phone.page.get_by_role("combobox", name="Speed").select_option("2")
    phone.play()
    samples = phone.page.evaluate(
        """() => new Promise(resolve => {
          const spans = [...document.querySelectorAll('.transcript [data-start]')];
          const due = time => spans.findLastIndex(span => Number(span.dataset.start) <= time);
          const lit = () => spans.findIndex(span => span.classList.contains('now'));
          const late = [], seen = new Set();
          let wanted = -1, since = performance.now();
          const end = performance.now() + 9000;
          const look = () => {
            const should = due(sound.currentTime);
            if (should !== wanted) { wanted = should; since = performance.now(); }
            if (lit() === wanted && !seen.has(wanted)) {
              seen.add(wanted); late.push(performance.now() - since);
            }
            if (seen.size < 4 && performance.now() < end) requestAnimationFrame(look);
            else resolve({ late, seen: [...seen], wanted });
          };
          look();
        })"""
    )
    seen = samples["seen"]
    assert len(seen) == 4
    assert seen == list(range(seen[0], seen[-1] + 1)), "no sentence was left out"
    assert max(samples["late"]) < 150, samples  # ms, on a busy machine


WORDS = """() => new Promise((done) => {
    const heard = [], heights = new Set(), shifts = [];
    const lines = document.querySelector('.transcript');
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map((one) => one.value)))
        .observe({ type: 'layout-shift' });
    const sound = document.getElementById('sound');
    const look = () => {
        const [range] = CSS.highlights.get('word') ?? [];
        const word = range && range.startContainer.data.slice(range.startOffset, range.endOffset);
        if (word && word !== heard.at(-1)) heard.push(word);
        heights.add(lines.offsetHeight);
        if (sound.currentTime > 4.5) done({ heard, heights: heights.size, shifts,
            inside: range?.startContainer.parentElement.classList.contains('now') });
        else requestAnimationFrame(look);
    };
    look();
})"""


def test_the_word_under_way_is_marked_and_no_letter_moves(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    before = phone.find(".transcript").inner_html()
    phone.play()
    seen = phone.page.evaluate(WORDS)
    text = [
        "Stand",
        "in",
        "front",
        "of",
        "the",
        "gate",
        "The",
        "lighthouse",
        "was",
        "built",
        "in",
        "1937",
        "Twelve",
        "people",
        "built",
        "it",
    ]
    assert len(seen["heard"]) >= 8
    to_come = iter(text)  # a busy machine may not draw the shortest of them
    assert all(word in to_come for word in seen["heard"]), seen["heard"]
    assert (seen["heights"], seen["inside"]) == (1, True)
    assert seen["shifts"] == []
    phone.pause()
    assert phone.find(".transcript").inner_html().count("<span") == before.count("<span")


def test_no_word_is_marked_where_less_motion_is_asked_for(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    phone = Phone(new_context(reduced_motion="reduce"), server.url).open("/en/stops/gate")
    phone.play()
    phone.until("sound.currentTime > 2")
    assert phone.page.evaluate(LIT) is not None
    assert not phone.page.evaluate("CSS.highlights.has('word')")


def test_a_tap_on_a_sentence_goes_there(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    sentence = phone.find(
        ".transcript [data-start]",
    ).filter(has_text="He counted them aloud.")
    sentence.click()
    phone.until(f"!sound.paused && {LIT} === 'He counted them aloud.'")
    phone.pause()
    start = float(sentence.get_attribute("data-start") or 0)
    assert start <= phone.sound()["at"] < start + 4


def test_sentences_can_be_reached_by_keyboard(phone: Phone) -> None:
    phone.open("/en/stops/gate")
    first = phone.find(".transcript [data-start]").first
    first.focus()
    for _ in range(2):
        phone.page.keyboard.press("ArrowDown")
    phone.page.keyboard.press("Enter")
    third = phone.find(".transcript [data-start]").nth(2)
    expect(third).to_have_class("now")
    expect(phone.find(".transcript [tabindex='0']")).to_have_count(1)


def test_the_text_follows_until_the_reader_looks_away(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_context(viewport={"width": 360, "height": 480}, reduced_motion="reduce")
    phone = Phone(context, server.url).open("/en/stops/gate")
    phone.play()
    slider = phone.page.get_by_role("slider")
    slider.fill("20")
    in_sight = """(() => { const box = document.querySelector('.transcript .now')
        .getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight -
        document.getElementById('player').offsetHeight; })()"""
    phone.until(f"sound.currentTime > 20 && {in_sight}")
    phone.page.mouse.move(100, 100)
    phone.page.mouse.wheel(0, -5000)
    phone.until("scrollY === 0")
    slider.fill("27")
    phone.until("sound.currentTime > 27.5")
    assert phone.page.evaluate("scrollY") == 0


def test_hard_testimony_waits_for_the_visitor(phone: Phone) -> None:
    phone.open("/en/stops/lamp")
    expect(phone.find(".note")).to_contain_text("This stop speaks of a death.")
    expect(phone.find(".transcript")).to_be_hidden()
    expect(phone.find("#player")).to_be_hidden()
    phone.page.get_by_role("link", name="Go on").click()
    expect(phone.find(".transcript")).to_be_visible()
    phone.play()
    phone.open("/en/stops/lamp")
    expect(phone.find(".transcript")).to_be_visible()
    phone.open("/en/stops/gate")


def test_hard_testimony_can_be_passed_by(phone: Phone) -> None:
    phone.open("/en/stops/lamp").page.get_by_role("link", name="Skip to the end").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("The tour ends here")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_stop_speaks_in_every_language(phone: Phone, language: str) -> None:
    phone.open(f"/{language}/stops/gate").play()
    assert phone.sound()["src"].endswith(".webm")
    assert phone.faults == []
