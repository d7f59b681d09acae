"""The saved tour in Firefox, which plays only where there is something to play to."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from owner import Owner
from phone import PHONE
from playwright.sync_api import Playwright, expect
from running import Server

FIREFOX = which("firefox-esr")
PULSEAUDIO = which("pulseaudio")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        FIREFOX is None or PULSEAUDIO is None,
        reason="needs Firefox and a sound server: apt-get install firefox-esr pulseaudio",
    ),
]


@pytest.fixture
def silence() -> Iterator[dict[str, str]]:
    """A sound server that plays to nobody; the environment in which it is found."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"HOME": folder, "XDG_RUNTIME_DIR": folder}
        socket = Path(folder, "pulse", "native")
        with subprocess.Popen(
            [
                str(PULSEAUDIO),
                "-n",
                "--exit-idle-time=-1",
                "--daemonize=no",
                "--load=module-null-sink",
                "--load=module-native-protocol-unix",
            ],
            env=os.environ | environ,
            stderr=subprocess.DEVNULL,
        ) as process:
            deadline = time.monotonic() + 10
            while not socket.exists():
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield environ
            process.terminate()


@pytest.fixture
def owner(
    playwright: Playwright, tmp_path: Path, own_server: Server, silence: dict[str, str]
) -> Iterator[Owner]:
    phone = Owner(
        lambda: playwright.firefox.launch_persistent_context(
            tmp_path / "profile",
            channel="moz-firefox",
            executable_path=FIREFOX,
            env=os.environ | silence,
            headless=True,
            viewport=PHONE,
            locale="en-GB",
        ),
        own_server,
    )
    yield phone
    phone.switch_off()


def test_a_saved_tour_needs_no_server(owner: Owner, own_server: Server) -> None:
    phone = owner.switch_on().open("/en/save")
    phone.find("[data-save-start]").click()
    expect(phone.find("[data-save-state]")).to_contain_text("Saved:", timeout=20_000)
    own_server.stop()
    phone = owner.switch_on().open("/c/1")
    assert phone.path == "/en/stops/gate"
    phone.play()
    phone.page.get_by_role("slider").fill("14")
    phone.until("!sound.paused && sound.currentTime > 14.2")
    before = phone.sound()["at"]
    phone.page.get_by_role("link", name="Plan").click()
    expect(phone.find(".stop-dot").first).to_be_visible()
    phone.until(f"!sound.paused && sound.currentTime > {before}")
    phone.open("/en/keypad?code=2")
    assert phone.path == "/en/stops/lamp"
