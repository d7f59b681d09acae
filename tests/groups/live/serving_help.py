"""The real server as a process of its own, a walk on its database, phones on real sockets."""

import itertools
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from live_help import WAIT_S, Phone
from serving_app import GUIDE
from sqlalchemy import insert
from sqlalchemy import select as select_rows

from tour.groups.tables import group_phones
from tour.groups.walks import digest
from tour.settings import ROOT, Settings
from tour.wiring import Services, build_services

HERE = Path(__file__).parent
MORE_PHONES = 500
_ARENA_BYTES = 64 << 20


class Server:
    """gunicorn as it is deployed, at one address even when it is killed and started again."""

    def __init__(self, settings: Settings, *options: str, **environ: str) -> None:
        self._options = options
        self._environ = environ | {
            "TOUR_STOPS": str(settings.stops_file),
            "TOUR_AUDIO": str(settings.audio_dir),
            "TOUR_INSTANCE": str(settings.instance_dir),
        }
        self._log = settings.instance_dir / "server.log"
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it; whoever connects meanwhile waits until it takes them over."""
        command = [sys.executable, "-m", "gunicorn", "--pythonpath", str(HERE)]
        command += ["--bind", f"fd://{self._listener.fileno()}", *self._options]
        with self._log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "serving_app:make()"],
                cwd=ROOT,
                env=os.environ | self._environ,
                pass_fds=[self._listener.fileno()],
                stderr=output,
            )
        assert self.get("/hello").endswith("hello")

    def tell(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def wait(self, timeout_s: float = WAIT_S) -> int:
        """The exit status."""
        assert self.process is not None
        return self.process.wait(timeout_s)

    def kill(self) -> None:
        """End it and its workers without any warning."""
        assert self.process is not None
        for each in (self.process.pid, *self.workers()):
            os.kill(each, signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def halted(self, worker: int) -> Iterator[None]:
        """One of its workers does nothing meanwhile: the others take whoever connects."""
        os.kill(worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker, signal.SIGCONT)

    def threads(self) -> int:
        """How many run in its only worker."""
        (worker,) = self.workers()
        return len(list(Path(f"/proc/{worker}/task").iterdir()))

    def arenas(self) -> int:
        """How many glibc has made beside the heap: each begins at a multiple of 64 MiB."""
        (worker,) = self.workers()
        lines = Path(f"/proc/{worker}/maps").read_text(encoding="utf-8").splitlines()
        named = [line.split() for line in lines]
        anonymous = [line[0] for line in named if len(line) == 5 and line[1] == "rw-p"]
        return sum(int(each.split("-")[0], 16) % _ARENA_BYTES == 0 for each in anonymous)

    def workers(self, wanted: int = 1) -> list[int]:
        """Their process ids, as soon as so many were begun; they may not answer yet."""
        assert self.process is not None
        tasks = Path(f"/proc/{self.process.pid}/task")
        found: list[str] = []
        for _ in range(2000):
            found = (tasks / str(self.process.pid) / "children").read_text(encoding="utf-8").split()
            if len(found) >= wanted:
                break
            select.select([], [], [], 0.005)
        return [int(child) for child in found]

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self._listener.close()

    def connect(self, *, buffer_bytes: int | None = None) -> socket.socket:
        connection = socket.socket()
        if buffer_bytes is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        connection.settimeout(WAIT_S)
        connection.connect(("127.0.0.1", self.port))
        return connection

    def ask(self, method: str, path: str, *headers: str) -> socket.socket:
        """A request on a connection of its own, which the server closes after its answer."""
        connection = self.connect()
        connection.sendall(request_bytes(method, path, "Connection: close", *headers))
        return connection

    def get(self, path: str, *headers: str, method: str = "GET") -> str:
        """The whole answer, headers and body."""
        phone = Phone(self.ask(method, path, *headers))
        answer = phone.read_to_end()
        phone.hang_up()
        return answer


class Walk:
    """A walk with its desk and any number of phones, on a running server."""

    def __init__(self, server: Server, settings: Settings) -> None:
        self._server = server
        self._ids = itertools.count(1)
        self._stops = itertools.cycle(("gate", "lamp"))  # the same one twice is one press
        services = build_services(settings)
        desk = services.groups.desks.open(GUIDE, ("en",))
        self.code, self._desk = desk.code, desk.token
        self.secret = services.groups.phones.join(self.code, "en", "headphones", "").secret
        self._secrets = itertools.chain([self.secret], more_phones(services, self.code))
        services.database.engine.dispose()
        self.phones: list[Phone] = []

    @property
    def path(self) -> str:
        return f"/api/v1/groups/{self.code}/stream"

    def press(self) -> int:
        """Press a stop on the desk; the number of its event, which is kept from now on."""
        return int(self._server.get(self.press_path(), method="POST").rpartition("\n")[2])

    def press_path(self) -> str:
        asked = {
            "code": self.code,
            "desk": self._desk,
            "id": next(self._ids),
            "stop": next(self._stops),
        }
        return f"/press?{urlencode(asked)}"

    def open(
        self,
        *headers: str,
        query: str = "",
        port: int | None = None,
        buffer_bytes: int | None = None,
    ) -> Phone:
        """Open a stream of another phone; the head has been read."""
        if port is None:
            connection = self._server.connect(buffer_bytes=buffer_bytes)
        else:
            connection = socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
        secret = f"Authorization: Bearer {next(self._secrets)}"
        connection.sendall(request_bytes("GET", self.path + query, secret, *headers))
        phone = Phone(connection)
        phone.read_until("\r\n\r\n")
        self.phones.append(phone)
        return phone

    def wait_for_count(self, wanted: int) -> None:
        """Until so many streams are counted; asking takes long enough to ask again at once."""
        counted = -1
        for _ in range(2000):
            counted = int(self._server.get("/count").rpartition("\n")[2])
            if counted == wanted:
                return
            select.select([], [], [], 0.005)
        assert counted == wanted


def more_phones(services: Services, code: str) -> list[str]:
    """The secrets of many more phones that have joined, all at once."""
    made = [f"phone-{number}" for number in range(MORE_PHONES)]
    with services.database.write() as connection:
        walk = services.groups.walks.find(connection, code)
        row = connection.execute(
            select_rows(group_phones).where(group_phones.c.group_id == walk.id)
        ).one()
        kept = {name: value for name, value in row._mapping.items() if name != "id"}
        rows = [kept | {"secret_sha256": digest(f"{code}-{each}")} for each in made]
        connection.execute(insert(group_phones), rows)
    return [f"{code}-{each}" for each in made]


def request_bytes(method: str, path: str, *headers: str) -> bytes:
    lines = (f"{method} {path} HTTP/1.1", "Host: localhost", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@contextmanager
def serving(settings: Settings, *options: str, **environ: str) -> Iterator[tuple[Server, Walk]]:
    """A running server and a walk on it. Nothing but what the test expects stands in its log."""
    server = Server(settings, *options, **environ)
    server.start()
    walk = Walk(server, settings)
    try:
        yield server, walk
    finally:
        server.close()
        for phone in walk.phones:
            phone.hang_up()
