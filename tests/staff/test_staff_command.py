"""``flask staff``: adding, listing and changing accounts from the command line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask

from tour.app import create_app
from tour.cli import register
from tour.settings import Settings
from tour.staff import Accounts
from tour.staff.passwords import Argon2Passwords
from tour.wiring import build_services

PASSWORD = "snow steppe iron stone"
Run = Callable[..., Result]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    # The database is new: the command itself brings it to the newest form.
    services = build_services(replace(settings), passwords=Argon2Passwords(passes=1, memory_kib=64))
    app = create_app(settings, services)
    register(app)
    yield app
    services.database.engine.dispose()


@pytest.fixture
def staff(app: Flask) -> Accounts:
    found: Accounts = app.extensions["tour"].staff
    return found


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()
    return lambda *args, typed="": runner.invoke(args=["staff", *args], input=typed)


def test_the_password_is_asked_for_twice_and_not_shown(run: Run, staff: Accounts) -> None:
    done = run("add", "Anna", "--role", "guide", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    assert staff.sign_in("anna", PASSWORD, "") is not None


def test_there_is_no_account_without_a_good_password(run: Run, staff: Accounts) -> None:
    for args, typed in (
        ((), "short\nshort\n"),
        (("--password-stdin",), ""),
        (("--password-stdin",), "password1234\n"),
        (("--password-stdin", "--passphrase"), ""),
    ):
        done = run("add", "Anna", "--role", "guide", *args, typed=typed)
        assert done.exit_code != 0
        assert "Traceback" not in done.output
    assert run("list").output.startswith("There is no account yet")
    assert staff.listed() == ()


def test_a_script_gives_the_password_by_a_pipe(run: Run, staff: Accounts) -> None:
    typed = f"{PASSWORD}\n"
    done = run("add", "Anna", "--role", "editor", "--password-stdin", typed=typed)
    assert done.output == "Anna may sign in now, as editor.\n"
    assert staff.sign_in("anna", PASSWORD, "") is not None
    assert run("add", "anna", "--role", "guide", "--password-stdin", typed=typed).exit_code == 1


def test_a_made_passphrase_is_shown_once_and_works(run: Run, staff: Accounts) -> None:
    for command in (("add", "Anna", "--role", "admin"), ("password", "Anna")):
        shown = re.findall(r"^  (\S+)$", run(*command, "--passphrase").output, re.MULTILINE)
        assert len(shown) == 1
        assert staff.sign_in("anna", shown[0], "") is not None


def test_accounts_are_listed_changed_and_removed(run: Run, staff: Accounts) -> None:
    run("add", "Anna", "--role", "guide", "--password-stdin", typed=PASSWORD)
    assert staff.sign_in("anna", PASSWORD, "")
    assert run("role", "anna", "editor").output == "Changed: editor.\n"
    assert re.search(r"Anna +editor +\S+ +\S+ \S+ UTC +1", run("list").output)
    assert run("revoke", "Anna").output == "1 session was ended.\n"
    assert run("remove", "Anna", typed="n\n").exit_code == 1
    assert len(staff.listed()) == 1
    assert run("remove", "Anna", "--yes").output == "Deleted.\n"
    for command in (("remove", "Anna", "--yes"), ("revoke", "Anna"), ("role", "Anna", "guide")):
        done = run(*command)
        assert done.exit_code == 1
        assert "There is no account “Anna”" in done.output
