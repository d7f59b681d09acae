"""Codes of walks, and how often they may be tried."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.errors import TooManyRequests
from tour.groups.codes import ALPHABET, LENGTH, normal_code, random_code
from tour.groups.tries import WINDOW_S, WRONG_BY_ADDRESS, WRONG_BY_ALL, Tries

if TYPE_CHECKING:
    from conftest import StoppedClock

LOOK_ALIKE = ["0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV"]


def test_no_two_signs_of_a_code_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 25
    for signs in LOOK_ALIKE:
        assert len(set(signs) & set(ALPHABET)) <= 1


def test_a_code_is_its_own_normal_form_and_hard_to_guess() -> None:
    codes = {random_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(normal_code(code) == code for code in codes)
    assert len(ALPHABET) ** LENGTH > 200_000_000


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acd234", "ACD234"),
        (" ac-d2 34\t", "ACD234"),
        ("ACO23A", "ACD23A"),
        ("BSZGOU", "8526DV"),
        ("АСЕНКМ", "ACEHKM"),  # Cyrillic
        ("ртхуve", "PTXYVE"),
        ("ACD23", None),
        ("ACD2345", None),
        ("ACD23I", None),
        ("ЖЖЖЖЖЖ", None),
        ("", None),
    ],
)
def test_what_people_type_is_understood(typed: str, meant: str | None) -> None:
    assert normal_code(typed) == meant


@given(st.text())
def test_any_text_is_a_code_or_none(typed: str) -> None:
    code = normal_code(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


@pytest.fixture
def tries(stopped_clock: "StoppedClock") -> Tries:
    return Tries(stopped_clock)


def wrong(tries: Tries, address: str, times: int) -> None:
    for _ in range(times):
        tries.check(address)
        tries.wrong(address)


def test_an_address_may_be_wrong_so_often_and_then_waits(
    tries: Tries, stopped_clock: "StoppedClock"
) -> None:
    wrong(tries, "a", WRONG_BY_ADDRESS)
    with pytest.raises(TooManyRequests) as refused:
        tries.check("a")
    wait_s = refused.value.details["retry_after_s"]
    assert isinstance(wait_s, int)
    assert 0 < wait_s <= WINDOW_S + 1
    tries.check("b")
    stopped_clock.advance(seconds=wait_s)
    tries.check("a")


def test_a_bus_that_shares_an_address_may_mistype_more_often(tries: Tries) -> None:
    for _ in range(30):
        tries.right("bus")
    wrong(tries, "bus", WRONG_BY_ADDRESS + 30)
    with pytest.raises(TooManyRequests):
        tries.check("bus")


def test_when_very_many_are_wrong_only_those_who_were_must_wait(
    tries: Tries, stopped_clock: "StoppedClock"
) -> None:
    for number in range(WRONG_BY_ALL):
        wrong(tries, f"a{number}", 1)
    with pytest.raises(TooManyRequests):
        tries.check("a7")
    tries.check("new")
    stopped_clock.advance(seconds=WINDOW_S)
    tries.check("a7")


def test_no_address_is_kept_as_it_is(tries: Tries) -> None:
    wrong(tries, "192.0.2.7", 1)
    assert all(b"192.0.2.7" not in key for key in tries._known)
    assert Tries(tries._clock)._key("192.0.2.7") not in tries._known


def test_memory_is_bounded(tries: Tries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tour.groups.tries._KEPT", 50)
    for number in range(200):
        wrong(tries, f"a{number}", 1)
    assert len(tries._known) <= 50
