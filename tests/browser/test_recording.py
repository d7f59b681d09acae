"""Recording a reading with a real browser's microphone, until it is what visitors hear."""

import wave
from collections.abc import Iterator

import pytest
from phone import ARGS, NARROW, PHONE, Phone
from playwright.sync_api import Browser, Playwright, expect
from running import Place, Server
from staff_help import hire, sign_in
from test_looks import AXE, RULES

from tour.narration.pcm import decode
from tour.staff import Role

pytestmark = pytest.mark.browser

RATE_HZ = 48_000


@pytest.fixture(scope="module")
def studio(
    playwright: Playwright, narrated: Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser whose microphone hears real speech, over and over."""
    speech = tmp_path_factory.mktemp("speech") / "speech.wav"
    samples = decode(next(narrated.audio.glob("*.mp3")), RATE_HZ)
    with wave.open(str(speech), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    microphone = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={speech}",
    ]
    running = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=[*ARGS, *microphone]
    )
    yield running
    running.close()


def read_aloud(phone: Phone) -> None:
    """Record for a while, and wait until it is kept."""
    record = phone.find("[data-record]")
    record.click()
    expect(record).to_have_text("Stop")
    phone.page.wait_for_timeout(2500)
    record.click()
    expect(phone.find("[data-state]")).to_contain_text("Kept:")


def test_a_stop_is_read_and_then_published(studio: Browser, own_server: Server) -> None:
    hire(own_server, "Dana", Role.EDITOR)
    context = studio.new_context(viewport=PHONE, locale="en-GB")
    phone = Phone(context, own_server.url)
    sign_in(phone, "Dana", to="/en/staff/record")
    phone.find("a[href$='/record/lamp']").click()
    phone.page.wait_for_url(f"{own_server.url}/en/staff/record/lamp")
    count = phone.find("[data-digest]").count()
    assert count >= 2
    for number in range(count):
        expect(phone.find("[data-place]")).to_have_text(f"Sentence {number + 1} of {count}")
        read_aloud(phone)
        phone.find("[data-next]").click()
    expect(phone.find("[data-recorded=yes]")).to_have_count(count)
    with phone.page.expect_response("**/api/v1/takes/**") as heard:
        phone.find("[data-hear]").click()
    assert heard.value.headers["content-type"] == "audio/flac"
    own_server.place.narrate()
    phone.open("/en/stops/lamp#testimony")
    expect(phone.find(".labels")).to_contain_text("Read by a person")
    assert phone.faults == []
    context.close()


def test_without_signal_a_take_stays_on_the_page(studio: Browser, own_server: Server) -> None:
    hire(own_server, "Dana", Role.EDITOR)
    context = studio.new_context(viewport=PHONE, locale="en-GB", service_workers="block")
    phone = Phone(context, own_server.url)
    sign_in(phone, "Dana", to="/en/staff/record/gate")
    phone.find("[data-record]").click()
    phone.page.wait_for_timeout(2500)
    context.set_offline(True)
    phone.find("[data-record]").click()
    expect(phone.find("[data-state]")).to_contain_text("could not be sent")
    context.set_offline(False)
    phone.find("[data-again]").click()
    expect(phone.find("[data-state]")).to_contain_text("Kept:")
    context.close()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_access(studio: Browser, own_server: Server, language: str) -> None:
    hire(own_server, "Dana", Role.EDITOR)
    context = studio.new_context(viewport=NARROW, color_scheme="dark", bypass_csp=True)
    phone = Phone(context, own_server.url)
    for path in ("/staff/record", "/staff/record/gate"):
        if phone.page.url == "about:blank":
            sign_in(phone, "Dana", to=f"/{language}{path}")
        else:
            phone.open(f"/{language}{path}")
        phone.page.add_script_tag(path=AXE)
        assert phone.page.evaluate(RULES) == [], path
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()
