"""The saved tour in WebKitGTK, the nearest thing to Safari on Linux: kept, heard and walked.

Its Linux build has no position: a script stands in for it. What a script does there is no gesture,
so that the stop at the end of the way speaks as it would on the visitor's phone, or not at all.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from ear import PAREC, PULSEAUDIO, Ear
from running import Place, Server
from walking_tour import place
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


ON_FOOT = """(() => {
  let step = 0;
  let found = () => {};
  const way = %s;
  Object.defineProperty(navigator, 'geolocation', { configurable: true, value: {
    watchPosition(success) { found = success; return 1; },
    clearWatch() { found = () => {}; },
  } });
  setInterval(() => {
    const [latitude, longitude] = way[Math.min(step, way.length - 1 - step %% 2)];
    step += 1;
    const coords = { latitude, longitude, accuracy: 4, speed: null, heading: null };
    found({ coords, timestamp: Date.now() });
  }, 1000);
})(); 0"""
TO_THE_PIER = [place(30, min(0, -16 + 1.6 * step)) for step in range(11)] + [place(30, 0.4)]


@pytest.fixture
def own_server(to_walk_through: Place, tmp_path: Path) -> Iterator[Server]:
    """A server that a test may end, of a tour that lies on the ground."""
    running = Server(to_walk_through.copy_to(tmp_path / "own")).start()
    yield running
    running.stop()


@pytest.fixture
def switch_on(tmp_path: Path, own_server: Server, ear: Ear) -> Iterator[Callable[[], WebKitPhone]]:
    """The phone anew, with what it keeps: the browser that ran before has ended."""
    home = tmp_path / "home"
    home.mkdir()
    with ExitStack() as screens:
        screen = screens.enter_context(open_screen())
        yield lambda: WebKitPhone(home, own_server.url, screen, ear.environ)


def test_a_saved_tour_needs_no_server_and_is_walked_without_one(
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
        phone.open("/en/keypad?code=3")
        assert phone.path == "/en/stops/lamp"
        phone.open("/en/").evaluate(ON_FOOT % json.dumps(TO_THE_PIER))
        phone.tap("[data-walk] button")
        assert not ear.hears(1)
        phone.until("sound.src.includes('/audio/') && !sound.paused && sound.currentTime > 0", 40)
        assert ear.hears()
        phone.until("location.pathname === '/en/stops/pier'")
        assert phone.text("#player .now b") == "2"
