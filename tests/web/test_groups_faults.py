"""A group walk while connections break and the server is killed: no command is lost or repeated.

Real servers on the same database, one after the other; the desk asks again until it is answered,
the phones ask for events after the last one that they know.
"""

import http.client
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from web_help import listening_socket

from tour.settings import ROOT, Settings
from tour.staff import Role
from tour.wiring import build_services

PASSWORD = "snow steppe iron stone"
PRESSES = 120
KILLED_AT = {30: 0.0, 60: 0.02, 90: 0.04}  # which press, and so many seconds later
PHONES = 20
BREAKS_EACH = 50  # of 20 phones: 1,000 in all
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


@dataclass
class Phone:
    """A phone whose connections break; ``heard`` is every event in the order it came."""

    servers: Servers
    url: str
    secret: str
    seq: int
    chance: random.Random
    heard: list[dict[str, Any]] = field(default_factory=list)
    breaks: int = 0

    def follow(self, is_over: threading.Event) -> None:
        while self.breaks < BREAKS_EACH or not is_over.is_set():
            if self.breaks < BREAKS_EACH:
                self.break_off()
            self.catch_up()
        self.catch_up()

    def catch_up(self) -> None:
        path = f"{self.url}/events?after={self.seq}"
        told = self.servers.ask("GET", path, Authorization=f"Bearer {self.secret}")
        self.heard += told["events"]
        self.seq = told["seq"]

    def break_off(self) -> None:
        """Ask, and reset the connection somewhere in the answer: what came of it is unusable."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.servers.port)) as raw:
            raw.settimeout(GIVE_UP_S)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request = (
                f"GET {self.url}/events?after={self.seq} HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: Bearer {self.secret}\r\n\r\n"
            )
            raw.sendall(request.encode())
            if self.chance.random() < 0.5:
                raw.recv(self.chance.randint(1, 400))
        self.breaks += 1


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


@contextmanager
def following(phones: list[Phone]) -> Iterator[None]:
    """All phones follow until the block ends, and then until they have caught up."""
    is_over = threading.Event()
    faults: list[BaseException] = []

    def follow(phone: Phone) -> None:
        try:
            phone.follow(is_over)
        except BaseException as error:  # noqa: BLE001 - told below
            faults.append(error)

    threads = [threading.Thread(target=follow, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join(GIVE_UP_S)
    assert faults == []
    assert not any(thread.is_alive() for thread in threads)


def test_a_thousand_broken_connections_and_killed_servers_lose_and_repeat_nothing(
    servers: Servers,
) -> None:
    cookie = signed_in(servers)
    opened = servers.ask("POST", "/api/v1/groups", {}, Cookie=cookie)
    url = f"/api/v1/groups/{opened['code']}"
    phones = []
    for number in range(PHONES):
        sent = {"lang": "kk", "output": "headphones"}
        joined = servers.ask("POST", f"{url}/phones", sent)
        chance = random.Random(number)  # noqa: S311 - no secret
        phones.append(Phone(servers, url, joined["secret"], joined["seq"], chance))
    first = phones[0].seq
    killings = []
    with following(phones):
        for number in range(PRESSES):
            if number in KILLED_AT:
                killings.append(threading.Timer(KILLED_AT[number], restart, [servers]))
                killings[-1].start()
            where = {"lat": number / 10, "lng": 71.0, "accuracy_m": 5}
            sent = {"id": f"p{number}", "desk": opened["desk"], "command": "gather"} | where
            servers.ask("POST", f"{url}/commands", sent, Cookie=cookie)
        for killing in killings:
            killing.join()
    assert sum(phone.breaks for phone in phones) == PHONES * BREAKS_EACH == 1000
    for phone in phones:
        assert [event["seq"] for event in phone.heard] == list(range(first + 1, phone.seq + 1))
        places = [event["state"]["gather"]["lat"] for event in phone.heard]
        assert places == [number / 10 for number in range(PRESSES)]


def restart(servers: Servers) -> None:
    servers.kill()
    servers.start()
