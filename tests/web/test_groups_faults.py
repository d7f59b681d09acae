"""A group walk while streams break and the server is killed: no command is lost or repeated.

Real servers on the same database, one after the other; the desk asks again until it is answered.
The phones read their streams; each of a thousand is broken off in the middle of an event, after
some bytes that are drawn by lot, and opened again with the number of the last whole event.
"""

import http.client
import json
import os
import random
import re
import selectors
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from web_help import listening_socket

from tour.settings import ROOT, Settings
from tour.staff import Role
from tour.wiring import build_services

PASSWORD = "snow steppe iron stone"
PHONES = 50
BREAKS_EACH = 20
KILLED_AT = (250, 600)  # after so many breaks of all phones
GIVE_UP_S = 120.0
BROKEN = (OSError, http.client.HTTPException)


class Servers:
    """The server, and the next one after it was killed; all of them take over one socket."""

    def __init__(self, settings: Settings, database_url: str, listener: socket.socket) -> None:
        self.port = listener.getsockname()[1]
        self._fd = listener.fileno()
        self._env = os.environ | {
            "TOUR_STOPS": str(settings.stops_file),
            "TOUR_AUDIO": str(settings.audio_dir),
            "TOUR_INSTANCE": str(settings.instance_dir),
            "DATABASE_URL": database_url,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{self._fd}", "wsgi:app"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self._env, pass_fds=[self._fd], start_new_session=True
        )

    def kill(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def ask(self, method: str, path: str, sent: object = None, **headers: str) -> dict[str, Any]:
        """The answer's JSON, however often it has to be asked for."""
        body = None if sent is None else json.dumps(sent)
        headers |= {"Origin": f"http://127.0.0.1:{self.port}", "Connection": "close"}
        if sent is not None:
            headers["Content-Type"] = "application/json"
        while True:
            with suppress(*BROKEN), closing(self.connection()) as connection:
                connection.request(method, path, body, headers)
                with connection.getresponse() as answer:
                    text = answer.read()
                assert answer.status < 300, (answer.status, text)
                told: dict[str, Any] = json.loads(text)
                return told

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=GIVE_UP_S)


@dataclass(eq=False)
class Phone:
    """A phone that reads its stream; ``heard`` is every whole event in the order it came."""

    port: int
    url: str
    secret: str
    seq: int
    chance: random.Random
    heard: list[dict[str, Any]] = field(default_factory=list)
    breaks: int = 0
    cut_by_server: int = 0
    connection: socket.socket | None = None
    unread: bytes = b""
    head_read: bool = False
    left: int = 0
    calm: bool = False

    def open(self) -> socket.socket:
        """Open the stream behind the last whole event."""
        self.unread, self.head_read, self.calm = b"", False, False
        self.left = self.chance.randint(1, 900)
        self.connection = socket.create_connection(("127.0.0.1", self.port), GIVE_UP_S)
        self.connection.sendall(
            f"GET {self.url}/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.secret}\r\n"
            f"Last-Event-ID: {self.seq}\r\n\r\n".encode()
        )
        self.connection.setblocking(False)
        return self.connection

    def read(self) -> bool:
        """Take what has come, but break off in the middle of an event; whether it goes on."""
        assert self.connection is not None
        breaking = self.breaks < BREAKS_EACH and not self.calm
        try:
            if not self.head_read:
                return self._read_head(self.connection)
            data = self.connection.recv(self.left if breaking else 65536)
        except BlockingIOError:
            return True
        except OSError:
            data = b""
        if not data:
            self.cut_by_server += 1
            return False
        self.unread += data
        self._take_whole_events()
        if breaking:
            self.left = max(1, self.left - len(data))
            if self.left == 1 and b"\ndata: {" in self.unread:
                self._break_off()
                return False
        return True

    def _read_head(self, connection: socket.socket) -> bool:
        """The head alone, so that what follows it is broken off where it shall."""
        head, found, _ = connection.recv(4096, socket.MSG_PEEK).partition(b"\r\n\r\n")
        if found:
            assert head.startswith(b"HTTP/1.1 200 "), head
            connection.recv(len(head) + len(found))
            self.head_read = True
        elif not head:
            self.cut_by_server += 1
        return bool(head)

    def _take_whole_events(self) -> None:
        *whole, self.unread = self.unread.split(b"\n\n")
        for each in whole:
            data = re.search(rb"^data: (.*)$", each, re.MULTILINE)
            if data is not None and b"event: bye" not in each:
                event = json.loads(data[1])
                assert f"id: {event['seq']}\n".encode() in each
                self.heard.append(event)
                self.seq = event["seq"]

    def _break_off(self) -> None:
        """Reset the connection while half an event has come."""
        assert self.connection is not None
        assert self.unread
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.breaks += 1


class Crowd:
    """All phones, read in turn as the kernel has something for them."""

    def __init__(self, phones: list[Phone]) -> None:
        self._phones = phones
        self._selector = selectors.DefaultSelector()
        for phone in phones:
            self._open(phone)

    @property
    def breaks(self) -> int:
        return sum(phone.breaks for phone in self._phones)

    @property
    def listening(self) -> int:
        """Phones whose stream the server has begun; others still wait for one."""
        return sum(phone.head_read for phone in self._phones)

    def calm(self) -> None:
        """Break nothing off until the server ends the streams."""
        for phone in self._phones:
            phone.calm = True

    def follow(self) -> None:
        """Read what there is now, and open again what is broken."""
        for key, _ in self._selector.select(0.05):
            phone: Phone = key.data
            if not phone.read():
                self._close(phone)
                self._open(phone)

    def close(self) -> None:
        for phone in self._phones:
            self._close(phone)
        self._selector.close()

    def _open(self, phone: Phone) -> None:
        self._selector.register(phone.open(), selectors.EVENT_READ, phone)

    def _close(self, phone: Phone) -> None:
        if phone.connection is not None:
            self._selector.unregister(phone.connection)
            phone.connection.close()


class Desk(threading.Thread):
    """Presses one place after the other until it is told to stop; ``pressed`` were acknowledged."""

    def __init__(self, servers: Servers) -> None:
        super().__init__(daemon=True)
        self._servers = servers
        self._cookie = signed_in(servers)
        opened = servers.ask("POST", "/api/v1/groups", {}, Cookie=self._cookie)
        self.url = f"/api/v1/groups/{opened['code']}"
        self._desk = opened["desk"]
        self.pressed: list[float] = []
        self.is_over = threading.Event()
        self.presses = threading.Event()

    def run(self) -> None:
        while not self.is_over.is_set():
            self._press()

    def _press(self) -> None:
        self.presses.set()
        lat = len(self.pressed) / 100
        where = {"lat": lat, "lng": 71.0, "accuracy_m": 5}
        sent = {"id": f"p{lat}", "desk": self._desk, "command": "gather"} | where
        self._servers.ask("POST", f"{self.url}/commands", sent, Cookie=self._cookie)
        self.pressed.append(lat)


@pytest.fixture
def servers(settings: Settings, database_url: str) -> Iterator[Servers]:
    services = build_services(Settings(database_url=database_url))
    services.staff.add("Anna", Role.GUIDE, PASSWORD)
    services.database.engine.dispose()
    with listening_socket() as listener:
        servers = Servers(settings, database_url, listener)
        servers.start()
        yield servers
        servers.kill()


def signed_in(servers: Servers) -> str:
    """The session cookie of a guide."""
    form = urlencode({"name": "Anna", "password": PASSWORD, "next": ""})
    headers = {
        "Origin": f"http://127.0.0.1:{servers.port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with closing(servers.connection()) as connection:
        connection.request("POST", "/en/staff/sign-in", form, headers)
        with connection.getresponse() as answer:
            assert answer.status == 303, answer.read()
            return str(answer.headers["Set-Cookie"]).partition(";")[0]


def joined(servers: Servers, url: str) -> list[Phone]:
    phones = []
    for number in range(PHONES):
        told = servers.ask("POST", f"{url}/phones", {"lang": "kk", "output": "headphones"})
        chance = random.Random(number)  # noqa: S311 - no secret
        phones.append(Phone(servers.port, url, told["secret"], told["seq"], chance))
    return phones


def test_a_thousand_streams_broken_in_mid_event_and_killed_servers_lose_and_repeat_nothing(
    servers: Servers,
) -> None:
    desk = Desk(servers)
    phones = joined(servers, desk.url)
    first = phones[0].seq
    crowd = Crowd(phones)
    to_kill = list(KILLED_AT)
    desk.start()
    give_up_at = time.monotonic() + GIVE_UP_S
    while crowd.breaks < PHONES * BREAKS_EACH and time.monotonic() < give_up_at:
        crowd.follow()
        if to_kill and crowd.breaks >= to_kill[0]:
            to_kill.pop(0)
            crowd.calm()
            while crowd.listening < PHONES and time.monotonic() < give_up_at:
                crowd.follow()  # else those that wait to be let in would not notice
            desk.presses.clear()
            assert desk.presses.wait(GIVE_UP_S)
            servers.kill()  # a press and streams are on their way
            servers.start()
    desk.is_over.set()
    desk.join(GIVE_UP_S)
    last = first + len(desk.pressed)
    while any(phone.seq < last for phone in phones) and time.monotonic() < give_up_at:
        crowd.follow()
    crowd.close()
    assert to_kill == []
    assert sum(phone.breaks for phone in phones) == PHONES * BREAKS_EACH == 1000
    assert all(phone.cut_by_server >= len(KILLED_AT) for phone in phones)
    lost = repeated = 0
    for phone in phones:
        seqs = [event["seq"] for event in phone.heard]
        lost += len(set(range(first + 1, last + 1)) - set(seqs))
        repeated += len(seqs) - len(set(seqs))
        assert seqs == sorted(seqs)
        places = [event["state"]["gather"]["lat"] for event in phone.heard]
        assert places == desk.pressed
    assert (lost, repeated) == (0, 0)
