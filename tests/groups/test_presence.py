"""What a guide sees of the phones, on both databases."""

import random
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tour.groups import commands as do
from tour.groups.desks import Desk
from tour.groups.phones import Joined
from tour.groups.presence import DeskView, Report
from tour.groups.store import Groups
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

AIGUL = 1
WELL = Report("kk", "headphones", in_step=True, hidden=False, saved=False)


@pytest.fixture
def desk(groups: Groups) -> Desk:
    return groups.desks.open(AIGUL, ("kk", "ru"))


def joined(groups: Groups, desk: Desk, lang: str = "kk") -> Joined:
    return groups.phones.join(desk.code, lang, "headphones", "here")


def view(groups: Groups, desk: Desk) -> DeskView:
    return groups.desks.view(desk.code, AIGUL)[0]


def test_nobody_is_there_at_first(groups: Groups, desk: Desk) -> None:
    seen = view(groups, desk)
    assert seen == DeskView(0, {}, 0, 0, 0, 0, 0, {}, None, None)


def test_the_guide_sees_numbers(groups: Groups, desk: Desk) -> None:
    reports = [
        WELL,
        replace(WELL, saved=True, lag_ms=-20.0, clock_error_ms=2.0),
        replace(WELL, in_step=False, lag_ms=900.0, clock_error_ms=4.0),
        replace(WELL, lang="ru", in_step=False, saved=True, lag_ms=5000.0),
    ]
    for report in reports:
        phone = joined(groups, desk)
        groups.phones.report(phone.code, phone.secret, report)
    assert view(groups, desk) == DeskView(
        phones=4,
        languages={"kk": 3, "ru": 1},
        in_step=2,
        behind=2,
        asleep=0,
        offline=0,
        saved=2,
        seconds={},
        lag_ms=900.0,
        clock_error_ms=3.0,
    )


def test_a_phone_that_fell_silent_is_asleep_or_offline_until_it_speaks_again(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    awake, hidden = joined(groups, desk), joined(groups, desk)
    groups.phones.report(awake.code, awake.secret, WELL)
    groups.phones.report(hidden.code, hidden.secret, replace(WELL, hidden=True))
    stopped_clock.advance(seconds=25)
    assert view(groups, desk).in_step == 2
    stopped_clock.advance(seconds=1)
    seen = view(groups, desk)
    assert (seen.in_step, seen.asleep, seen.offline) == (0, 1, 1)
    groups.phones.report(hidden.code, hidden.secret, WELL)
    assert view(groups, desk).in_step == 1


def test_each_language_has_its_second_and_it_goes_on_between_reports(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    groups.desks.command(desk.code, AIGUL, desk.token, "a", do.Play("gate"))
    stopped_clock.advance(seconds=6.2)
    for lang, second in (("kk", 5.0), ("kk", 5.2), ("kk", 1.0), ("ru", 4.0)):
        phone = joined(groups, desk, lang)
        report = replace(WELL, lang=lang, stop="gate", beat=1, second=second)
        groups.phones.report(phone.code, phone.secret, report)
    elsewhere = joined(groups, desk)
    groups.phones.report(
        elsewhere.code, elsewhere.secret, replace(WELL, stop="lamp", beat=0, second=70.0)
    )
    assert view(groups, desk).seconds == {"kk": 5.0, "ru": 4.0}
    stopped_clock.advance(seconds=3)
    assert view(groups, desk).seconds == {"kk": 8.0, "ru": 7.0}
    groups.desks.command(desk.code, AIGUL, desk.token, "b", do.Hold())
    stopped_clock.advance(seconds=20)
    assert view(groups, desk).seconds == {"kk": 10.0, "ru": 9.0}  # they stand


def test_what_was_told_before_the_guide_went_elsewhere_is_not_carried_on(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    groups.desks.command(desk.code, AIGUL, desk.token, "a", do.Play("gate"))
    stopped_clock.advance(seconds=16)
    phone = joined(groups, desk)
    report = replace(WELL, stop="gate", beat=2, second=14.8)
    groups.phones.report(phone.code, phone.secret, report)
    groups.desks.command(desk.code, AIGUL, desk.token, "b", do.Back())
    stopped_clock.advance(seconds=3)
    assert view(groups, desk).seconds == {}
    groups.phones.report(phone.code, phone.secret, replace(report, beat=1, second=5.8))
    assert view(groups, desk).seconds == {"kk": 5.8}


def test_who_said_nothing_for_ten_minutes_counts_no_longer_until_it_comes_back(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    closed, there = joined(groups, desk), joined(groups, desk, "ru")
    groups.phones.report(closed.code, closed.secret, replace(WELL, saved=True, lag_ms=700.0))
    for _ in range(10):
        stopped_clock.advance(minutes=1)
        groups.phones.report(there.code, there.secret, replace(WELL, lang="ru"))
    seen = view(groups, desk)
    assert (seen.phones, seen.languages, seen.saved) == (1, {"ru": 1}, 0)
    assert (seen.in_step, seen.offline, seen.lag_ms) == (1, 0, None)
    assert [walk.phones for walk in groups.desks.led_by(AIGUL)] == [1]
    groups.phones.report(closed.code, closed.secret, WELL)
    assert view(groups, desk).languages == {"kk": 1, "ru": 1}


def test_the_view_asks_as_often_for_many_phones_as_for_few(
    groups: Groups, desk: Desk, database: Database
) -> None:
    asked: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(*call: object) -> None:
        asked.append(str(call[2]))

    counts = []
    for phones in (1, 20):
        for _ in range(phones):
            phone = joined(groups, desk)
            groups.phones.report(phone.code, phone.secret, replace(WELL, lag_ms=1.0))
        asked.clear()
        view(groups, desk)
        counts.append(len([each for each in asked if each.startswith(("SELECT", "WITH"))]))
    assert counts == [4, 4]  # the walk, its state, the counts, the medians
    rows = [each for each in asked if "group_phones" in each]
    assert all("GROUP BY" in each for each in rows)


def test_the_medians_are_those_of_the_phones(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    groups.desks.command(desk.code, AIGUL, desk.token, "a", do.Play("gate"))
    stopped_clock.advance(seconds=4)
    for count in (1, 2, 3, 4):
        told: dict[str, list[float]] = {"kk": [], "ru": []}
        lags = []
        for _ in range(count):
            for lang, seconds in told.items():
                seconds.append(round(chance.uniform(1, 3), 2))
                lags.append(round(chance.uniform(-900, 900), 2))
                report = replace(WELL, lang=lang, stop="gate", beat=0, second=seconds[-1])
                phone = joined(groups, desk, lang)
                groups.phones.report(phone.code, phone.secret, replace(report, lag_ms=lags[-1]))
        seen = view(groups, desk)
        assert seen.seconds == pytest.approx(
            {lang: median(seconds) for lang, seconds in told.items()}, abs=0.051
        )
        assert seen.lag_ms == pytest.approx(median(abs(each) for each in lags), abs=0.051)
        stopped_clock.advance(seconds=26)  # these phones are asleep from now on
        groups.desks.command(desk.code, AIGUL, desk.token, str(count), do.Play("gate"))
        stopped_clock.advance(seconds=4)
