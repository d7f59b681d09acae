"""The fold of events into progress: no order, repetition or splitting changes it."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tour.progress.merge import Latest, Progress, StopProgress, join, progress_of
from tour.progress.model import Event
from tour.progress.state import decode, encode

HOUR_MS = 3_600_000
times = st.integers(min_value=-(10**11), max_value=10**14)
stops = st.sampled_from(["gate", "lamp", "wall"])
ids = st.text("abc", min_size=1, max_size=2)
positions = st.floats(min_value=0, max_value=86_400, allow_nan=False)
stop_events = st.builds(
    Event,
    id=ids,
    type=st.sampled_from(["arrived", "started", "progressed", "finished"]),
    at_ms=times,
    stop=stops,
    position_s=st.none() | positions,
)
language_events = st.builds(
    Event, id=ids, type=st.just("language"), at_ms=times, lang=st.sampled_from(["kk", "ru", "en"])
)
batches = st.lists(stop_events | language_events, max_size=12)
progresses = batches.map(progress_of)


@settings(deadline=None)
@given(batches, st.randoms())
def test_order_and_repetition_change_nothing(batch: list[Event], chance: random.Random) -> None:
    again = batch + [event for event in batch if chance.random() < 0.5]
    chance.shuffle(again)
    assert progress_of(again) == progress_of(batch)


@settings(deadline=None)
@given(batches, batches)
def test_splitting_into_batches_changes_nothing(a: list[Event], b: list[Event]) -> None:
    assert join(progress_of(a), progress_of(b)) == progress_of(a + b)


@settings(deadline=None)
@given(progresses, progresses, progresses)
def test_join_is_commutative_associative_and_idempotent(
    a: Progress, b: Progress, c: Progress
) -> None:
    assert join(a, b) == join(b, a)
    assert join(join(a, b), c) == join(a, join(b, c))
    assert join(a, a) == a
    assert join(a, Progress()) == a


@settings(deadline=None)
@given(progresses, progresses)
def test_nothing_that_was_known_is_lost(a: Progress, b: Progress) -> None:
    both = join(a, b)
    for stop, before in a.stops.items():
        after = both.stops[stop]
        assert (after.arrived, after.started, after.finished) >= (
            before.arrived,
            before.started,
            before.finished,
        )
        assert before.heard_s is None or (
            after.heard_s is not None and after.heard_s >= before.heard_s
        )
        assert after.last_at_ms >= before.last_at_ms


@settings(deadline=None)
@given(batches, st.integers(min_value=-400 * 24 * HOUR_MS, max_value=400 * 24 * HOUR_MS))
def test_a_clock_that_is_wrong_by_any_amount_does_no_harm(
    batch: list[Event], wrong_ms: int
) -> None:
    shifted = progress_of(event._replace(at_ms=event.at_ms + wrong_ms) for event in batch)
    assert _without_times(shifted) == _without_times(progress_of(batch))


@settings(deadline=None)
@given(progresses)
def test_the_kept_text_gives_back_the_progress(progress: Progress) -> None:
    assert decode(encode(progress)) == progress
    assert encode(decode(encode(progress))) == encode(progress)


def test_a_clock_set_back_in_the_middle_loses_neither_arrival_nor_what_was_heard() -> None:
    events = [
        Event("1", "arrived", 2 * HOUR_MS, "gate"),
        Event("2", "progressed", 2 * HOUR_MS + 1, "gate", 10.0),
        Event("3", "progressed", HOUR_MS, "gate", 40.0),
        Event("4", "finished", HOUR_MS + 1, "gate", 60.0),
    ]
    known = progress_of(events).stops["gate"]
    assert (known.arrived, known.started, known.finished, known.heard_s) == (True, True, True, 60.0)


def test_the_latest_position_is_where_the_visitor_was_last_not_the_furthest() -> None:
    known = progress_of(
        [Event("b", "progressed", 2, "gate", 5.0), Event("a", "progressed", 1, "gate", 30.0)]
    ).stops["gate"]
    assert known == StopProgress(2, started=True, heard_s=30.0, position=Latest(2, "b", 5.0))


def test_events_of_one_moment_are_ordered_by_their_id() -> None:
    events = [Event("a", "language", 1, lang="kk"), Event("b", "language", 1, lang="ru")]
    assert progress_of(events).language == Latest(1, "b", "ru")
    assert progress_of(reversed(events)).language == Latest(1, "b", "ru")


def test_who_finished_has_started_but_has_not_thereby_arrived() -> None:
    known = progress_of([Event("a", "finished", 1, "gate")]).stops["gate"]
    assert (known.arrived, known.started, known.finished) == (False, True, True)
    known = progress_of([Event("a", "arrived", 1, "gate")]).stops["gate"]
    assert (known.arrived, known.started, known.finished) == (True, False, False)


def _without_times(progress: Progress) -> object:
    language = progress.language and progress.language.value
    return language, {
        stop: replace(known, last_at_ms=0, position=known.position and known.position.value)
        for stop, known in progress.stops.items()
    }
