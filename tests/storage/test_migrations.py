"""Migrations: one head, the tables that the code expects, up and down and up with data."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import migrate
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import column, insert, inspect, table, text

from tour.app import create_app
from tour.geo import LatLon
from tour.progress.model import Event
from tour.settings import ROOT, Settings
from tour.staff import Role
from tour.storage import Base, Database, pending_migrations
from tour.storage.extension import MIGRATIONS
from tour.survey import Take
from tour.wiring import Services, build_services

PASSWORD = "snow steppe iron stone"
TAKE = Take(
    id="a",
    stop="gate",
    shape="point",
    points=(LatLon(51.0, 71.0),),
    uncertainty_m=5,
    spread_m=2,
    recorded_ms=1,
    duration_s=40,
    fixes=40,
    used=40,
    by="Anna",
)
REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


@pytest.fixture
def services(empty_database_url: str) -> Iterator[Services]:
    services = build_services(Settings(database_url=empty_database_url))
    yield services
    services.database.engine.dispose()


@pytest.fixture
def app(services: Services) -> Iterator[Flask]:
    app = create_app(services.settings, services)
    with app.app_context():
        yield app


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_making_the_app_touches_no_database(services: Services, tmp_path: Path) -> None:
    create_app(services.settings, services)
    assert services.database.engine.pool.checkedin() == 0  # type: ignore[attr-defined]
    assert list(tmp_path.glob("*.db")) == []


@pytest.mark.usefixtures("app")
def test_an_empty_database_lacks_the_head_and_then_nothing(services: Services) -> None:
    assert pending_migrations(services.database) == {REVISIONS[0]}
    upgrade()
    assert pending_migrations(services.database) == frozenset()


@pytest.mark.usefixtures("app")
def test_migrations_make_the_tables_that_the_code_expects(services: Services) -> None:
    upgrade()
    with services.database.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.usefixtures("app")
def test_up_down_and_up_again_with_data(services: Services) -> None:
    upgrade()
    services.staff.add("Anna", Role.EDITOR, PASSWORD)
    assert services.staff.sign_in("Anna", PASSWORD, "192.0.2.1")
    services.survey.add([TAKE])
    for revision in REVISIONS:
        visit = services.visits.create("kk")
        services.visits.add_events(visit.id, visit.secret, [Event("a", "arrived", 1, "gate")])
        downgrade(revision=f"{revision}-1" if revision != REVISIONS[-1] else "base")
    assert set(inspect(services.database.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    visit = services.visits.create("kk")
    assert services.visits.progress(visit.id, visit.secret).stops == {}


@pytest.mark.usefixtures("app")
def test_the_version_before_goes_on_with_the_phones_of_its_walks(services: Services) -> None:
    walk = (
        "INSERT INTO group_walks (id, code, seq, ended, led_by, desk_sha256, languages, opened_ms,"
        " expires_ms) VALUES (1, 'AC42XY', 0, false, 1, 'a', 'kk', 1, 2)"
    )
    upgrade(revision="0005")
    with services.database.write() as connection:
        connection.execute(text(walk))
    _join(services, "before", following=True)
    upgrade()
    _join(services, "meanwhile", following=True)
    _join(services, "after")
    downgrade(revision="0005")
    _join(services, "again", following=True)
    upgrade()
    with services.database.read() as connection:
        kept = connection.execute(text("SELECT secret_sha256, following FROM group_phones"))
        assert {name: bool(follows) for name, follows in kept} == dict.fromkeys(
            ("before", "meanwhile", "after", "again"), True
        )
    with services.database.write() as connection:
        connection.execute(text("DELETE FROM group_walks"))
        assert connection.execute(text("SELECT count(*) FROM group_phones")).scalar_one() == 0


def _join(services: Services, name: str, **more: bool) -> None:
    row = {"group_id": 1, "secret_sha256": name, "lang": "kk", "output": "headphones", "seen_ms": 1}
    row |= {"in_step": True, "hidden": False, "saved": False} | more
    phones = table("group_phones", *(column(each) for each in row))
    with services.database.write() as connection:
        connection.execute(insert(phones).values(row))


@pytest.mark.usefixtures("app")
def test_deleting_a_visit_deletes_its_events(services: Services) -> None:
    upgrade()
    visit = services.visits.create("kk")
    services.visits.add_events(visit.id, visit.secret, [Event("a", "arrived", 1, "gate")])
    services.visits.forget(visit.id, visit.secret)
    with services.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM visit_events")).scalar_one() == 0


def test_two_processes_may_prepare_it_at_once(empty_database_url: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    env = os.environ | {"DATABASE_URL": empty_database_url}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ends = [(process.communicate(), process.returncode) for process in both]
    assert [code for _, code in ends] == [0, 0], ends
    migrate(empty_database_url)
    database = Database(empty_database_url)
    assert pending_migrations(database) == frozenset()
    database.engine.dispose()
