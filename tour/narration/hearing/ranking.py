"""For a language that the recogniser knows badly: is the text of a sentence the likeliest one?

Whisper writes Kazakh poorly, but it tells a right text from a wrong one: of a sentence that is
said well the text is likelier by several nats than any other text of its length. What is lost,
doubled or misheard lowers that, so a sentence far below its fellows is one to listen to.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tour.narration.hearing.listen import Sentence, cut
from tour.narration.hearing.model import Recogniser
from tour.narration.hearing.pace import odd_paces
from tour.narration.model import Samples

_CLEAR = 1.0  # nats between the right and the wrong text; fewer is no proof
_FAR = 3.5  # times the spread of the tour: an outlier
_SPREAD = 1.4826  # of a median deviation, to be read like a standard deviation


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with the mean log-probability of its own text and of a wrong one.

    ``amiss``: words and numbers that are not in its sound (see ``side_by_side``).
    """

    index: int
    start_s: float
    written: str
    right: float
    wrong: float
    s_per_letter: float
    amiss: tuple[str, ...] = ()

    @property
    def margin(self) -> float:
        """How much likelier the right text is, in nats."""
        return self.right - self.wrong


def rank(
    samples: Samples,
    sentences: Sequence[Sentence],
    others: Sequence[str],
    language: str,
    recogniser: Recogniser,
) -> tuple[Ranked, ...]:
    """Each sentence against the sentence of the tour whose length is nearest to its own.

    ``samples``: the clip at 16 kHz; ``others``: every sentence of the tour in this language.
    """
    found = []
    for sentence in sentences:
        cue = sentence.cue
        wrong = min(
            (text for text in others if text != cue.text),
            key=lambda text: (abs(len(text) - len(cue.text)), text),
        )
        sound = cut(samples, cue.start_s, cue.end_s)
        in_words = " ".join(one.text for one in sentence.said)  # a number may be written either way
        *right, other = recogniser.likelihoods(sound, language, (cue.text, in_words, wrong))
        letters = sum(len(one.text) for one in sentence.said)
        pace = (cue.end_s - cue.start_s) / max(1, letters)
        found.append(Ranked(sentence.index, cue.start_s, cue.text, max(right), other, pace))
    return tuple(found)


def outliers(
    ranked: Sequence[Ranked], rights: Sequence[float] = (), paces: Sequence[float] = ()
) -> tuple[tuple[Ranked, str], ...]:
    """The sentences of a whole tour that somebody should listen to, each with its reason.

    ``rights`` and ``paces``: of other sentences of the same voice, which are only compared with.
    """
    if not ranked:
        return ()
    every = [*(one.right for one in ranked), *rights]
    middle = statistics.median(every)
    spread = _SPREAD * statistics.median(abs(one - middle) for one in every)
    odd = odd_paces([one.s_per_letter for one in ranked], paces)
    found = []
    for index, one in enumerate(ranked):
        if one.amiss:
            found.append((one, "; ".join(one.amiss)))
        elif one.margin < _CLEAR:
            found.append((one, f"a wrong text is as likely ({one.right:.2f}, {one.wrong:.2f})"))
        elif one.right < middle - _FAR * max(spread, 0.05):
            found.append((one, f"far below its fellows ({one.right:.2f}, they {middle:.2f})"))
        elif index in odd:
            found.append((one, odd[index]))
    return tuple(found)
