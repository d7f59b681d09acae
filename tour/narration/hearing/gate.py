"""The gate before publishing: nothing may be worse than what somebody has accepted.

The accepted figures lie beside stops.yaml, as ``stops.heard.json``, and are committed with it.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tour.narration.files import write_whole
from tour.narration.heard import Kind, Reason
from tour.narration.hearing.model import Heard
from tour.narration.hearing.pace import odd_paces
from tour.narration.hearing.ranking import Ranked, outliers
from tour.narration.hearing.verify import Clip, rates
from tour.narration.store import Key

TARGETS: Mapping[str, float] = {"en": 0.04, "ru": 0.08}
"""The share of words that may be heard otherwise on a whole tour, after the table of names."""

_OTHER_TARGET = 0.10
_FEW = 2  # words: in a short note two are a high share already
_WORSE_BY = 0.02  # a stop's rate of wrong words: one word in fifty more
_LESS_LIKELY_BY = 0.15  # nats, a stop's mean
_FORMAT = 3
_OLD_FORMAT = 2  # a sentence had a list of differences, whatever they were
_ARROW = " → "  # as in ``str(Difference)``
_FIGURES = re.compile(r"-?\d+(?:\.\d+)?")

By = Mapping[Kind, Sequence[str]]
"""What was accepted in a sentence, by its kind."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted: figures by language and stop, and sentences listened to and found right.

    ``figures``: the share of wrong words, or the mean log-probability of a ranked language.
    ``sentences``: by language and sentence, what was accepted in it; anything else that is found in
    it, of the same kind or another, is not.
    """

    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sentences: Mapping[str, Mapping[str, By]] = field(default_factory=dict)

    def has(self, doubt: "Doubt") -> bool:
        """Whether exactly this was accepted."""
        before = self.sentences.get(doubt.clip.language, {}).get(doubt.sentence.written, {})
        return set(doubt.found) <= set(before.get(doubt.kind, ()))

    def figure(self, clip: Clip) -> float | None:
        """The accepted figure of a clip, if there is one."""
        return self.figures.get(clip.language, {}).get(clip.stop_id)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence that somebody must listen to before it counts as right.

    ``found``: what is found, each in words that are the same whenever the same is found; never
    empty.
    """

    clip: Clip
    sentence: Heard | Ranked
    reason: str
    kind: Kind
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What forbids publishing: ``key`` is the clip's; None when it is a whole language."""

    key: Key | None
    reason: Reason

    def __str__(self) -> str:
        return f"{' '.join(self.key)}: {self.reason}" if self.key else str(self.reason)


@dataclass(frozen=True, slots=True)
class Fellows:
    """Of sentences that the voice said in other clips: seconds a letter, log-probabilities."""

    paces: Sequence[float] = ()
    rights: Sequence[float] = ()


def target_of(language: str) -> float:
    """The share of words that may be heard otherwise, after the table of names."""
    return TARGETS.get(language, _OTHER_TARGET)


def read_accepted(path: Path) -> Accepted:
    """What was accepted; nothing when there is no such file, or none of ours."""
    try:
        document = json.loads(path.read_bytes())
        if document["format"] == _FORMAT:
            return Accepted(document["figures"], document["sentences"])
        if document["format"] == _OLD_FORMAT:
            return Accepted(document["figures"], _with_kinds(document["sentences"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return Accepted()


def _with_kinds(
    sentences: Mapping[str, Mapping[str, Sequence[str]]],
) -> Mapping[str, Mapping[str, By]]:
    """The old form's sentences. Of one that lists nothing nobody knows what was accepted: nothing.

    A word that was heard for another is written with an arrow, what is amiss in a ranked language
    is not.
    """
    return {
        language: {
            text: {
                "word": [one for one in found if _ARROW in one],
                "unlikely": [one for one in found if _ARROW not in one],
            }
            for text, found in texts.items()
        }
        for language, texts in sentences.items()
    }


def figure_of(clip: Clip) -> float | None:
    """The figure that is compared; None when nothing was heard."""
    if clip.heard:
        return round(rates(clip.heard).wer, 4)
    if clip.ranked:
        return round(sum(one.right for one in clip.ranked) / len(clip.ranked), 3)
    return None


def doubts(clips: Sequence[Clip], fellows: Fellows = Fellows()) -> tuple[Doubt, ...]:
    """The sentences in which a name, a number or a date is another, or that seem lost or doubled.

    Of a ranked language, those whose own text is none of the likeliest. ``fellows``: what a clip
    that is heard alone is held beside.
    """
    found = [
        Doubt(clip, one, f"a name, number or date: {'; '.join(grave)}", "word", grave)
        for clip in clips
        for one in clip.heard
        if (grave := tuple(map(str, one.grave)))
    ]
    found += [
        Doubt(clip, one, f"{one.trouble}: heard “{one.heard}”", "lost", (one.trouble,))
        for clip in clips
        for one in clip.heard
        if one.trouble
    ]
    for language in dict.fromkeys(clip.language for clip in clips if clip.heard):
        heard = [(clip, one) for clip in clips if clip.language == language for one in clip.heard]
        paces = odd_paces([one.s_per_letter for _, one in heard], fellows.paces)
        found += [
            Doubt(*heard[index], reason, "pace", (_lasting(reason),))
            for index, reason in paces.items()
        ]
    for language in dict.fromkeys(clip.language for clip in clips if clip.ranked):
        owners = {id(one): clip for clip in clips for one in clip.ranked}
        ranked = [one for clip in clips if clip.language == language for one in clip.ranked]
        odd = outliers(ranked, fellows.rights, fellows.paces)
        found += [
            Doubt(owners[id(one)], one, reason, "unlikely", one.amiss or (_lasting(reason),))
            for one, reason in odd
        ]
    return tuple(found)


def _lasting(reason: str) -> str:
    """A reason without its figures, which are others as soon as any other sentence is."""
    return _FIGURES.sub("…", reason)


def failures(
    clips: Sequence[Clip], accepted: Accepted, *, whole: bool, fellows: Fellows = Fellows()
) -> Iterator[Refusal]:
    """Why this sound must not be published; nothing when it may.

    ``whole``: the clips are the whole tour, so that the targets of the languages apply.
    """
    for clip in clips:
        for fault in clip.faults:
            yield Refusal(clip.key, Reason(fault.message, "sound", fault.file, fault.at_s))
        yield from (Refusal(clip.key, Reason(worse, "worse")) for worse in _worse(clip, accepted))
    for doubt in doubts(clips, fellows):
        if not accepted.has(doubt):
            one = doubt.sentence
            reason = Reason(
                message=doubt.reason,
                kind=doubt.kind,
                file=doubt.clip.file,
                at_s=round(one.start_s, 2),
                sentence=one.written,
                heard="; ".join(doubt.found) if doubt.kind == "word" else "",
            )
            yield Refusal(doubt.clip.key, reason)
    for language in dict.fromkeys(clip.language for clip in clips if clip.heard and whole):
        heard = [one for clip in clips if clip.language == language for one in clip.heard]
        share, target = rates(heard).text, target_of(language)
        if share > target:
            said = f"{language}: {share:.1%} of all words heard otherwise; at most {target:.0%} may"
            yield Refusal(None, Reason(said, "worse"))


def _worse(clip: Clip, accepted: Accepted) -> Iterator[str]:
    now, before = figure_of(clip), accepted.figure(clip)
    if now is None:
        return
    if clip.ranked:
        if before is not None and now < before - _LESS_LIKELY_BY:
            yield f"mean log-probability {now:.2f}, accepted was {before:.2f}"
    elif before is None:
        wrong, target = sum(one.wrong_words for one in clip.heard), target_of(clip.language)
        if now > target and wrong > _FEW:
            yield f"{now:.1%} of the words sound different; unless accepted, {target:.0%} may"
    elif now > before + _WORSE_BY:
        yield f"{now:.1%} of the words sound different, accepted were {before:.1%}"


def accept(
    path: Path, clips: Sequence[Clip], before: Accepted, fellows: Fellows = Fellows()
) -> None:
    """Keep the figures of these clips, and their doubtful sentences as listened to.

    Raises:
        NoSpace: the disk is full.
    """
    figures = {language: dict(stops) for language, stops in before.figures.items()}
    for clip in clips:
        figure = figure_of(clip)
        if figure is not None:
            figures.setdefault(clip.language, {})[clip.stop_id] = figure
    heard = {
        *((clip.language, one.written) for clip in clips for one in clip.heard),
        *((clip.language, one.written) for clip in clips for one in clip.ranked),
    }
    sentences: dict[str, dict[str, dict[Kind, list[str]]]] = {
        language: {
            text: {kind: list(found) for kind, found in by.items() if found}
            for text, by in texts.items()
            if (language, text) not in heard
        }
        for language, texts in before.sentences.items()
    }
    for doubt in doubts(clips, fellows):
        by = sentences.setdefault(doubt.clip.language, {}).setdefault(doubt.sentence.written, {})
        by[doubt.kind] = sorted({*by.get(doubt.kind, ()), *doubt.found})
    document: dict[str, Any] = {"format": _FORMAT, "figures": figures, "sentences": sentences}
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    write_whole(path, f"{text}\n".encode())
