"""What each command does in each phase, as a guide expects it."""

from dataclasses import replace

import pytest
from groups_help import NOW_MS, FixedProgramme

from tour.errors import InvalidInput
from tour.geo import LatLon
from tour.groups import commands as do
from tour.groups.errors import NotNow, WalkEnded
from tour.groups.machine import LEAD_MS, decide, opened
from tour.groups.model import Gathering, Kind, State
from tour.groups.timing import position_s, sounds_at_ms

AT_LAMP = do.Gather(Gathering(stop="lamp"))


class Walk:
    """A walk whose time goes on as a test says. The gate's beats begin at 0, 4, 10 and 16 s."""

    def __init__(self) -> None:
        self.programme = FixedProgramme()
        self.now_ms = NOW_MS
        self.state = opened(("kk", "ru"), NOW_MS).state
        self.kinds: list[Kind] = []

    def after(self, seconds: float) -> "Walk":
        self.now_ms += round(seconds * 1000)
        return self

    def does(self, *commands: do.Command) -> State:
        for command in commands:
            self.state, events = decide(self.state, command, self.now_ms, self.programme)
            self.kinds += [event.kind for event in events]
        return self.state

    def at_beat_second(self, seconds: float) -> "Walk":
        """The gate is playing since ``seconds``."""
        self.does(do.Play("gate"))
        return self.after(LEAD_MS / 1000 + seconds)


@pytest.fixture
def walk() -> Walk:
    return Walk()


def test_play_begins_a_little_ahead_so_that_every_phone_knows(walk: Walk) -> None:
    state = walk.does(do.Play("gate"))
    assert (state.seq, state.phase, state.from_beat) == (2, "playing", 0)
    assert state.at_ms == NOW_MS + LEAD_MS
    assert state.score is not None
    assert state.score.stop.id == "gate"


def test_play_may_begin_at_a_beat_that_is_there(walk: Walk) -> None:
    assert walk.does(do.Play("gate", beat=3)).from_beat == 3
    with pytest.raises(InvalidInput, match="4 beats"):
        walk.does(do.Play("gate", beat=4))
    with pytest.raises(InvalidInput, match="no stop"):
        walk.does(do.Play("cellar"))


def test_a_stop_pressed_twice_with_a_glove_begins_once(walk: Walk) -> None:
    first = walk.does(do.Play("gate"))
    assert walk.after(0.3).does(do.Play("gate")) == first
    assert walk.after(5).does(do.Play("gate")).seq == 3


def test_hold_takes_effect_where_the_sentence_ends(walk: Walk) -> None:
    state = walk.at_beat_second(5).does(do.Hold())
    assert (state.phase, state.hold_before_beat, state.from_beat) == ("holding", 2, 0)
    assert position_s(state, walk.now_ms) == 5.0
    assert position_s(state, walk.now_ms + 60_000) == 10.0


def test_hold_never_ends_a_beat_that_phones_would_have_begun_before_they_hear_of_it(
    walk: Walk,
) -> None:
    state = walk.at_beat_second(3.5).does(do.Hold())
    assert state.hold_before_beat == 2
    assert sounds_at_ms(state, 2) >= walk.now_ms + LEAD_MS


def test_hold_before_the_start_can_still_be_heard_of_in_time(walk: Walk) -> None:
    walk.does(do.Play("gate"))
    assert walk.does(do.Hold()).hold_before_beat == 0
    assert walk.after(10).does(do.GoOn()).at_ms == walk.now_ms + LEAD_MS


def test_hold_in_the_last_beat_holds_at_the_end(walk: Walk) -> None:
    state = walk.at_beat_second(17).does(do.Hold())
    assert state.hold_before_beat == 4
    with pytest.raises(NotNow, match="over"):
        walk.after(10).does(do.GoOn())


@pytest.mark.parametrize("first", [do.Hold(), AT_LAMP, do.Silence(60)])
def test_hold_while_everybody_stands_is_no_event(walk: Walk, first: do.Command) -> None:
    state = walk.at_beat_second(5).does(first)
    assert walk.after(20).does(do.Hold()) == state


def test_hold_after_the_end_of_a_stop_is_no_event(walk: Walk) -> None:
    walk.at_beat_second(30).does(do.Hold())
    assert walk.kinds == ["playing"]


def test_go_on_goes_on_with_the_beat_before_which_the_group_stands(walk: Walk) -> None:
    walk.at_beat_second(5).does(do.Hold())
    state = walk.after(60).does(do.GoOn())
    assert (state.phase, state.from_beat, state.hold_before_beat) == ("playing", 2, None)
    assert state.at_ms == walk.now_ms + LEAD_MS


def test_go_on_before_the_sentence_has_ended_is_as_if_nobody_had_held_it(walk: Walk) -> None:
    playing = walk.at_beat_second(5).state
    walk.does(do.Hold())
    state = walk.after(1).does(do.GoOn())
    assert state == replace(playing, seq=4)


def test_go_on_while_playing_is_no_event(walk: Walk) -> None:
    state = walk.at_beat_second(5).state
    assert walk.does(do.GoOn()) == state


def test_go_on_at_the_end_of_a_stop_says_what_to_press(walk: Walk) -> None:
    walk.at_beat_second(30)
    with pytest.raises(NotNow, match="Press next"):
        walk.does(do.GoOn())


def test_back_goes_to_the_beat_of_ten_seconds_ago(walk: Walk) -> None:
    state = walk.at_beat_second(15).does(do.Back())
    assert (state.phase, state.from_beat, state.at_ms) == ("playing", 1, walk.now_ms + LEAD_MS)
    assert walk.after(2).does(do.Back()).from_beat == 0


def test_back_while_standing_stands_further_back(walk: Walk) -> None:
    walk.at_beat_second(11).does(do.Hold())
    state = walk.after(30).does(do.Back())
    assert (state.phase, state.hold_before_beat) == ("holding", 1)
    assert position_s(state, walk.now_ms + 60_000) == 4.0
    assert walk.does(do.GoOn()).from_beat == 1


def test_back_after_the_end_plays_the_end_again(walk: Walk) -> None:
    state = walk.at_beat_second(60).does(do.Back())
    assert (state.phase, state.from_beat) == ("playing", 2)


@pytest.mark.parametrize("command", [do.Hold(), do.GoOn(), do.Back()])
def test_before_the_first_stop_a_guide_is_told_to_choose_one(
    walk: Walk, command: do.Command
) -> None:
    with pytest.raises(NotNow, match="Choose a stop"):
        walk.does(command)


def test_next_follows_the_walking_order_and_says_when_it_is_over(walk: Walk) -> None:
    stops = []
    for _ in range(3):
        score = walk.after(5).does(do.Next()).score
        stops.append(None if score is None else score.stop.id)
    assert stops == ["gate", "lamp", "wall"]
    before = walk.state
    with pytest.raises(NotNow, match="last stop"):
        walk.does(do.Next())
    assert walk.state == before


@pytest.mark.parametrize("first", [do.Hold(), AT_LAMP, do.Silence(60)])
def test_next_while_everybody_stands_plays_the_next_stop(walk: Walk, first: do.Command) -> None:
    walk.at_beat_second(5).does(first)
    state = walk.after(10).does(do.Next())
    assert (state.phase, state.hold_before_beat, state.gathering) == ("playing", None, None)
    assert state.silence_until_ms is None


def test_gathering_lets_the_sentence_end_and_go_on_ends_it(walk: Walk) -> None:
    state = walk.at_beat_second(5).does(AT_LAMP)
    assert (state.phase, state.hold_before_beat) == ("gathering", 2)
    assert state.gathering == Gathering(stop="lamp")
    assert walk.after(300).does(do.GoOn()).from_beat == 2
    assert walk.state.gathering is None


def test_gathering_before_the_first_stop_ends_in_waiting(walk: Walk) -> None:
    walk.does(AT_LAMP)
    assert walk.after(60).does(do.GoOn()).phase == "waiting"


def test_gathering_at_a_stop_that_is_not_there_is_refused(walk: Walk) -> None:
    with pytest.raises(InvalidInput, match="no stop"):
        walk.does(do.Gather(Gathering(stop="cellar")))


def test_gathering_pressed_twice_is_one_event_but_another_place_is_another(walk: Walk) -> None:
    walk.does(AT_LAMP, AT_LAMP)
    assert walk.kinds == ["gathering"]
    here = do.Gather(Gathering(place=LatLon(51.0, 71.0), accuracy_m=8.0))
    assert walk.does(here).gathering == here.where


def test_a_silence_begins_when_the_sentence_has_ended_for_all_at_once(walk: Walk) -> None:
    state = walk.at_beat_second(5).does(do.Silence(60))
    assert (state.phase, state.hold_before_beat) == ("silent", 2)
    assert state.silence_from_ms == sounds_at_ms(state, 2)
    assert state.silence_until_ms == sounds_at_ms(state, 2) + 60_000


def test_a_silence_while_nothing_plays_begins_a_little_ahead(walk: Walk) -> None:
    assert walk.does(do.Silence(60)).silence_from_ms == NOW_MS + LEAD_MS


def test_a_silence_pressed_twice_is_one_silence_and_another_length_is_another(walk: Walk) -> None:
    first = walk.does(do.Silence(60))
    assert walk.after(1).does(do.Silence(60)) == first
    assert walk.does(do.Silence(120)).silence_until_ms == walk.now_ms + LEAD_MS + 120_000


def test_play_and_go_on_end_a_silence(walk: Walk) -> None:
    walk.at_beat_second(5).does(do.Silence(60))
    assert walk.after(10).does(do.GoOn()).from_beat == 2
    assert walk.state.silence_until_ms is None
    walk.after(5).does(do.Silence(60))
    assert walk.after(10).does(do.Play("lamp")).phase == "playing"


def test_after_a_silence_everybody_stands_where_it_was_and_the_guide_goes_on(walk: Walk) -> None:
    walk.at_beat_second(5).does(do.Silence(60))
    held = walk.after(120).does(do.Hold())
    assert held.seq == 3
    state = walk.does(do.GoOn())
    assert (state.phase, state.from_beat) == ("playing", 2)


def test_a_silence_that_is_over_may_be_followed_by_one_as_long(walk: Walk) -> None:
    walk.does(do.Silence(60))
    state = walk.after(200).does(do.Silence(60))
    assert state.silence_from_ms == walk.now_ms + LEAD_MS


@pytest.mark.parametrize("seconds", [-1, 0, 9, 601])
def test_a_silence_is_neither_a_blink_nor_an_hour(walk: Walk, seconds: int) -> None:
    with pytest.raises(InvalidInput, match="from 10 to 600"):
        walk.does(do.Silence(seconds))


def test_a_new_language_counts_from_the_next_beat_and_nothing_jumps(walk: Walk) -> None:
    before = walk.at_beat_second(1).state
    state = walk.does(do.AddLanguage("en"))
    assert (state.phase, state.languages) == ("playing", ("kk", "ru", "en"))
    assert (state.at_ms, state.from_beat) == (before.at_ms, before.from_beat)
    assert before.score is not None
    assert state.score is not None
    assert state.score.beats[:2] == (
        before.score.beats[0],
        replace(before.score.beats[1], sentence=None),
    )
    assert walk.does(do.AddLanguage("en")) == state
    with pytest.raises(InvalidInput, match="kk, ru, en"):
        walk.does(do.AddLanguage("de"))


def test_a_new_language_while_standing_keeps_the_place(walk: Walk) -> None:
    walk.at_beat_second(11).does(do.Hold())
    state = walk.after(60).does(do.AddLanguage("en"))
    assert (state.phase, state.hold_before_beat) == ("holding", 3)
    assert position_s(state, walk.now_ms) == 16.0


def test_a_language_without_sound_follows_by_text(walk: Walk) -> None:
    state = walk.does(do.Play("wall"))
    assert state.score is not None
    assert (state.score.by_text, state.score.length_s) == (("ru",), 4.0)


def test_narrating_anew_in_the_middle_changes_nothing_that_runs(walk: Walk) -> None:
    before = walk.at_beat_second(5).state
    walk.programme.known["gate"]["kk"] = walk.programme.known["lamp"]["kk"]
    state = walk.does(do.Hold())
    assert state.score == before.score
    assert walk.after(60).does(do.GoOn()).score == before.score


def test_a_stop_that_was_taken_out_of_the_tour_plays_to_its_end(walk: Walk) -> None:
    walk.at_beat_second(5)
    del walk.programme.known["gate"]
    assert walk.does(do.AddLanguage("en"), do.Hold()).hold_before_beat == 2


def test_after_a_stop_that_was_taken_out_comes_the_one_in_its_place(walk: Walk) -> None:
    walk.does(do.Play("lamp"))
    del walk.programme.known["lamp"]
    score = walk.after(60).does(do.Next()).score
    assert score is not None
    assert score.stop.id == "wall"


def test_leading_elsewhere_changes_nothing_but_the_number(walk: Walk) -> None:
    before = walk.at_beat_second(5).state
    assert walk.does(do.Lead()) == replace(before, seq=3)
    assert walk.kinds == ["playing", "led"]


def test_the_end_lets_the_sentence_end_and_nothing_follows(walk: Walk) -> None:
    state = walk.at_beat_second(5).does(do.End())
    assert (state.phase, state.hold_before_beat) == ("ended", 2)
    assert walk.does(do.End()) == state
    every = [do.Play("gate"), do.Hold(), do.GoOn(), do.Back(), do.Next(), AT_LAMP]
    for command in [*every, do.Silence(60), do.AddLanguage("en"), do.Lead()]:
        with pytest.raises(WalkEnded, match=r"This walk has ended\."):
            walk.does(command)
