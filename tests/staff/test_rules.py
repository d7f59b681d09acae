import re

import pytest

from tour.staff import Account, Role
from tour.staff.passwords import make_passphrase
from tour.staff.rules import clean_name, name_fault, name_key, password_fault, wait_s


@pytest.mark.parametrize("name", ["Айгүл", "Anna Schmidt", "guide-2", "Қ", "О'Нил", "a.b"])
def test_names_of_people_are_taken(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize("name", ["", " ", "-a", "a\0b", "a\nb", "x" * 41, "<b>", "ﷺ" * 30, "a "])
def test_other_names_are_refused(name: str) -> None:
    assert name_fault(name)


def test_one_name_written_in_several_ways_is_one() -> None:
    ways = {"Anna Schmidt", "ANNA  SCHMIDT", " anna schmidt ", "Ａnna Schmidt"}
    assert len({name_key(way) for way in ways}) == 1
    assert clean_name(" Anna   Schmidt ") == "Anna Schmidt"
    assert name_key("a\0\udcffb") == "ab"


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("short-one", "x"),
        ("aaaaaaaaaaaabbb", "x"),
        ("password1234", "x"),
        ("Alzhir-2026-Alzhir", "x"),
        ("құпиясөз123456", "x"),
        ("01234567890123456789", "x"),
        ("Anna Schmidt 1", "anna schmidt"),
        ("y1" * 101, "x"),
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password: str, name: str) -> None:
    assert password_fault(password, name)


def test_a_few_words_are_a_good_password() -> None:
    assert password_fault("қар дала темір тас", "Айгүл") is None


def test_made_passphrases_are_good_and_differ() -> None:
    made = {make_passphrase() for _ in range(50)}
    assert len(made) == 50
    for each in made:
        assert re.fullmatch(r"(?:[a-z]{4}-){5}[a-z]{4}", each)
        assert password_fault(each, "guide") is None


def test_waiting_grows_and_ends() -> None:
    waits = [wait_s(failures, free=3, most_s=20) for failures in range(10)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 20, 20]
    assert wait_s(10**6, free=3, most_s=20) == 20


def test_an_admin_may_everything_and_each_role_its_own() -> None:
    guide, editor, admin = (Account(1, "x", role) for role in Role)
    assert guide.may(Role.GUIDE)
    assert not guide.may(Role.EDITOR)
    assert not editor.may(Role.GUIDE)
    assert editor.may(Role.GUIDE, Role.EDITOR)
    assert admin.may(Role.GUIDE)
    assert not editor.may(Role.ADMIN)
    assert guide.may()
