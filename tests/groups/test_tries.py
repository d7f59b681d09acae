"""How often codes may be tried, on both databases."""

import itertools
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from groups_help import FixedProgramme
from sqlalchemy import text

from tour.errors import NotFound, TooManyRequests
from tour.groups import commands as do
from tour.groups import tries
from tour.groups.codes import ALPHABET, LENGTH, random_code
from tour.groups.desks import Desk
from tour.groups.errors import LedElsewhere
from tour.groups.store import Groups
from tour.groups.walks import Walks
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

AIGUL, BORIS = 1, 2
NAT = "192.0.2.7"
MINUTES_A_YEAR = 60 * 24 * 365.25


@pytest.fixture
def desk(groups: Groups) -> Desk:
    return groups.desks.open(AIGUL)


@pytest.fixture
def codes() -> Iterator[str]:
    """Wrong codes, never the same twice."""
    return ("".join(signs) for signs in itertools.product(ALPHABET, repeat=LENGTH))


def guess(groups: Groups, code: str, address: str = NAT) -> str:
    """What a try is told."""
    try:
        groups.phones.join(code, "kk", "headphones", address)
    except NotFound:
        return "wrong"
    except TooManyRequests as refused:
        wait_s = refused.details["retry_after_s"]
        assert isinstance(wait_s, int)
        assert 0 < wait_s <= 1600
        return "wait"
    return "in"


def test_wrong_codes_are_told_to_wait_and_a_right_one_is_let_in_all_the_same(
    groups: Groups, desk: Desk, codes: Iterator[str]
) -> None:
    told = [guess(groups, next(codes)) for _ in range(tries.TOLD_AFTER + 20)]
    assert told == ["wrong"] * tries.TOLD_AFTER + ["wait"] * 20
    assert [guess(groups, desk.code) for _ in range(3)] == ["in"] * 3


def test_what_is_not_looked_up_is_told_alike_whether_right_or_wrong(
    groups: Groups, desk: Desk, codes: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "LOOKED_UP", 20)
    for _ in range(20):
        guess(groups, next(codes))
    said = set()
    for code in (next(codes), desk.code, next(codes)):
        with pytest.raises(TooManyRequests) as refused:
            groups.phones.join(code, "kk", "headphones", NAT)
        said.add((refused.value.message, refused.value.details["retry_after_s"]))
    assert len(said) == 1
    assert guess(groups, desk.code, "192.0.2.8") == "in"


def test_levels_sink_and_let_in_again(
    groups: Groups,
    desk: Desk,
    codes: Iterator[str],
    stopped_clock: "StoppedClock",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tries, "LOOKED_UP", 12)
    for _ in range(12):
        guess(groups, next(codes))
    with pytest.raises(TooManyRequests) as refused:
        groups.phones.join(desk.code, "kk", "headphones", NAT)
    stopped_clock.advance(seconds=int(str(refused.value.details["retry_after_s"])))
    assert guess(groups, desk.code) == "in"
    stopped_clock.advance(minutes=10)
    assert guess(groups, next(codes)) == "wrong"


def test_a_known_code_buys_no_guesses(
    groups: Groups, desk: Desk, codes: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "LOOKED_UP", 15)
    told = []
    for _ in range(20):
        guess(groups, desk.code)
        told.append(guess(groups, next(codes)))
    assert told.count("wrong") == tries.TOLD_AFTER
    assert guess(groups, desk.code) == "wait"


def test_guesses_side_by_side_do_not_slip_through(
    groups: Groups, desk: Desk, codes: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "LOOKED_UP", 8)
    told: list[str] = []
    everybody = threading.Barrier(20)

    def try_one(code: str) -> None:
        everybody.wait()
        told.append(guess(groups, code))

    threads = [threading.Thread(target=try_one, args=(next(codes),)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["wait"] * 12 + ["wrong"] * 8
    assert guess(groups, desk.code) == "wait"


def test_two_processes_agree(
    groups: Groups,
    database: Database,
    stopped_clock: "StoppedClock",
    make_token: Callable[[], str],
    codes: Iterator[str],
) -> None:
    second = Database(database.engine.url.render_as_string(hide_password=False))
    walks = Walks(second, stopped_clock, FixedProgramme(), lambda *_: None, keep_hours=12)
    both = (groups, Groups.of(walks, make_token, random_code))
    told = [guess(both[number % 2], next(codes)) for number in range(tries.TOLD_AFTER + 2)]
    assert told == ["wrong"] * tries.TOLD_AFTER + ["wait"] * 2
    second.engine.dispose()


def test_when_all_together_try_too_much_those_wait_who_were_wrong_before(
    groups: Groups,
    desk: Desk,
    codes: Iterator[str],
    stopped_clock: "StoppedClock",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tries, "ALL_PER_MIN", 15)
    for _ in range(tries.STRAINED):
        guess(groups, next(codes))
    assert guess(groups, desk.code) == "in"
    for number in range(14):
        assert guess(groups, next(codes), f"many-{number}") == "wrong"
    assert guess(groups, desk.code) == "wait"
    assert guess(groups, next(codes), "many-3") == "wrong"  # it may be wrong three times
    assert guess(groups, desk.code, "new") == "in"
    stopped_clock.advance(minutes=1)
    assert guess(groups, desk.code) == "in"


def test_the_same_wrong_code_again_and_what_is_no_code_are_no_guesses(groups: Groups) -> None:
    for _ in range(tries.TOLD_AFTER * 2):
        assert guess(groups, "AAAAAA") == "wrong"
        assert guess(groups, "what is this") == "wrong"


def test_a_whole_bus_joins_from_one_address_and_no_flood(
    groups: Groups,
    desk: Desk,
    stopped_clock: "StoppedClock",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert tries.JOINS >= 100
    monkeypatch.setattr(tries, "JOINS", 12)
    assert [guess(groups, desk.code) for _ in range(14)] == ["in"] * 12 + ["wait"] * 2
    assert guess(groups, desk.code, "elsewhere") == "in"
    stopped_clock.advance(seconds=31)
    assert [guess(groups, desk.code) for _ in range(7)] == ["in"] * 6 + ["wait"]


def test_a_guides_desk_tells_no_codes(
    groups: Groups, desk: Desk, codes: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers of a walk, its stream, its commands and taking it over, all in one count."""
    monkeypatch.setattr(tries, "LOOKED_UP", tries.TOLD_AFTER + 4)
    ways: list[Callable[[str], object]] = [
        lambda code: groups.desks.view(code, BORIS),
        lambda code: groups.desks.admit(code, BORIS),
        lambda code: groups.desks.command(code, BORIS, "x", "x", do.Hold()),
        lambda code: groups.desks.lead(code, BORIS),
    ]
    for number in range(tries.TOLD_AFTER + 4):
        with pytest.raises(NotFound if number < tries.TOLD_AFTER else TooManyRequests):
            ways[number % len(ways)](next(codes))
    for way in (*ways, lambda code: groups.desks.admit(code, BORIS, leads_all=True)):
        said = set()
        for code in (desk.code, next(codes)):
            with pytest.raises(TooManyRequests) as refused:
                way(code)
            said.add(refused.value.message)
        assert len(said) == 1
    groups.desks.view(desk.code, AIGUL)
    with pytest.raises(LedElsewhere):
        groups.desks.view(desk.code, 3)


def test_no_address_is_kept_as_it_is_and_its_digest_not_for_long(
    groups: Groups,
    desk: Desk,
    codes: Iterator[str],
    database: Database,
    stopped_clock: "StoppedClock",
) -> None:
    def kept() -> list[str]:
        with database.read() as connection:
            return [str(row) for row in connection.execute(text("SELECT * FROM group_tries"))]

    guess(groups, next(codes))
    guess(groups, desk.code, "192.0.2.8")
    assert len(kept()) == 3  # two addresses, and all together
    assert NAT not in str(kept())
    stopped_clock.advance(minutes=31)
    guess(groups, desk.code, "192.0.2.9")
    assert len(kept()) == 1


def test_the_documented_times_are_those_of_the_numbers() -> None:
    codes = len(ALPHABET) ** LENGTH
    assert f"{codes:,}" in str(tries.__doc__)
    one_address = codes / tries.LOOKED_UP_PER_MIN / MINUTES_A_YEAR
    all_together = codes / tries.ALL_PER_MIN / MINUTES_A_YEAR
    thousand = codes / (1000 * tries.LOOKED_UP_PER_MIN) / 60 / 24
    for shown in (f"{one_address:.0f} years", f"{all_together:.1f} years", f"{thousand:.0f} days"):
        assert shown in str(tries.__doc__)
