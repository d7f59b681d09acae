"""Walks for a measurement: a database with one that is open, its desk's button, its phones."""

import itertools
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import insert, select

from tour.app import create_app
from tour.groups.tables import group_phones
from tour.groups.walks import digest
from tour.settings import Settings
from tour.staff import Role
from tour.storage import prepare_database
from tour.wiring import Services, build_services
from webload.client import get, post
from webload.live_app import GUIDE


@dataclass
class Walk:
    """A walk on the servers' database, its desk's button, the secrets of its phones."""

    code: str
    desk: str
    session: str
    secrets: Sequence[str]
    stops: Iterator[str]
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def button(self) -> bytes:
        """The request of a press."""
        asked = {
            "code": self.code,
            "desk": self.desk,
            "id": next(self.numbers),
            "stop": next(self.stops),
        }
        return f"POST /press?{urlencode(asked)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()

    def listening(self) -> list[bytes]:
        """The requests that open streams, of one phone each."""
        path = f"/api/v1/groups/{self.code}/stream"
        return [get(path, f"Authorization: Bearer {secret}") for secret in self.secrets]

    def look(self) -> bytes:
        """The request by which the desk sees how the phones are."""
        return get(f"/api/v1/groups/{self.code}/desk", f"Cookie: tour-staff={self.session}")

    def reports(self) -> list[bytes]:
        """The requests by which each phone tells how it follows."""
        sent = {
            "lang": "en",
            "output": "headphones",
            "position": None,
            "lag_ms": 12.5,
            "clock_error_ms": 2.0,
            "saved": True,
            "state": "in_step",
            "hidden": False,
        }
        path, body = f"/api/v1/groups/{self.code}/phones/me", json.dumps(sent).encode()
        return [post(path, secret, body) for secret in self.secrets]


def prepared(folder: Path, phones: int) -> tuple[dict[str, str], Walk]:
    """A database with one open walk in one language, which so many phones have joined."""
    environ = {"TOUR_INSTANCE": str(folder), "TOUR_AUDIO": str(folder / "audio")}
    settings = Settings.from_env(environ)
    services = build_services(settings)
    prepare_database(create_app(settings, services))
    stops = itertools.cycle(stop.id for stop in services.catalogue.current().stops)
    password = secrets.token_urlsafe(16)
    assert services.staff.add("Guide", Role.GUIDE, password).id == GUIDE
    opened = services.staff.sign_in("Guide", password, "")
    assert opened is not None
    desk = services.groups.desks.open(GUIDE, ("en",))
    made = _joined(services, desk.code, phones)
    services.database.engine.dispose()
    return environ, Walk(desk.code, desk.token, opened.token, made, stops)


def logged(environ: dict[str, str], code: str) -> set[int]:
    """The numbers of the events that are kept of a walk; of more than 200 the newest."""
    services = build_services(Settings.from_env(environ))
    walk = services.groups.desks.admit(code, GUIDE)
    found = {each.seq for each in services.groups.walks.logged(walk, 0)}
    services.database.engine.dispose()
    return found


def _joined(services: Services, code: str, phones: int) -> list[str]:
    """The secrets of so many phones: one joins, the others get rows like its own."""
    first = services.groups.phones.join(code, "en", "headphones", "").secret
    more = [secrets.token_urlsafe(16) for _ in range(phones - 1)]
    with services.database.write() as connection:
        row = connection.execute(select(group_phones)).mappings().one()
        kept = {name: value for name, value in row.items() if name != "id"}
        if more:
            rows = [kept | {"secret_sha256": digest(secret)} for secret in more]
            connection.execute(insert(group_phones), rows)
    return [first, *more]
