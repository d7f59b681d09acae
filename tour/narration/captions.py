"""Cues from what the engine and the assembly know, and the WebVTT file made of them. Pure."""

from collections.abc import Sequence

from tour.narration.master import Placed
from tour.narration.model import Cue, Speech, Spoken, WordTime

_MS = 1000


def word_times(spoken: Spoken, speech: Speech, placed: Placed) -> tuple[WordTime, ...]:
    """When each written word sounds, in clip time; empty where the engine gave no marks.

    A written word that is said as several ("1937") spans all of them. Times ascend and stay
    inside the sentence.
    """
    times: list[WordTime] = []
    latest = placed.start_s
    for spoken_start, spoken_end, written_start, written_end in spoken.words:
        heard = [
            (start_s, end_s)
            for start, end, start_s, end_s in speech.marks
            if start < spoken_end and end > spoken_start
        ]
        if not heard:
            continue
        start_s = min(max(latest, heard[0][0] + placed.shift_s), placed.end_s)
        end_s = min(max(start_s, heard[-1][1] + placed.shift_s), placed.end_s)
        latest = start_s
        before = times[-1] if times else None
        if before and (before.start, before.end) == (written_start, written_end):
            times[-1] = WordTime(written_start, written_end, before.start_s, end_s)
        else:
            times.append(WordTime(written_start, written_end, start_s, end_s))
    return tuple(times)


def timestamp(seconds: float) -> str:
    """A WebVTT timestamp, to the millisecond."""
    total_ms = max(0, round(seconds * _MS))
    minutes, ms = divmod(total_ms, 60 * _MS)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{ms // _MS:02}.{ms % _MS:03}"


def webvtt(cues: Sequence[Cue], title: str, language: str) -> str:
    """The captions file: a cue per sentence, its id the sentence's index, words as timestamps."""
    heading = _one_line(title).replace("-->", "→")
    blocks = [f"WEBVTT - {heading}", f"NOTE language: {language}"]
    earliest = 0
    for index, cue in enumerate(cues):
        start = max(earliest, round(cue.start_s * _MS))
        end = max(start + 1, round(cue.end_s * _MS))
        earliest = start
        timing = f"{timestamp(start / _MS)} --> {timestamp(end / _MS)}"
        blocks.append(f"{index}\n{timing}\n{_payload(cue, start, end)}")
    return "\n\n".join(blocks) + "\n"


def _payload(cue: Cue, start_ms: int, end_ms: int) -> str:
    """The text with a timestamp before each word, strictly ascending and inside the cue."""
    parts: list[str] = []
    written = 0
    latest_ms = start_ms
    for word in cue.words:
        at_ms = round(word.start_s * _MS)
        if not (latest_ms < at_ms < end_ms and word.start >= written):
            continue
        parts += [_escaped(cue.text[written : word.start]), f"<{timestamp(at_ms / _MS)}>"]
        written, latest_ms = word.start, at_ms
    parts.append(_escaped(cue.text[written:]))
    return _one_line("".join(parts))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    return " ".join(text.split())
