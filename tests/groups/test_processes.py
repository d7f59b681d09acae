"""Several processes at one log, and what is left of one that is killed; on both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tour.groups import commands as do
from tour.groups.desks import Desk
from tour.groups.store import Groups
from tour.storage import Database

HERE = Path(__file__).resolve().parent
ENVIRON = os.environ | {"PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parents[1])))}
DESK = Path(__file__).with_name("pressing_desk.py")
AIGUL = 1


@pytest.fixture
def desk(groups: Groups) -> Desk:
    return groups.desks.open(AIGUL)


def pressing(database: Database, desk: Desk, name: str, times: int, *more: str) -> list[str]:
    address = database.engine.url.render_as_string(hide_password=False)
    return [sys.executable, str(DESK), address, desk.code, desk.token, name, str(times), *more]


def taken(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(text("SELECT id FROM group_commands")).scalars())


def test_processes_that_press_at_once_lose_nothing_and_leave_no_gap(
    database: Database, desk: Desk
) -> None:
    commands = [pressing(database, desk, name, 15) for name in ("a", "b", "c")]
    running = [
        subprocess.Popen(each, stdout=subprocess.PIPE, env=ENVIRON, text=True) for each in commands
    ]
    acknowledged = {line for process in running for line in process.communicate()[0].split()}
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(acknowledged) == 90
    assert taken(database) == acknowledged
    with database.read() as connection:
        numbers = connection.execute(text("SELECT seq FROM group_events ORDER BY seq")).scalars()
        last = connection.execute(text("SELECT seq FROM group_walks")).scalar_one()
        seqs = list(numbers)
    assert seqs == list(range(1, last + 1))
    # One press may find the very place of another one: then it changes nothing.
    assert last > 45


def test_killed_between_commit_and_waking_nothing_is_lost_and_nothing_is_done_twice(
    groups: Groups, database: Database, desk: Desk
) -> None:
    phone = groups.phones.join(desk.code, "kk", "headphones", "here")
    done = subprocess.run(
        pressing(database, desk, "a", 1, "die"), capture_output=True, env=ENVIRON, check=False
    )
    assert done.returncode == -9
    kept = taken(database)
    assert kept
    told = groups.phones.events_after(phone.code, phone.secret, phone.state.seq)
    assert [one.kind for one in told] == ["gathering"] * len(kept)
    for press_id in kept:  # the desk had no answer and asks again
        groups.desks.command(desk.code, AIGUL, desk.token, press_id, do.End())
    assert groups.phones.events_after(phone.code, phone.secret, told[-1].seq) == ()


@pytest.mark.parametrize("_again", range(2))
def test_what_was_acknowledged_survives_kill_minus_nine(
    groups: Groups, database: Database, desk: Desk, _again: int
) -> None:
    command = pressing(database, desk, "a", 10_000)
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRON, text=True) as process:
        assert process.stdout is not None
        acknowledged = {process.stdout.readline().strip() for _ in range(40)}
        process.kill()
        acknowledged |= {line.strip() for line in process.stdout if line.endswith("\n")}
    assert acknowledged <= taken(database)
    assert len(acknowledged) >= 40
    logged = groups.walks.logged(groups.desks.admit(desk.code, AIGUL), 0)
    assert [one.seq for one in logged] == list(range(logged[0].seq, logged[-1].seq + 1))
    fresh = groups.desks.command(desk.code, AIGUL, desk.token, "fresh", do.Play("gate"))
    assert fresh.seq == logged[-1].seq + 1
