"""One timeline for a stop in several languages, and where a walk is on it. Pure.

The method is that of a score: a beat lasts as long as the slowest language needs for its words and
the pause after them. A paragraph is cut into its sentences where every language has the same
number of them, else it is one beat.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tour.groups.model import Beat, Score, State, StopRef, Track

Place = tuple[int, int | None]
"""Paragraph and sentence of a beat."""


def compose(stop: StopRef, tracks: Mapping[str, Track]) -> Score:
    """The score of a stop over these languages, of which there is at least one.

    Languages without a sound are left out of the durations (their phones follow by text), unless
    none has one: then reading times count. A language with fewer paragraphs than others gets the
    rest of them with its last.
    """
    lasts = {track.sentences[-1].paragraph for track in tracks.values()}
    shared = 1 + min(lasts)
    starts = {lang: _by_paragraph(track, shared) for lang, track in tracks.items()}
    places = _places(list(starts.values()), shared, folded=len(lasts) > 1)
    spoken = [lang for lang, track in tracks.items() if track.spoken]
    begin = [
        [starts[lang][paragraph][sentence or 0] for paragraph, sentence in places]
        + [tracks[lang].length_s]
        for lang in spoken or tracks
    ]
    beats, at_s = [], 0.0
    for number, (paragraph, sentence) in enumerate(places):
        beats.append(Beat(paragraph, sentence, round(at_s, 3)))
        at_s += max(max(0.0, times[number + 1] - times[number]) for times in begin)
    by_text = tuple(lang for lang, track in tracks.items() if spoken and not track.spoken)
    return Score(stop, tuple(beats), round(at_s, 3), by_text)


def _by_paragraph(track: Track, shared: int) -> list[list[float]]:
    """When each sentence of each paragraph begins; what goes beyond ``shared`` is in the last."""
    found: list[list[float]] = [[] for _ in range(shared)]
    for one in track.sentences:
        found[min(one.paragraph, shared - 1)].append(one.start_s)
    return found


def _places(
    languages: Sequence[Sequence[Sequence[float]]], shared: int, *, folded: bool
) -> list[Place]:
    places: list[Place] = []
    for paragraph in range(shared):
        counts = {len(one[paragraph]) for one in languages}
        if 0 in counts:
            continue  # somebody has nothing here: it belongs to the beat before
        if len(counts) == 1 and not (folded and paragraph == shared - 1):
            places += [(paragraph, number) for number in range(counts.pop())]
        else:
            places.append((paragraph, None))
    return places


def respliced(score: Score, fresh: Score, first: int) -> Score:
    """The score as it is before beat ``first``, and as ``fresh`` has it as soon as possible after.

    The change comes at a beat that begins in both; every beat until then keeps its number and
    time, so that a running walk notices nothing. Without such a beat only ``by_text`` changes.
    """
    entry = {_begins(beat): number for number, beat in enumerate(fresh.beats)}
    for number in range(first, len(score.beats)):
        found = entry.get(_begins(score.beats[number]))
        if found is None:
            continue
        shift_s = score.beats[number].at_s - fresh.beats[found].at_s
        later = tuple(
            replace(beat, at_s=round(beat.at_s + shift_s, 3)) for beat in fresh.beats[found:]
        )
        length_s = round(fresh.length_s + shift_s, 3)
        return Score(score.stop, score.beats[:number] + later, length_s, fresh.by_text)
    return replace(score, by_text=fresh.by_text)


def _begins(beat: Beat) -> tuple[int, int]:
    return beat.paragraph, beat.sentence or 0


def beat_start_s(score: Score, number: int) -> float:
    """When a beat begins on the timeline; one past the last beat is the end of the stop."""
    return score.beats[number].at_s if number < len(score.beats) else score.length_s


def sounds_at_ms(state: State, number: int) -> int:
    """The moment at which a beat begins, or begun, were nothing to hold it."""
    if state.score is None:
        return state.at_ms
    offset_s = beat_start_s(state.score, number) - beat_start_s(state.score, state.from_beat)
    return state.at_ms + round(offset_s * 1000)


def position_s(state: State, now_ms: int) -> float:
    """Where the walk is on the timeline: never before ``from_beat``, nor past where it stands."""
    if state.score is None:
        return 0.0
    begin_s = beat_start_s(state.score, state.from_beat)
    stand = len(state.score.beats) if state.hold_before_beat is None else state.hold_before_beat
    reached_s = begin_s + max(0, now_ms - state.at_ms) / 1000
    return max(begin_s, min(reached_s, beat_start_s(state.score, stand)))


def beat_at(score: Score, at_s: float) -> int:
    """The number of the beat that runs at a time of the timeline; the last one after the end."""
    return max(0, bisect_right(score.beats, at_s, key=lambda beat: beat.at_s) - 1)
