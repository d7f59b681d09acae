"""The visitors' side of walks, on both databases."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tour.errors import InvalidInput, NotAllowed, TooLarge
from tour.groups import commands as do
from tour.groups import log, phones
from tour.groups.desks import Desk
from tour.groups.errors import WalkEnded
from tour.groups.phones import Joined
from tour.groups.presence import Report
from tour.groups.store import Groups

if TYPE_CHECKING:
    from conftest import StoppedClock

AIGUL = 1
WELL = Report("kk", "headphones", in_step=True, hidden=False, saved=False)


@pytest.fixture
def desk(groups: Groups) -> Desk:
    return groups.desks.open(AIGUL)


@pytest.fixture
def phone(groups: Groups, desk: Desk) -> Joined:
    return groups.phones.join(desk.code, "kk", "headphones", "here")


def press(groups: Groups, desk: Desk, name: str, command: do.Command) -> None:
    groups.desks.command(desk.code, AIGUL, desk.token, name, command)


def test_whoever_joins_brings_a_language(
    groups: Groups, desk: Desk, phone: Joined, woken: list[tuple[int, int]]
) -> None:
    assert (phone.state.seq, phone.state.languages) == (2, ("kk",))
    second = groups.phones.join(desk.code, "kk", "loudspeaker", "here")
    assert second.state.seq == 2
    third = groups.phones.join(desk.code, "ru", "headphones", "here")
    assert third.state.languages == ("kk", "ru")
    groups.phones.report(third.code, third.secret, replace(WELL, lang="kk"))
    assert [seq for _, seq in woken] == [2, 3]


def test_a_late_joiner_learns_what_is_playing(
    groups: Groups, desk: Desk, stopped_clock: "StoppedClock"
) -> None:
    press(groups, desk, "a", do.Play("gate"))
    stopped_clock.advance(seconds=7)
    state = groups.phones.join(desk.code, "kk", "headphones", "here").state
    assert state.phase == "playing"
    assert state.score is not None
    assert state.score.stop.id == "gate"


def test_a_code_may_be_typed_as_people_type(groups: Groups) -> None:
    easy = type(groups.desks)(groups.walks, lambda: "token", lambda: "8ACD52")
    easy.open(AIGUL)
    for typed in ("8acd52", " 8AC-D52 ", "BACDSZ", "8аcd52", "8 A C O S 2"):
        assert groups.phones.join(typed, "kk", "headphones", "here").code == "8ACD52"


def test_a_tour_that_is_not_in_the_language_is_said_at_once(groups: Groups, desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="kk, ru, en"):
        groups.phones.join(desk.code, "de", "headphones", "here")


def test_events_are_told_after_the_one_that_is_known(
    groups: Groups, desk: Desk, phone: Joined
) -> None:
    press(groups, desk, "a", do.Play("gate"))
    press(groups, desk, "b", do.Next())
    told = groups.phones.events_after(phone.code, phone.secret, 2)
    assert [(one.seq, one.kind) for one in told] == [(3, "playing"), (4, "playing")]
    assert groups.phones.events_after(phone.code, phone.secret, 4) == ()
    assert groups.phones.events_after(phone.code, phone.secret, 99) == ()


def test_of_very_many_events_the_newest_are_told(
    groups: Groups, desk: Desk, phone: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        press(groups, desk, str(number), do.Play("gate", beat=number % 2))
    monkeypatch.setattr(log, "_AFTER", log._AFTER.limit(3))
    told = groups.phones.events_after(phone.code, phone.secret, 0)
    assert [one.seq for one in told] == [5, 6, 7]


def test_only_the_secret_opens_a_walk_and_a_wrong_code_tells_nothing(
    groups: Groups, desk: Desk, phone: Joined
) -> None:
    other = groups.desks.open(AIGUL)
    cases = [
        (phone.code, "wrong"),
        (phone.code, ""),
        (other.code, phone.secret),
        ("AAAAAA", phone.secret),
        ("\0", phone.secret),
        (phone.code, desk.token),
    ]
    said = set()
    for code, secret in cases:
        with pytest.raises(NotAllowed) as refused:
            groups.phones.events_after(code, secret, 0)
        said.add(refused.value.message)
        with pytest.raises(NotAllowed):
            groups.phones.report(code, secret, WELL)
        with pytest.raises(NotAllowed):
            groups.phones.leave(code, secret)
        with pytest.raises(NotAllowed):
            groups.phones.admit(code, secret)
    assert len(said) == 1


def test_a_phone_that_left_is_forgotten(groups: Groups, desk: Desk, phone: Joined) -> None:
    groups.phones.leave(phone.code, phone.secret)
    assert groups.desks.view(desk.code, AIGUL)[0].phones == 0
    with pytest.raises(NotAllowed):
        groups.phones.events_after(phone.code, phone.secret, 0)


def test_a_phone_may_change_its_language(groups: Groups, desk: Desk, phone: Joined) -> None:
    state = groups.phones.report(phone.code, phone.secret, replace(WELL, lang="en"))
    assert state.languages == ("kk", "en")
    assert groups.desks.view(desk.code, AIGUL)[0].languages == {"en": 1}
    with pytest.raises(InvalidInput):
        groups.phones.report(phone.code, phone.secret, replace(WELL, lang="de"))


def test_phones_still_learn_of_the_end(groups: Groups, desk: Desk, phone: Joined) -> None:
    groups.phones.report(
        phone.code, phone.secret, replace(WELL, stop="gate", beat=1, second=3.0, lag_ms=5.0)
    )
    press(groups, desk, "a", do.End())
    told = groups.phones.events_after(phone.code, phone.secret, 2)
    assert [one.kind for one in told] == ["ended"]
    assert groups.phones.report(phone.code, phone.secret, WELL).phase == "ended"
    view, _ = groups.desks.view(desk.code, AIGUL)
    assert (view.lag_ms, view.seconds) == (None, {})
    with pytest.raises(WalkEnded):
        groups.phones.join(desk.code, "kk", "headphones", "here")


def test_a_walk_has_room_for_so_many(
    groups: Groups, desk: Desk, phone: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "MAX_PHONES", 2)
    groups.phones.join(desk.code, "kk", "headphones", "here")
    with pytest.raises(TooLarge, match="room for 2"):
        groups.phones.join(desk.code, "kk", "headphones", "here")
    groups.phones.leave(phone.code, phone.secret)
    groups.phones.join(desk.code, "kk", "headphones", "here")


def test_an_ended_walk_is_no_wrong_code(groups: Groups, desk: Desk) -> None:
    press(groups, desk, "a", do.End())
    for _ in range(12):
        with pytest.raises(WalkEnded):
            groups.phones.join(desk.code, "kk", "headphones", "there")


def test_a_phone_that_never_reported_is_forgotten_and_gives_its_place_back(
    groups: Groups,
    desk: Desk,
    stopped_clock: "StoppedClock",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phones, "MAX_PHONES", 3)
    reporting, silent = (groups.phones.join(desk.code, "kk", "headphones", "a") for _ in range(2))
    groups.phones.report(reporting.code, reporting.secret, WELL)
    stopped_clock.advance(minutes=10)
    groups.phones.join(desk.code, "kk", "headphones", "b")
    groups.phones.report(reporting.code, reporting.secret, WELL)
    with pytest.raises(NotAllowed):
        groups.phones.events_after(silent.code, silent.secret, 0)
    groups.phones.join(desk.code, "kk", "headphones", "b")


def test_in_a_full_walk_those_make_room_that_are_gone_the_longest(
    groups: Groups,
    desk: Desk,
    stopped_clock: "StoppedClock",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phones, "MAX_PHONES", 2)
    joined = []
    for _ in range(2):
        joined.append(groups.phones.join(desk.code, "kk", "headphones", "here"))
        groups.phones.report(desk.code, joined[-1].secret, WELL)
        stopped_clock.advance(minutes=1)
    with pytest.raises(TooLarge):
        groups.phones.join(desk.code, "kk", "headphones", "here")
    stopped_clock.advance(minutes=10)
    groups.phones.join(desk.code, "kk", "headphones", "here")
    groups.phones.report(desk.code, joined[1].secret, WELL)
    with pytest.raises(NotAllowed):
        groups.phones.report(desk.code, joined[0].secret, WELL)


def test_it_is_known_which_phones_are_still_there(groups: Groups, desk: Desk) -> None:
    joined = [groups.phones.join(desk.code, "kk", "headphones", "here") for _ in range(3)]
    numbers = [groups.phones.admit(desk.code, each.secret).phone_id for each in joined]
    groups.phones.leave(desk.code, joined[1].secret)
    assert groups.phones.still_there([*numbers, 999_999]) == {numbers[0], numbers[2]}
