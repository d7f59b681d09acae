"""Streams of the real server on real sockets: what comes, in which order, to whom."""

import json
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient
from live_help import Phone
from serving_help import Server, Walk
from sqlalchemy import update

from tour.app import create_app
from tour.groups.tables import group_walks
from tour.settings import Settings
from tour.staff import Role
from tour.wiring import Services, build_services

Served = tuple[Server, Walk]
PASSWORD = "snow steppe iron stone"


def events_of(text: str) -> list[dict[str, object]]:
    lines = [line for line in text.splitlines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def test_a_press_reaches_every_phone(shared_walk: Served) -> None:
    _, walk = shared_walk
    phones = [walk.open() for _ in range(5)]
    for phone in phones:
        phone.read_event(1)  # the newest event comes first
    seq = walk.press()
    for phone in phones:
        phone.read_event(seq)
        assert phone.ids == [1, 2]
        first, second = events_of(phone.text)
        assert first["kind"] == "waiting"
        assert second["kind"] == "playing"
        assert second["state"]["stop"] == "gate"  # type: ignore[index]
        assert "\nevent: playing\n" in phone.text


def test_the_head_of_a_stream(shared_walk: Served) -> None:
    _, walk = shared_walk
    head = walk.open().text.partition("\r\n\r\n")[0]
    status, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert status == "HTTP/1.1 200 OK"
    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["Cache-Control"] == "no-store, no-transform"
    assert headers["X-Accel-Buffering"] == "no"
    assert headers["Connection"] == "close"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Security-Policy" in headers
    assert headers["Date"].endswith("GMT")
    assert not {"Content-Length", "Transfer-Encoding"} & set(headers)


@pytest.mark.parametrize("header", [True, False])
def test_a_phone_goes_on_from_the_last_event_that_it_got(
    shared_walk: Served, *, header: bool
) -> None:
    _, walk = shared_walk
    for _ in range(4):
        walk.press()
    phone = walk.open("Last-Event-ID: 2") if header else walk.open(query="?after=2")
    phone.read_event(5)
    walk.press()
    phone.read_event(6)
    assert phone.ids == [3, 4, 5, 6]


def test_who_knows_everything_gets_what_follows(shared_walk: Served) -> None:
    _, walk = shared_walk
    walk.press()
    phone = walk.open("Last-Event-ID: 2")
    walk.press()
    phone.read_event(3)
    assert phone.ids == [3]


@pytest.mark.parametrize("known", ["99", "nonsense", "-1", "", "٣", "1" * 40])
def test_a_number_that_means_nothing_gets_the_newest_event(shared_walk: Served, known: str) -> None:
    _, walk = shared_walk
    walk.press()
    walk.press()
    phone = walk.open(f"Last-Event-ID: {known}")
    phone.read_event(3)
    walk.press()
    phone.read_event(4)
    assert phone.ids == [3, 4]


def test_of_very_much_only_the_newest_comes(shared_walk: Served) -> None:
    _, walk = shared_walk
    last = 0
    while last < 150:
        last = walk.press()
    phone = walk.open("Last-Event-ID: 1")
    phone.read_event(last)
    assert phone.ids == [last]


def test_only_who_joined_may_listen(shared_walk: Served) -> None:
    server, walk = shared_walk
    assert server.get(walk.path).startswith("HTTP/1.1 401 ")
    assert server.get(walk.path, "Authorization: Bearer wrong").startswith("HTTP/1.1 403 ")
    right = f"Authorization: Bearer {walk.secret}"
    elsewhere = walk.path.replace(walk.code, "AAAAAA")
    assert server.get(elsewhere, right).startswith("HTTP/1.1 403 ")
    head = server.get(walk.path, right, method="HEAD")
    assert head.startswith("HTTP/1.1 200 ")
    assert "text/event-stream" in head
    walk.wait_for_count(0)


class Staff:
    """Accounts that are signed in."""

    def __init__(self, services: Services, code: str) -> None:
        self.services = services
        self.cookies = {}
        roles = {"Anna": Role.GUIDE, "Berik": Role.EDITOR, "Vera": Role.GUIDE, "Ivan": Role.ADMIN}
        for name, role in roles.items():
            account = services.staff.add(name, role, PASSWORD)
            opened = services.staff.sign_in(name, PASSWORD, "")
            assert opened is not None
            self.cookies[name] = f"Cookie: tour-staff={opened.token}"
            if name == "Anna":
                leading = update(group_walks).where(group_walks.c.code == code)
                with services.database.write() as connection:
                    connection.execute(leading.values(led_by=account.id))

    def remove(self) -> None:
        for name in self.cookies:
            self.services.staff.remove(name)


@pytest.fixture
def staff(shared_server: tuple[Server, Settings], shared_walk: Served) -> Iterator[Staff]:
    """Four accounts, of which Anna leads the walk."""
    services = build_services(shared_server[1])
    staff = Staff(services, shared_walk[1].code)
    yield staff
    staff.remove()
    services.database.engine.dispose()


def test_who_leads_listens_by_the_session_of_the_desk(shared_walk: Served, staff: Staff) -> None:
    server, walk = shared_walk
    cookies = staff.cookies
    assert server.get(walk.path, cookies["Berik"]).startswith("HTTP/1.1 403 ")
    assert server.get(walk.path, cookies["Vera"]).startswith("HTTP/1.1 409 ")
    elsewhere = walk.path.replace(walk.code, "AAAAAA")
    assert server.get(elsewhere, cookies["Anna"]).startswith("HTTP/1.1 404 ")
    desks = [Phone(server.ask("GET", walk.path, cookies[name])) for name in ("Anna", "Ivan")]
    for desk in desks:
        desk.read_event(1)
    walk.wait_for_count(2)
    for desk in desks:
        desk.hang_up()
    walk.wait_for_count(0)


def test_whoever_left_or_was_signed_out_hears_no_more(shared_walk: Served, staff: Staff) -> None:
    server, walk = shared_walk
    desks = {
        name: Phone(server.ask("GET", walk.path, staff.cookies[name])) for name in ("Anna", "Ivan")
    }
    left, stays = walk.open(), walk.open()
    for desk in desks.values():
        desk.read_event(1)
    staff.services.staff.revoke("Anna")
    me = walk.path.replace("/stream", "/phones/me")
    secret = f"Authorization: Bearer {walk.secret}"
    assert server.get(me, secret, method="DELETE").startswith("HTTP/1.1 204 ")
    assert "bye" not in desks["Anna"].read_to_end() + left.read_to_end()
    walk.wait_for_count(2)
    stays.read_until(":\n\n:\n\n")
    for desk in desks.values():
        desk.hang_up()


def test_a_server_that_keeps_its_sockets_says_so(migrated: Settings) -> None:
    services = build_services(migrated)
    code = services.groups.desks.open(1).code
    secret = services.groups.phones.join(code, "en", "headphones", "").secret
    client: FlaskClient = create_app(migrated, services).test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.get(f"/api/v1/groups/{code}/stream", headers=headers)
    services.database.engine.dispose()
    assert answer.status_code == HTTPStatus.NOT_IMPLEMENTED
    assert answer.json["type"] == "/problems/no-stream"
    assert answer.content_type == "application/problem+json"
