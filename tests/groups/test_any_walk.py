"""What holds for every walk, whatever a guide presses and whenever."""

from groups_help import NOW_MS, FixedProgramme
from hypothesis import given, settings
from hypothesis import strategies as st

from tour.errors import TourError
from tour.geo import LatLon
from tour.groups import commands as do
from tour.groups.machine import LEAD_MS, decide, opened
from tour.groups.model import Event, Gathering, State
from tour.groups.record import decode, encode
from tour.groups.timing import beat_at, beat_start_s, position_s, sounds_at_ms

PROGRAMME = FixedProgramme()
places = st.builds(
    Gathering,
    place=st.builds(LatLon, st.floats(-90, 90), st.floats(-180, 180)),
    accuracy_m=st.floats(0, 1000),
)
commands = st.one_of(
    st.builds(do.Play, st.sampled_from(["gate", "lamp", "wall", "cellar"])),
    st.builds(do.Play, st.just("gate"), st.integers(0, 5)),
    st.just(do.Hold()),
    st.just(do.GoOn()),
    st.just(do.Back()),
    st.just(do.Next()),
    st.builds(do.Gather, places | st.builds(Gathering, stop=st.sampled_from(["gate", "lamp"]))),
    st.builds(do.Silence, st.integers(5, 120)),
    st.builds(do.AddLanguage, st.sampled_from(["kk", "ru", "en", "de"])),
    st.just(do.Lead()),
)
presses = st.lists(st.tuples(st.integers(0, 30_000), commands | st.just(do.End())), max_size=30)


def walked(pressed: list[tuple[int, do.Command]]) -> tuple[list[Event], list[tuple[State, int]]]:
    """The log of a walk, and the state and moment after each press."""
    first = opened(("kk", "ru"), NOW_MS)
    log, states, now_ms = [first], [(first.state, NOW_MS)], NOW_MS
    for gap_ms, command in pressed:
        now_ms += gap_ms
        try:
            state, events = decide(states[-1][0], command, now_ms, PROGRAMME)
        except TourError:
            continue
        log += events
        states.append((state, now_ms))
    return log, states


@given(presses)
def test_numbers_ascend_by_one_and_the_newest_event_is_the_state(
    pressed: list[tuple[int, do.Command]],
) -> None:
    log, states = walked(pressed)
    assert [event.seq for event in log] == list(range(1, len(log) + 1))
    assert log[-1].state == states[-1][0]


@given(presses)
def test_what_is_kept_in_the_log_comes_back_whole(pressed: list[tuple[int, do.Command]]) -> None:
    log, _ = walked(pressed)
    assert [decode(encode(event)) for event in log] == log
    assert all("\n" not in encode(event) for event in log)


@given(presses)
def test_every_state_makes_sense(pressed: list[tuple[int, do.Command]]) -> None:
    _, states = walked(pressed)
    for state, now_ms in states:
        assert (state.phase == "silent") == (state.silence_until_ms is not None)
        assert (state.phase == "gathering") == (state.gathering is not None)
        standing = state.phase in {"holding", "gathering", "silent", "ended"}
        if state.score is None:
            assert state.phase not in {"playing", "holding"}
            assert state.hold_before_beat is None
            continue
        assert state.phase != "waiting"
        assert standing == (state.hold_before_beat is not None)
        assert 0 <= state.from_beat < len(state.score.beats)
        if state.hold_before_beat is not None:
            assert state.from_beat <= state.hold_before_beat <= len(state.score.beats)
        assert 0 <= position_s(state, now_ms) <= state.score.length_s


@settings(max_examples=300)
@given(presses, st.integers(0, 40_000), st.sampled_from([do.Hold(), do.Silence(60), do.End()]))
def test_nobody_is_ever_held_in_mid_sentence(
    pressed: list[tuple[int, do.Command]], gap_ms: int, command: do.Command
) -> None:
    _, states = walked(pressed)
    before, now_ms = states[-1]
    now_ms += gap_ms
    if before.phase != "playing" or before.score is None:
        return
    after, _ = decide(before, command, now_ms, PROGRAMME)
    mark = after.hold_before_beat
    if mark is None:
        assert position_s(before, now_ms) >= before.score.length_s
        return
    reached_s = position_s(before, now_ms)
    assert mark > beat_at(before.score, reached_s) or now_ms < before.at_ms
    # A phone that hears of it within the lead never begins what it should not.
    if mark < len(after.score.beats if after.score else ()):
        assert sounds_at_ms(after, mark) >= now_ms + LEAD_MS - 1
    # Until there, it sounds on as if nothing had been pressed.
    stand_s = beat_start_s(before.score, mark)
    for ahead_ms in (0, 500, 1200, 5000, 60_000):
        reached_s = position_s(before, now_ms + ahead_ms)
        assert position_s(after, now_ms + ahead_ms) == min(reached_s, stand_s)


@given(presses, st.integers(0, 40_000))
def test_what_is_pressed_twice_at_once_happens_once(
    pressed: list[tuple[int, do.Command]], gap_ms: int
) -> None:
    _, states = walked(pressed)
    state, now_ms = states[-1]
    if state.phase == "ended":
        return
    for command in (do.Play("gate"), do.Hold(), do.Silence(60), do.AddLanguage("en"), do.End()):
        try:
            once, _ = decide(state, command, now_ms + gap_ms, PROGRAMME)
        except TourError:
            continue
        assert decide(once, command, now_ms + gap_ms, PROGRAMME) == (once, ())
