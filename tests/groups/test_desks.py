"""The guide's side of walks, on both databases."""

from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from groups_help import FixedProgramme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, inspect, text

from tour.errors import InvalidInput, NotFound
from tour.groups import commands as do
from tour.groups import desks
from tour.groups.desks import Desk
from tour.groups.errors import LedElsewhere, NotNow, WalkEnded
from tour.groups.log import Logged
from tour.groups.model import State, StopRef
from tour.groups.record import decode
from tour.groups.store import Groups
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

AIGUL, BORIS = 1, 2


@pytest.fixture
def desk(groups: Groups) -> Desk:
    return groups.desks.open(AIGUL, ("kk", "ru"))


def press(groups: Groups, desk: Desk, name: str, command: do.Command) -> State:
    return groups.desks.command(desk.code, AIGUL, desk.token, name, command)


def test_a_new_walk_waits_in_the_languages_that_were_named(groups: Groups, desk: Desk) -> None:
    assert (desk.state.seq, desk.state.phase, desk.state.languages) == (1, "waiting", ("kk", "ru"))
    with pytest.raises(InvalidInput, match="kk, ru, en"):
        groups.desks.open(AIGUL, ("de",))


def test_a_command_is_kept_and_wakes_the_streams_after_its_commit(
    groups: Groups, desk: Desk, woken: list[tuple[int, int]]
) -> None:
    state = press(groups, desk, "a", do.Play("gate"))
    walk = groups.desks.admit(desk.code, AIGUL)
    assert woken == [(walk, 2)]
    logged = groups.walks.logged(walk, 0)
    assert [(one.seq, one.kind) for one in logged] == [(1, "waiting"), (2, "playing")]
    assert decode(logged[-1].data).state == state


def test_an_edited_tour_is_read_before_the_database_is_held(
    groups: Groups, desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[Thread] = []

    def write() -> None:
        with database.write() as connection:
            connection.execute(text("DELETE FROM group_phones"))

    def read_for_long(programme: FixedProgramme) -> tuple[StopRef, ...]:
        if not writers:
            writers.append(Thread(target=write))
            writers[0].start()
            writers[0].join(2)
            assert not writers[0].is_alive(), "somebody waits for the database meanwhile"
        return known(programme)

    known = FixedProgramme.stops
    monkeypatch.setattr(FixedProgramme, "stops", read_for_long)
    assert press(groups, desk, "a", do.Play("gate")).phase == "playing"
    assert writers


def test_a_command_tells_the_streams_what_it_kept(
    groups: Groups, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int, tuple[Logged, ...]]] = []
    walks = replace(groups.walks, publish=lambda *wake: told.append(wake))
    monkeypatch.setattr(groups.desks, "_walks", walks)
    press(groups, desk, "a", do.Play("gate"))
    press(groups, desk, "a", do.Play("gate"))
    walk = groups.desks.admit(desk.code, AIGUL)
    assert told == [(walk, 2, walks.logged(walk, 1)), (walk, 2, ())]


def test_a_repeated_command_changes_nothing(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    first = press(groups, desk, "a", do.Play("gate"))
    stopped_clock.advance(seconds=30)
    assert press(groups, desk, "a", do.Play("gate")) == first
    assert press(groups, desk, "a", do.End()) == first


def test_a_command_that_changed_nothing_is_not_done_later_either(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    press(groups, desk, "a", do.Play("gate"))
    stopped_clock.advance(seconds=5)
    press(groups, desk, "b", do.Hold())
    press(groups, desk, "c", do.Hold())
    stopped_clock.advance(seconds=60)
    going = press(groups, desk, "d", do.GoOn())
    assert press(groups, desk, "c", do.Hold()) == going


def test_a_refused_command_leaves_nothing_behind(groups: Groups, desk: Desk) -> None:
    for _ in range(2):
        with pytest.raises(NotNow):
            press(groups, desk, "a", do.Hold())
    assert press(groups, desk, "a", do.Play("gate")).seq == 2


ids = st.integers(0, 8)
some = st.sampled_from(
    [do.Play("gate"), do.Play("lamp"), do.Hold(), do.GoOn(), do.Back(), do.Next(), do.Silence(60)]
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pressed=st.lists(st.tuples(ids, some, st.floats(0, 20)), max_size=12))
def test_the_log_has_no_gap_and_no_command_twice(
    groups: Groups,
    stopped_clock: "StoppedClock",
    pressed: list[tuple[int, do.Command, float]],
) -> None:
    desk = groups.desks.open(AIGUL)
    done: dict[int, do.Command] = {}
    for number, command, seconds in pressed:
        stopped_clock.advance(seconds=seconds)
        before = groups.desks.view(desk.code, AIGUL)[1]
        again = done.setdefault(number, command)
        try:
            state = press(groups, desk, str(number), again)
        except NotNow:
            del done[number]
            continue
        repeated = again is not command or state == before
        assert state.seq in ({before.seq} if repeated and state == before else {before.seq + 1})
    logged = groups.walks.logged(groups.desks.admit(desk.code, AIGUL), 0)
    assert [one.seq for one in logged] == list(range(1, len(logged) + 1))
    assert logged[-1].event.state == groups.desks.view(desk.code, AIGUL)[1]
    assert len(logged) <= 1 + len(done)


def test_nobody_waits_for_a_language_in_which_nobody_listens(
    groups: Groups, stopped_clock: "StoppedClock"
) -> None:
    desk = groups.desks.open(AIGUL, ("ru",))
    gone = groups.phones.join(desk.code, "en", "headphones", "here")
    groups.phones.join(desk.code, "kk", "headphones", "here")
    assert press(groups, desk, "a", do.Play("gate")).languages == ("ru", "en", "kk")
    groups.phones.leave(gone.code, gone.secret)
    stopped_clock.advance(seconds=5)
    assert press(groups, desk, "b", do.Hold()).languages == ("ru", "en", "kk")
    assert press(groups, desk, "c", do.Next()).languages == ("ru", "kk")
    stopped_clock.advance(minutes=11)
    assert press(groups, desk, "d", do.Play("gate")).languages == ("ru",)


def test_another_guide_takes_over_with_the_code_and_the_former_desk_is_told(
    groups: Groups, desk: Desk, woken: list[tuple[int, int]]
) -> None:
    playing = press(groups, desk, "a", do.Play("gate"))
    taken = groups.desks.lead(desk.code.lower(), BORIS)
    assert (taken.code, taken.state.phase, taken.state.seq) == (desk.code, "playing", 3)
    assert taken.state.at_ms == playing.at_ms
    assert woken[-1][1] == 3
    with pytest.raises(LedElsewhere, match="Take it up again"):
        press(groups, desk, "b", do.Hold())
    with pytest.raises(LedElsewhere):
        groups.desks.view(desk.code, AIGUL)
    held = groups.desks.command(desk.code, BORIS, taken.token, "b", do.End())
    assert held.phase == "ended"


def test_the_same_guide_on_another_phone_takes_over_from_the_first(
    groups: Groups, desk: Desk
) -> None:
    second = groups.desks.lead(desk.code, AIGUL)
    with pytest.raises(LedElsewhere):
        press(groups, desk, "a", do.Play("gate"))
    assert press(groups, second, "a", do.Play("gate")).phase == "playing"


def test_a_takeover_in_the_very_moment_of_a_press_wins(
    groups: Groups, desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite lets one writer in at a time: there is no such moment")
    leading = desks._require_leading
    takeovers = []

    def takes_over_meanwhile(walk: Row[Any], account_id: int, token: str | None = None) -> None:
        leading(walk, account_id, token)
        if not takeovers:
            takeovers.append(groups.desks.lead(desk.code, BORIS))

    monkeypatch.setattr(desks, "_require_leading", takes_over_meanwhile)
    with pytest.raises(LedElsewhere):
        press(groups, desk, "a", do.Play("gate"))
    logged = groups.walks.logged(groups.desks.admit(desk.code, BORIS), 0)
    assert [one.kind for one in logged] == ["waiting", "led"]


def test_a_command_repeated_by_a_desk_that_was_taken_over_is_refused(
    groups: Groups, desk: Desk
) -> None:
    press(groups, desk, "a", do.Play("gate"))
    groups.desks.lead(desk.code, BORIS)
    with pytest.raises(LedElsewhere):
        press(groups, desk, "a", do.Play("gate"))


def test_after_the_end_everything_is_refused_but_the_end(groups: Groups, desk: Desk) -> None:
    ended = press(groups, desk, "a", do.End())
    assert press(groups, desk, "a", do.End()) == ended
    assert press(groups, desk, "b", do.End()) == ended
    with pytest.raises(WalkEnded, match=r"This walk has ended\."):
        press(groups, desk, "c", do.Play("gate"))
    with pytest.raises(WalkEnded):
        groups.desks.lead(desk.code, BORIS)


def test_a_code_that_is_none_is_not_found(groups: Groups, desk: Desk) -> None:
    for code in ("", "AAAAAA", "x", "\0", "A" * 500, desk.code + "A"):
        with pytest.raises(NotFound, match="Ask the guide"):
            groups.desks.lead(code, BORIS)
        with pytest.raises(NotFound):
            groups.desks.view(code, BORIS)
        with pytest.raises(NotFound):
            groups.desks.admit(code, AIGUL)


def test_a_guide_sees_the_walks_that_are_led_and_not_over(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    second = groups.desks.open(AIGUL)
    groups.phones.join(second.code, "kk", "headphones", "here")
    groups.desks.open(BORIS)
    press(groups, desk, "a", do.Play("gate"))
    found = groups.desks.led_by(AIGUL)
    assert [(walk.code, walk.phones) for walk in found] == [(second.code, 1), (desk.code, 0)]
    assert found[1].state.phase == "playing"
    press(groups, desk, "b", do.End())
    assert [walk.code for walk in groups.desks.led_by(AIGUL)] == [second.code]
    stopped_clock.advance(hours=12)
    assert groups.desks.led_by(AIGUL) == ()


def test_two_walks_never_get_one_code(groups: Groups) -> None:
    codes = iter(["AAAAAA", "AAAAAA", "CCCCCC"])
    both = desks.Desks(groups.walks, lambda: "token", lambda: next(codes))
    assert [both.open(AIGUL).code for _ in range(2)] == ["AAAAAA", "CCCCCC"]


def test_streams_that_cannot_be_woken_stop_no_command(
    database: Database, groups: Groups, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_walk: int, _seq: int) -> None:
        raise ConnectionError

    walks = type(groups.walks)(
        database, groups.walks.clock, groups.walks.programme, fail, keep_hours=12
    )
    deaf = Groups.of(walks, lambda: "token", lambda: "AAAAAA")
    desk = deaf.desks.open(AIGUL)
    assert press(deaf, desk, "a", do.Play("gate")).seq == 2
    assert "could not be woken" in caplog.text


def test_a_walk_is_forgotten_its_hours_after_the_last_command(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock", database: Database
) -> None:
    groups.phones.join(desk.code, "kk", "headphones", "here")
    stopped_clock.advance(hours=11)
    press(groups, desk, "a", do.Play("gate"))
    stopped_clock.advance(hours=11)
    assert groups.walks.expire() == 0
    stopped_clock.advance(hours=1)
    with pytest.raises(NotFound):
        press(groups, desk, "b", do.Hold())
    assert groups.walks.expire() == 1
    assert _rows(database) == {
        "group_walks": 0,
        "group_events": 0,
        "group_commands": 0,
        "group_phones": 0,
    }


def test_an_ended_walk_is_told_of_for_an_hour_and_then_forgotten(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    press(groups, desk, "a", do.End())
    stopped_clock.advance(minutes=59)
    with pytest.raises(WalkEnded):
        groups.phones.join(desk.code, "kk", "headphones", "here")
    stopped_clock.advance(minutes=1)
    with pytest.raises(NotFound):
        groups.phones.join(desk.code, "kk", "headphones", "here")
    assert groups.walks.expire() == 1


def test_opening_a_walk_sweeps_away_old_ones(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock", database: Database
) -> None:
    press(groups, desk, "a", do.Play("gate"))
    stopped_clock.advance(hours=13)
    groups.desks.open(AIGUL)
    assert _rows(database)["group_walks"] == 1


def test_no_secret_is_in_the_database(groups: Groups, desk: Desk, database: Database) -> None:
    joined = groups.phones.join(desk.code, "kk", "headphones", "192.0.2.7")
    with database.read() as connection:
        kept = [
            str(row)
            for table in _rows(database)
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - our names
        ]
    assert len(kept) == 3
    for secret in (desk.token, joined.secret, "192.0.2.7"):
        assert secret not in "".join(kept)


def test_nothing_in_the_database_says_who_or_where(database: Database) -> None:
    columns = {
        column["name"]
        for table in ("group_phones", "group_walks", "group_commands", "group_events")
        for column in inspect(database.engine).get_columns(table)
    }
    assert columns == {
        *("id", "code", "seq", "ended", "led_by", "desk_sha256", "languages", "opened_ms"),
        *("expires_ms", "group_id", "kind", "body", "secret_sha256", "lang", "output", "seen_ms"),
        *("following", "in_step", "hidden", "saved", "stop", "beat", "second", "lag_ms"),
        "reported",
        "clock_error_ms",
    }


def _rows(database: Database) -> dict[str, int]:
    tables = ("group_walks", "group_events", "group_commands", "group_phones")
    with database.read() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - our names
            for table in tables
        }


def test_only_who_leads_may_listen_or_who_leads_all(groups: Groups, desk: Desk) -> None:
    walk = groups.desks.admit(desk.code, AIGUL)
    with pytest.raises(LedElsewhere):
        groups.desks.admit(desk.code, BORIS)
    assert groups.desks.admit(desk.code, BORIS, leads_all=True) == walk
    other = groups.desks.admit(groups.desks.open(BORIS).code, BORIS)
    assert groups.desks.leaders([walk, other, 999_999]) == {walk: AIGUL, other: BORIS}
    groups.desks.lead(desk.code, BORIS)
    assert groups.desks.leaders([walk]) == {walk: BORIS}
    with pytest.raises(LedElsewhere):
        groups.desks.admit(desk.code, AIGUL)
