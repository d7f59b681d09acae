"""Accounts, signing in and sessions, on both databases."""

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tour.errors import InvalidInput, NotFound, TooManyRequests
from tour.staff import Accounts, Role
from tour.staff.model import Opened
from tour.staff.passwords import Argon2Passwords
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

PASSWORD = "snow steppe iron stone"
HERE = "192.0.2.1"


@pytest.fixture
def anna(accounts: Accounts) -> Accounts:
    accounts.add("Anna", Role.GUIDE, PASSWORD)
    return accounts


def opened(accounts: Accounts, address: str = HERE) -> Opened:
    found = accounts.sign_in("anna", PASSWORD, address)
    assert found is not None
    return found


def fail(accounts: Accounts, times: int, address: str = HERE, name: str = "anna") -> None:
    for _ in range(times):
        assert accounts.sign_in(name, "wrong", address) is None


def test_a_session_opens_the_account(anna: Accounts) -> None:
    session = opened(anna)
    assert anna.account_of(session.token) == session.account
    assert (session.account.name, session.account.role) == ("Anna", Role.GUIDE)


@pytest.mark.parametrize("token", ["", "token-0", "x" * 300, "\0", "\udcff"])
def test_another_token_opens_nothing(anna: Accounts, token: str) -> None:
    opened(anna)
    assert anna.account_of(token) is None


def test_names_are_taken_once_whatever_their_case(anna: Accounts) -> None:
    with pytest.raises(InvalidInput, match="already"):
        anna.add("ANNA", Role.ADMIN, PASSWORD)
    with pytest.raises(InvalidInput, match="letters"):
        anna.add("", Role.ADMIN, PASSWORD)
    with pytest.raises(InvalidInput, match="at least"):
        anna.add("Berik", Role.ADMIN, "")
    assert [each.account.name for each in anna.listed()] == ["Anna"]


@pytest.mark.parametrize("name", ["nobody", "", "\0", "\udcff", "x" * 1000])
def test_an_unknown_name_is_told_like_a_wrong_password(anna: Accounts, name: str) -> None:
    assert anna.sign_in(name, PASSWORD, HERE) is None
    assert anna.sign_in("anna", "wrong", HERE) is None


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(anna: Accounts) -> None:
    looked_at: list[str] = []

    class Counting(Argon2Passwords):
        def fits(self, kept: str, password: str) -> bool:
            looked_at.append(kept[:20])
            return super().fits(kept, password)

    anna._passwords = Counting(passes=1, memory_kib=64)
    fail(anna, 1, name="nobody")
    fail(anna, 1)
    assert len(looked_at) == 2
    assert looked_at[0] == looked_at[1]  # the same algorithm with the same settings


def test_nothing_that_signs_in_is_in_the_database(anna: Accounts, database: Database) -> None:
    session = opened(anna)
    fail(anna, 1)
    with database.read() as connection:
        kept = [
            str(row)
            for table in ("staff_accounts", "staff_sessions", "staff_devices", "staff_attempts")
            for row in connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
        ]
    assert len(kept) == 5
    for secret in (PASSWORD, session.token, session.device, HERE):
        assert secret not in "".join(kept)
    assert "$argon2id$" in kept[0]


def test_guesses_wait_longer_and_longer(anna: Accounts, stopped_clock: "StoppedClock") -> None:
    fail(anna, 5)
    waits = []
    for _ in range(10):
        with pytest.raises(TooManyRequests) as refused:
            anna.sign_in("ANNA", PASSWORD, "198.51.100.7")  # from wherever, and even if right
        waits.append(refused.value.details["retry_after_s"])
        stopped_clock.advance(seconds=waits[-1])
        fail(anna, 1)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_guesses_elsewhere_keep_nobody_out_of_a_browser_that_signed_in_before(
    anna: Accounts, stopped_clock: "StoppedClock"
) -> None:
    device = opened(anna).device
    for _ in range(3):
        fail(anna, 4, name="nobody")  # the address has to wait as well
        fail(anna, 5, address="198.51.100.7")
        for address in (HERE, "198.51.100.8"):
            with pytest.raises(TooManyRequests):
                anna.sign_in("anna", PASSWORD, address)
        again = anna.sign_in("anna", PASSWORD, HERE, device)
        assert again is not None
        assert again.device == device
        with pytest.raises(TooManyRequests):  # which gives the guesses no new start
            anna.sign_in("anna", PASSWORD, "198.51.100.7")
        stopped_clock.advance(days=2)


def test_a_browser_that_is_known_may_not_guess_either(anna: Accounts) -> None:
    anna.add("Berik", Role.GUIDE, PASSWORD)
    device = opened(anna).device
    for _ in range(5):
        assert anna.sign_in("anna", "wrong", HERE, device) is None
    with pytest.raises(TooManyRequests):
        anna.sign_in("anna", PASSWORD, HERE, device)
    opened(anna)  # elsewhere nothing was guessed
    fail(anna, 5, name="berik", address="198.51.100.7")
    with pytest.raises(TooManyRequests):  # it is known for one account alone
        anna.sign_in("berik", PASSWORD, HERE, device)


@pytest.mark.parametrize("forget", ["revoke", "set_password", "remove", "180 days", "20 others"])
def test_a_browser_is_unknown_again(
    anna: Accounts, stopped_clock: "StoppedClock", database: Database, forget: str
) -> None:
    device = opened(anna).device
    if forget == "revoke":
        anna.revoke("anna")
    elif forget == "set_password":
        anna.set_password("anna", PASSWORD)
    elif forget == "remove":
        anna.remove("anna")
        anna.add("Anna", Role.GUIDE, PASSWORD)
    elif forget == "180 days":
        stopped_clock.advance(days=180)
    else:
        for _ in range(20):
            stopped_clock.advance(seconds=1)
            opened(anna)
    fail(anna, 5)
    with pytest.raises(TooManyRequests):
        anna.sign_in("anna", PASSWORD, HERE, device)
    stopped_clock.advance(minutes=5)
    assert opened(anna).device != device
    with database.read() as connection:
        kept = connection.execute(text("SELECT count(*) FROM staff_devices")).scalar_one()
    assert kept == (20 if forget == "20 others" else 1)


@pytest.mark.parametrize("device", ["", "nonsense", "x" * 300, "\0", "\udcff"])
def test_what_was_given_to_no_browser_is_worth_nothing(anna: Accounts, device: str) -> None:
    fail(anna, 5)
    with pytest.raises(TooManyRequests):
        anna.sign_in("anna", PASSWORD, HERE, device)


def test_many_names_from_one_address_wait_too(
    anna: Accounts, stopped_clock: "StoppedClock"
) -> None:
    for number in range(20):
        fail(anna, 1, name=f"name-{number}")
    with pytest.raises(TooManyRequests):
        anna.sign_in("anna", PASSWORD, HERE)
    opened(anna, "198.51.100.7")
    stopped_clock.advance(seconds=1)
    opened(anna)
    with pytest.raises(TooManyRequests):  # one's own account does not free the address
        fail(anna, 2, name="name-99")


def test_a_right_password_frees_the_name(anna: Accounts) -> None:
    fail(anna, 4)
    opened(anna)
    fail(anna, 5)
    with pytest.raises(TooManyRequests):
        opened(anna)


def test_waiting_out_counts_nothing_and_a_day_forgets(
    anna: Accounts, stopped_clock: "StoppedClock", database: Database
) -> None:
    fail(anna, 5)
    for _ in range(3):
        with pytest.raises(TooManyRequests) as refused:
            opened(anna)
        assert refused.value.details["retry_after_s"] == 1
    stopped_clock.advance(days=1)
    opened(anna)
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM staff_attempts")).scalar_one() == 0


def test_guesses_side_by_side_do_not_slip_through(anna: Accounts) -> None:
    results: list[str] = []

    def guess(number: int) -> None:
        try:
            anna.sign_in("anna", f"wrong {number}", f"192.0.2.{number}")
            results.append("looked at")
        except TooManyRequests:
            results.append("refused")

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("looked at") == 5
    assert len(results) == 16


def test_two_processes_agree_on_failures(
    anna: Accounts, database: Database, stopped_clock: "StoppedClock"
) -> None:
    other_database = Database(database.engine.url.render_as_string(hide_password=False))
    other = Accounts(
        other_database,
        stopped_clock,
        lambda: "other",
        Argon2Passwords(passes=1, memory_kib=64),
        session_hours=12,
    )
    fail(anna, 3)
    fail(other, 2)
    with pytest.raises(TooManyRequests):
        opened(anna)
    other_database.engine.dispose()


def test_an_unused_session_ends_and_use_moves_its_end(
    anna: Accounts, stopped_clock: "StoppedClock"
) -> None:
    session = opened(anna)
    for _ in range(4):
        stopped_clock.advance(hours=11)
        assert anna.account_of(session.token)
    stopped_clock.advance(hours=12)
    assert anna.account_of(session.token) is None


def test_a_session_ends_after_a_week_at_the_latest(
    anna: Accounts, stopped_clock: "StoppedClock"
) -> None:
    session = opened(anna)
    hours = 0
    while anna.account_of(session.token):
        stopped_clock.advance(hours=8)
        hours += 8
    assert hours == 7 * 24


def test_sign_out_here_and_everywhere(anna: Accounts) -> None:
    first, second, third = (opened(anna) for _ in range(3))
    anna.sign_out(first.token)
    assert anna.account_of(first.token) is None
    assert anna.account_of(second.token)
    anna.sign_out_everywhere(second.account)
    assert anna.account_of(second.token) is anna.account_of(third.token) is None


def test_revoking_and_another_password_end_every_session(anna: Accounts) -> None:
    session = opened(anna)
    assert anna.revoke("ANNA") == 1
    assert anna.account_of(session.token) is None
    session = opened(anna)
    anna.set_password("anna", "another good password")
    assert anna.account_of(session.token) is None
    assert anna.sign_in("anna", PASSWORD, HERE) is None
    assert anna.sign_in("anna", "another good password", HERE)


def test_a_role_changes_at_once_and_a_removed_account_is_gone(anna: Accounts) -> None:
    session = opened(anna)
    anna.set_role("anna", Role.ADMIN)
    account = anna.account_of(session.token)
    assert account is not None
    assert account.role is Role.ADMIN
    anna.remove("anna")
    assert anna.account_of(session.token) is None
    for change in (anna.remove, anna.revoke):
        with pytest.raises(NotFound):
            change("anna")


def test_weak_hashes_are_renewed_on_the_way(anna: Accounts, database: Database) -> None:
    anna._passwords = Argon2Passwords(passes=2, memory_kib=64)
    opened(anna)
    with database.read() as connection:
        kept = connection.execute(text("SELECT password_hash FROM staff_accounts")).scalar_one()
    assert ",t=2," in kept
    opened(anna)


def test_the_list_tells_what_an_operator_wants_to_know(
    anna: Accounts, stopped_clock: "StoppedClock"
) -> None:
    anna.add("berik", Role.EDITOR, PASSWORD)
    stopped_clock.advance(hours=1)
    opened(anna)
    opened(anna)
    first, second = anna.listed()
    assert (first.account.name, first.sessions, first.signed_in_at) == (
        "Anna",
        2,
        stopped_clock.now,
    )
    assert (second.sessions, second.signed_in_at) == (0, None)


def test_an_account_has_a_bounded_number_of_sessions(anna: Accounts) -> None:
    tokens = [opened(anna).token for _ in range(23)]
    assert [anna.account_of(token) is None for token in tokens] == [True] * 3 + [False] * 20


def test_the_hashes_of_a_server_are_strong() -> None:
    hashed = Argon2Passwords().hash("x")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
