"""The state machine of a guided walk: (state, command) → (state, events). Pure.

A command gives one event, or none when it changes nothing; the numbers of events ascend by one.
"""

from dataclasses import replace
from functools import singledispatch

from tour.errors import InvalidInput
from tour.groups import commands as do
from tour.groups.errors import NotNow, WalkEnded
from tour.groups.model import Event, Kind, Programme, Score, State, StopRef
from tour.groups.timing import (
    beat_at,
    compose,
    position_s,
    respliced,
    sounds_at_ms,
)

LEAD_MS = 1200
"""So far ahead is what phones are to do: all of them have heard of it by then."""

MIN_SILENCE_S, MAX_SILENCE_S = 10, 600
ENDED = "This walk has ended."
Decision = State | None


def opened(languages: tuple[str, ...], now_ms: int) -> Event:
    """The first event of a walk, in these languages."""
    return Event(now_ms, "waiting", State(seq=1, phase="waiting", languages=languages))


def decide(
    state: State, command: do.Command, now_ms: int, programme: Programme
) -> tuple[State, tuple[Event, ...]]:
    """What a command does now: the state after it and its event, if it has one.

    Raises:
        WalkEnded: nothing can follow the end.
        NotNow: the command means nothing in this phase; the message says what does.
        InvalidInput: the stop, beat, language or duration cannot be used.
    """
    if state.phase == "ended":
        if isinstance(command, do.End):
            return state, ()
        raise WalkEnded(ENDED)
    after = _apply(command, _settled(state, now_ms), now_ms, programme)
    if after is None:
        return state, ()
    after = replace(after, seq=state.seq + 1)
    kind: Kind = "led" if isinstance(command, do.Lead) else after.phase
    return after, (Event(now_ms, kind, after),)


def _settled(state: State, now_ms: int) -> State:
    """A silence that is over has become standing still, without any event."""
    if state.phase != "silent" or now_ms < (state.silence_until_ms or 0):
        return state
    return _standing(state)


def _standing(state: State) -> State:
    return replace(_calm(state), phase="waiting" if state.score is None else "holding")


def _calm(state: State) -> State:
    return replace(state, silence_from_ms=None, silence_until_ms=None, gathering=None)


@singledispatch
def _apply(command: object, state: State, now_ms: int, programme: Programme) -> Decision:
    raise NotImplementedError(command, state, now_ms, programme)


@_apply.register
def _play(command: do.Play, state: State, now_ms: int, programme: Programme) -> Decision:
    state = _in_languages(state, command.languages)
    score = _score(_stop(command.stop, programme), state.languages, programme)
    beat = command.beat or 0
    if beat >= len(score.beats):
        msg = f"This stop has {len(score.beats)} beats, counted from 0."
        raise InvalidInput(msg)
    pressed_twice = (
        state.phase == "playing"
        and now_ms < state.at_ms
        and (state.score, state.from_beat) == (score, beat)
    )
    return None if pressed_twice else _started(state, score, beat, now_ms + LEAD_MS)


@_apply.register
def _next(command: do.Next, state: State, now_ms: int, programme: Programme) -> Decision:
    stops = programme.stops()
    place = _next_place(state, stops)
    if place >= len(stops):
        raise NotNow("This is the last stop. Choose a stop, or end the walk.")
    state = _in_languages(state, command.languages)
    score = _score(stops[place], state.languages, programme)
    return _started(state, score, 0, now_ms + LEAD_MS)


def _next_place(state: State, stops: tuple[StopRef, ...]) -> int:
    """A stop that has been taken out of the tour is followed by what stands in its place now."""
    if state.score is None:
        return 0
    here = state.score.stop
    ids = [stop.id for stop in stops]
    return ids.index(here.id) + 1 if here.id in ids else here.number - 1


def _in_languages(state: State, languages: tuple[str, ...] | None) -> State:
    return state if languages is None else replace(state, languages=languages)


def _started(state: State, score: Score, beat: int, at_ms: int) -> State:
    return replace(
        _calm(state),
        phase="playing",
        score=score,
        from_beat=beat,
        at_ms=at_ms,
        hold_before_beat=None,
    )


@_apply.register
def _hold(_command: do.Hold, state: State, now_ms: int, _programme: Programme) -> Decision:
    if state.phase == "waiting":
        raise NotNow("Nothing is being played. Choose a stop.")
    if state.phase != "playing" or _is_over(state, now_ms):
        return None
    return replace(_held(state, now_ms), phase="holding")


@_apply.register
def _go_on(_command: do.GoOn, state: State, now_ms: int, _programme: Programme) -> Decision:
    score, mark = state.score, state.hold_before_beat
    if score is None:
        if state.phase == "waiting":
            raise NotNow("Nothing is being played. Choose a stop.")
        return _standing(state)
    if mark is None:
        if _is_over(state, now_ms):
            raise NotNow("This stop is over. Press next, or choose a stop.")
        return None
    begins_ms = sounds_at_ms(state, mark)
    if begins_ms > now_ms + LEAD_MS:  # the beat is not over yet: as if nobody had held it
        return replace(_calm(state), phase="playing", hold_before_beat=None)
    if mark >= len(score.beats):
        if state.phase != "holding":
            return _standing(state)
        raise NotNow("This stop is over. Press next, or choose a stop.")
    return _started(state, score, mark, now_ms + LEAD_MS)


@_apply.register
def _back(command: do.Back, state: State, now_ms: int, _programme: Programme) -> Decision:
    score = state.score
    if score is None:
        raise NotNow("Nothing is being played. Choose a stop.")
    beat = beat_at(score, position_s(state, now_ms) - command.seconds)
    if state.hold_before_beat is None:
        return _started(state, score, beat, now_ms + LEAD_MS)
    return replace(state, from_beat=beat, at_ms=now_ms, hold_before_beat=beat)


@_apply.register
def _gather(command: do.Gather, state: State, now_ms: int, programme: Programme) -> Decision:
    where = command.where
    if where.stop is not None:
        _stop(where.stop, programme)
    if state.phase == "gathering" and state.gathering == where:
        return None
    return replace(_calm(_held(state, now_ms)), phase="gathering", gathering=where)


@_apply.register
def _silence(command: do.Silence, state: State, now_ms: int, _programme: Programme) -> Decision:
    if not MIN_SILENCE_S <= command.seconds <= MAX_SILENCE_S:
        msg = f"A silence lasts from {MIN_SILENCE_S} to {MAX_SILENCE_S} seconds."
        raise InvalidInput(msg)
    lasting_ms = command.seconds * 1000
    if state.phase == "silent" and state.silence_from_ms is not None:
        same = state.silence_until_ms == state.silence_from_ms + lasting_ms
        if same:  # pressed twice
            return None
    held = _held(state, now_ms)
    begins_ms = now_ms + LEAD_MS
    if held.score is not None and held.hold_before_beat is not None:
        begins_ms = max(begins_ms, sounds_at_ms(held, held.hold_before_beat))
    return replace(
        _calm(held),
        phase="silent",
        silence_from_ms=begins_ms,
        silence_until_ms=begins_ms + lasting_ms,
    )


@_apply.register
def _add_language(
    command: do.AddLanguage, state: State, now_ms: int, programme: Programme
) -> Decision:
    if command.language not in programme.languages():
        msg = f"The tour is not in this language. It is in: {', '.join(programme.languages())}."
        raise InvalidInput(msg, languages=list(programme.languages()))
    if command.language in state.languages:
        return None
    languages = (*state.languages, command.language)
    score = state.score
    if score is not None:
        running = beat_at(score, position_s(state, now_ms))
        first = running + 1 if state.hold_before_beat is None else state.hold_before_beat
        if score.stop in programme.stops():
            score = respliced(score, _score(score.stop, languages, programme), first)
    return replace(state, languages=languages, score=score)


@_apply.register
def _lead(_command: do.Lead, state: State, _now_ms: int, _programme: Programme) -> Decision:
    return state


@_apply.register
def _end(_command: do.End, state: State, now_ms: int, _programme: Programme) -> Decision:
    return replace(_calm(_held(state, now_ms)), phase="ended")


def _held(state: State, now_ms: int) -> State:
    """The state with the beat before which everybody stands.

    It is the first one of which phones can still be told in time that they must not begin it.
    """
    if state.score is None or state.hold_before_beat is not None:
        return state
    if state.at_ms >= now_ms + LEAD_MS:
        return replace(state, hold_before_beat=state.from_beat)
    running = beat_at(state.score, position_s(state, now_ms + LEAD_MS))
    return replace(state, hold_before_beat=running + 1)


def _is_over(state: State, now_ms: int) -> bool:
    return state.score is not None and position_s(state, now_ms) >= state.score.length_s


def _stop(stop_id: str, programme: Programme) -> StopRef:
    found = next((stop for stop in programme.stops() if stop.id == stop_id), None)
    if found is None:
        raise InvalidInput("The tour has no stop with this id.")
    return found


def _score(stop: StopRef, languages: tuple[str, ...], programme: Programme) -> Score:
    tracks = programme.tracks(stop.id)
    wanted = {lang: track for lang, track in tracks.items() if lang in languages}
    return compose(stop, wanted or tracks)
