"""The saved tour in WebKitGTK, the nearest thing to Safari on Linux."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from ear import PAREC, PULSEAUDIO, Ear
from running import Server
from webkit import MINIBROWSER, XVFB, WebKitPhone, open_screen

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        None in {MINIBROWSER, XVFB, PULSEAUDIO, PAREC},
        reason="needs WebKitGTK, a virtual screen and a sound server: "
        "apt-get install webkit2gtk-driver xvfb pulseaudio",
    ),
]

RANGE = """fetch(%s, { headers: { Range: %s } }).then(async answer =>
  [answer.status, answer.headers.get('Content-Range'), (await answer.arrayBuffer()).byteLength])"""


@pytest.fixture
def switch_on(tmp_path: Path, own_server: Server, ear: Ear) -> Iterator[Callable[[], WebKitPhone]]:
    """The phone anew, with what it keeps: the browser that ran before has ended."""
    home = tmp_path / "home"
    home.mkdir()
    with ExitStack() as screens:
        screen = screens.enter_context(open_screen())
        yield lambda: WebKitPhone(home, own_server.url, screen, ear.environ)


def test_a_saved_tour_needs_no_server(
    switch_on: Callable[[], WebKitPhone], own_server: Server, ear: Ear
) -> None:
    with switch_on() as phone:
        phone.open("/en/save").tap("[data-save-start]")
        phone.until("document.querySelector('[data-save-state]').innerText.includes('Saved:')", 30)
    own_server.stop()
    with switch_on() as phone:
        phone.open("/c/1")
        assert phone.path == "/en/stops/gate"
        phone.until("sound.readyState >= 1")
        assert phone.promised("document.getElementById('sound').play()") == "NotAllowedError"
        assert not ear.hears(0.5)
        phone.tap("#player .play")
        phone.until("!sound.paused && sound.currentTime > 0.05")
        assert ear.hears()
        phone.tap("#player input[type=range]", share=0.7)
        phone.until("!sound.paused && sound.currentTime > sound.duration * 0.6")
        assert ear.hears()
        source = json.dumps(phone.evaluate("document.getElementById('sound').src"))
        for wanted, status, length in (
            ("bytes=10-19", 206, 10),
            ("bytes=-7", 206, 7),
            ("bytes=99999999-", 416, 0),
        ):
            found = phone.promised(RANGE % (source, json.dumps(wanted)))
            assert (found[0], found[2]) == (status, length), found
        phone.tap("nav.pages a[href$=map]")
        phone.until("document.querySelector('.stop-dot')")
        assert phone.path == "/en/map"
        phone.open("/en/keypad?code=2")
        assert phone.path == "/en/stops/lamp"
