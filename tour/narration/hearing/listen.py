"""A clip heard sentence by sentence.

The sound is cut at the published cues. Sentences of a paragraph are heard together, up to 27 s, as
people hear them; a sentence in which anything was amiss is heard once more alone, and the better
of the two hearings counts: a voice that was once understood rightly has said it rightly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tour.catalogue.model import Pronunciation
from tour.narration.hearing.align import Match, align, misspelt, unwritten
from tour.narration.hearing.distance import unlike
from tour.narration.hearing.figures_heard import is_number
from tour.narration.hearing.model import LISTEN_HZ, Difference, Heard, Recogniser, Trouble
from tour.narration.hearing.sounds import ear_for
from tour.narration.hearing.words import Said, heard_words, names_of, said_words
from tour.narration.model import Cue, Samples
from tour.narration.normalise import spoken

_TOGETHER_S = 27.0  # a recogniser hears at most 30 s at once
_AROUND_S = 0.2  # of the pause on either side
_LOST_SHARE = 0.5  # a sentence of which fewer words were heard is lost
_DOUBLED_SHARE = 1.5  # one with so many more words may have been said twice
_SHORTEST = 3  # words: nothing can be said of fewer


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cue with the words that were to be said in it."""

    index: int
    cue: Cue
    said: tuple[Said, ...]
    names: frozenset[str] = frozenset()  # of the table, whether they stand in it or not


def sentences_of(
    cues: Sequence[Cue], language: str, table: Sequence[Pronunciation]
) -> tuple[Sentence, ...]:
    """The sentences of a clip; those without a word are left out."""
    names = names_of(table)
    found = (
        Sentence(index, cue, said_words(spoken(cue.text, language, table), language, table), names)
        for index, cue in enumerate(cues)
    )
    return tuple(sentence for sentence in found if sentence.said)


def cut(samples: Samples, start_s: float, end_s: float) -> Samples:
    """A span of a sound at 16 kHz, with a little of the pauses around it."""
    first = max(0, round((start_s - _AROUND_S) * LISTEN_HZ))
    return samples[first : round((end_s + _AROUND_S) * LISTEN_HZ)]


def hear(
    samples: Samples, sentences: Sequence[Sentence], language: str, recogniser: Recogniser
) -> tuple[Heard, ...]:
    """What is heard of each sentence, in order. ``samples``: the whole clip at 16 kHz."""
    heard: list[Heard] = []
    for group in _together(sentences):
        sound = cut(samples, group[0].cue.start_s, group[-1].cue.end_s)
        for sentence, words in _shared_out(group, recogniser.listen(sound, language), language):
            first = compare(sentence, words, language)
            if first.wrong_words and len(group) > 1:
                alone = cut(samples, sentence.cue.start_s, sentence.cue.end_s)
                text = recogniser.listen(alone, language)
                again = compare(sentence, _words(text, (sentence,), language), language)
                first = min(first, again, key=lambda one: (one.wrong_words, one.wrong_letters))
            heard.append(first)
    return tuple(heard)


def _together(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (
            sentence.cue.paragraph != group[0].cue.paragraph
            or sentence.cue.end_s - group[0].cue.start_s > _TOGETHER_S
        ):
            yield tuple(group)
            group = []
        group.append(sentence)
    if group:
        yield tuple(group)


def _words(text: str, sentences: Sequence[Sentence], language: str) -> tuple[str, ...]:
    return heard_words(text, language, [one.text for each in sentences for one in each.said])


def _shared_out(
    group: Sequence[Sentence], text: str, language: str
) -> Iterator[tuple[Sentence, tuple[str, ...]]]:
    """Each sentence with the heard words that stand for its own; what was added follows them."""
    said = [one for sentence in group for one in sentence.said]
    owner = [number for number, sentence in enumerate(group) for _ in sentence.said]
    words = _words(text, group, language)
    parts: list[list[str]] = [[] for _ in group]
    at = 0
    for match in align(said, words, ear_for(language), owner):
        at = owner[match.start] if match.end > match.start else at
        parts[at] += words[match.heard_start : match.heard_end]
    for sentence, part in zip(group, parts, strict=True):
        yield sentence, tuple(part)


def compare(sentence: Sentence, words: Sequence[str], language: str) -> Heard:
    """What differs between a sentence and the words that were heard for it."""
    matches = align(sentence.said, words, ear_for(language))
    found = tuple(_differences(sentence, words, matches, language))
    wrong = sum(not match.agrees for match in matches)
    right = _as_said(sentence, words, matches)
    to_say = "".join(one.text for one in sentence.said)
    return Heard(
        index=sentence.index,
        start_s=sentence.cue.start_s,
        written=sentence.cue.text,
        heard=" ".join(words),
        words=len(sentence.said),
        letters=len(to_say),
        wrong_words=wrong,
        wrong_letters=unlike(to_say, right),
        unwritten=unwritten(sentence.said, words),
        misspelt=misspelt(sentence.said, words),
        s_per_letter=(sentence.cue.end_s - sentence.cue.start_s) / max(1, len(to_say)),
        differences=tuple(difference for difference, _ in found),
        grave=tuple(difference for difference, grave in found if grave),
        names=tuple(_names(sentence, words, matches)),
        trouble=_trouble(sentence, words, matches, language),
    )


def _as_said(sentence: Sentence, words: Sequence[str], matches: Sequence[Match]) -> str:
    """The letters that were heard, where they agree in the spelling of the text."""
    parts = []
    for match in matches:
        if match.agrees:
            parts += [one.text for one in sentence.said[match.start : match.end]]
        else:
            parts += words[match.heard_start : match.heard_end]
    return "".join(parts)


def _differences(
    sentence: Sentence, words: Sequence[str], matches: Sequence[Match], language: str
) -> Iterator[tuple[Difference, bool]]:
    """Neighbouring disagreements as one, and whether it is a grave one."""
    for agrees, run in groupby(matches, key=lambda match: match.agrees):
        if agrees:
            continue
        some = list(run)
        said = sentence.said[some[0].start : some[-1].end]
        heard = words[some[0].heard_start : some[-1].heard_end]
        added = any(_is_weighty(word, sentence, language) for word in heard)
        grave = added or any(one.weighty for one in said)
        yield Difference(" ".join(one.text for one in said), " ".join(heard)), grave


def _is_weighty(heard: str, sentence: Sentence, language: str) -> bool:
    """Whether a word that was heard is a number, or a name of the table."""
    return is_number(heard, language) or heard in sentence.names


def _names(
    sentence: Sentence, words: Sequence[str], matches: Sequence[Match]
) -> Iterator[Difference]:
    for match in matches:
        said = sentence.said[match.start : match.end]
        name, heard = " ".join(one.text for one in said), words[match.heard_start : match.heard_end]
        if match.agrees and any(one.name for one in said) and name.split() != list(heard):
            yield Difference(name, " ".join(heard))


def _trouble(
    sentence: Sentence, words: Sequence[str], matches: Sequence[Match], language: str
) -> Trouble:
    count = len(sentence.said)
    found = sum(match.end - match.start for match in matches if match.agrees)
    if not words or (count >= _SHORTEST and found < _LOST_SHARE * count):
        return "lost"
    if count >= _SHORTEST and len(words) >= _DOUBLED_SHARE * count:
        twice = align((*sentence.said, *sentence.said), words, ear_for(language))
        if sum(not match.agrees for match in twice) < sum(not match.agrees for match in matches):
            return "doubled"
    return ""
