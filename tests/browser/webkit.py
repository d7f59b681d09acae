"""WebKitGTK, the nearest thing to Safari on Linux, as a visitor's phone.

Its WebDriver opens only private windows, which forget everything at their end. So the plain
MiniBrowser runs here on a profile that stays; it is looked into through its own inspector and
tapped by the real pointer of a virtual screen.
"""

import ctypes
import itertools
import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path
from shutil import which
from typing import Any, Self, TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from running import free_port
from websocket import WebSocket, create_connection

MINIBROWSER = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)
XVFB = which("Xvfb")
PATIENCE_S = 15

T = TypeVar("T")


def until(look: Callable[[], T], what: str, patience_s: float = PATIENCE_S) -> T:
    """The first answer that is not false."""
    deadline = time.monotonic() + patience_s
    while not (seen := look()):
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.05)
    return seen


class Screen:
    """A virtual screen with a pointer."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._x11 = ctypes.CDLL(find_library("X11"))
        self._test = ctypes.CDLL(find_library("Xtst"))
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(name.encode()))
        assert self._display, "the virtual screen cannot be reached"

    def move(self, x: int, y: int) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x11.XFlush(self._display)

    def press(self) -> None:
        for down in (1, 0):
            self._test.XTestFakeButtonEvent(self._display, 1, down, 0)
        self._x11.XFlush(self._display)

    def close(self) -> None:
        self._x11.XCloseDisplay(self._display)


@contextmanager
def open_screen() -> Iterator[Screen]:
    read, write = os.pipe()
    with subprocess.Popen(
        [str(XVFB), "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(write)
        with os.fdopen(read) as told:
            name = f":{told.readline().strip()}"
        try:
            screen = Screen(name)
            yield screen
            screen.close()
        finally:
            process.terminate()


class Inspector:
    """Runs scripts in the page that is shown. None of them counts as a visitor's gesture."""

    def __init__(self, address: str) -> None:
        self._socket: WebSocket = create_connection(address, timeout=PATIENCE_S)
        self._ids = itertools.count(1)
        self._target = ""
        while not self._target:
            self._read()

    def _read(self) -> dict[str, Any]:
        """The page's next message, or an empty one; follows the page to a new process."""
        message = json.loads(self._socket.recv())
        told = message.get("params", {})
        match message.get("method"):
            case "Target.targetCreated" if not told["targetInfo"].get("isProvisional"):
                self._target = told["targetInfo"]["targetId"]
            case "Target.didCommitProvisionalTarget":
                self._target = told["newTargetId"]
            case "Target.dispatchMessageFromTarget":
                inner: dict[str, Any] = json.loads(told["message"])
                return inner
        return {}

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page answers
        asked = ""
        number = 0
        while True:
            if asked != self._target:  # the first time, and when the page has moved away meanwhile
                asked, number = self._target, next(self._ids)
                self._ask(number, expression)
            answer = self._read()
            if answer.get("id") == number:
                break
        result = answer["result"]
        assert not result.get("wasThrown"), result
        return result["result"].get("value")

    def _ask(self, number: int, expression: str) -> None:
        call = {
            "id": number,
            "method": "Runtime.evaluate",
            "params": {"expression": expression, "returnByValue": True},
        }
        message = {"targetId": self._target, "message": json.dumps(call)}
        self._socket.send(
            json.dumps(
                {"id": next(self._ids), "method": "Target.sendMessageToTarget", "params": message}
            )
        )

    def close(self) -> None:
        self._socket.close()


class WebKitPhone:
    """One MiniBrowser on a profile; ``with`` switches it on and off."""

    def __init__(self, home: Path, url: str, screen: Screen, environ: Mapping[str, str]) -> None:
        self.url = url
        self._screen = screen
        self._port = free_port()
        self._environ = {
            **os.environ,
            **environ,
            "PULSE_SERVER": f"unix:{environ['XDG_RUNTIME_DIR']}/pulse/native",
            "HOME": str(home),
            "DISPLAY": screen.name,
            "GTK_CSD": "0",
            "NO_AT_BRIDGE": "1",
            "WEBKIT_INSPECTOR_HTTP_SERVER": f"127.0.0.1:{self._port}",
        }

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [
                str(MINIBROWSER),
                "--autoplay-policy=deny",
                "about:blank",
            ],
            env=self._environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        path = until(self._inspectable, "a page to look into")
        self._inspector = Inspector(f"ws://127.0.0.1:{self._port}{path}")
        return self

    def __exit__(self, *_: object) -> None:
        self._inspector.close()
        self._process.terminate()
        self._process.wait(10)

    def _inspectable(self) -> str | None:
        assert self._process.poll() is None, "MiniBrowser ended"
        try:
            with urlopen(f"http://127.0.0.1:{self._port}/", timeout=5) as listing:
                found = re.search(r"/socket/[\d/]+/WebPage", listing.read().decode())
        except (URLError, ConnectionError):
            return None
        return found[0] if found else None

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page answers
        return self._inspector.evaluate(expression)

    def promised(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page answers
        """What a promise of the page comes to."""
        self.evaluate(
            f"window.kept = null; ({expression}).then(value => {{ window.kept = {{ value }} }},"
            " error => { window.kept = { value: error.name } }); 0"
        )
        return until(lambda: self.evaluate("window.kept"), expression)["value"]

    def until(self, condition: str, patience_s: float = PATIENCE_S) -> None:
        script = re.sub(r"\bsound\b", "document.getElementById('sound')", condition)
        until(lambda: self.evaluate(f"Boolean({script})"), condition, patience_s)

    def open(self, path: str) -> Self:
        self.evaluate(f"window.old = true; location.assign({json.dumps(self.url + path)}); 0")
        self.until("!window.old && document.readyState === 'complete' && sound")
        return self

    @property
    def path(self) -> str:
        return str(self.evaluate("location.pathname"))

    def text(self, selector: str) -> str:
        return str(self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    def tap(self, selector: str, share: float = 0.5) -> None:
        """Press where it lies on the screen; ``share`` of its width from the left."""
        place = json.dumps(selector)
        left, top = self._offset()
        box = self.evaluate(
            f"(() => {{ const found = document.querySelector({place});"
            "found.scrollIntoView({ block: 'center' });"
            "const { x, y, width, height } = found.getBoundingClientRect();"
            "return [x, y, width, height]; })()"
        )
        x, y, width, height = box
        self._screen.move(round(left + x + width * share), round(top + y + height / 2))
        self._screen.press()

    def _offset(self) -> tuple[float, float]:
        """Where the page begins on the screen, as its own pointer events tell."""
        self.evaluate(
            "window.seen = null; addEventListener('mousemove', event => {"
            " window.seen = [event.clientX, event.clientY] }, { once: true }); 0"
        )
        places = itertools.cycle(((200, 400), (201, 401)))
        at = next(places)

        def look() -> Any:  # noqa: ANN401 - a pair, or nothing yet
            nonlocal at
            seen = self.evaluate("window.seen")
            if not seen:
                at = next(places)
                self._screen.move(*at)
                return None
            return seen

        x, y = until(look, "a pointer that moves")
        return at[0] - x, at[1] - y
