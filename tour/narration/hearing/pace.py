"""Sentences that take too long or too short a time for their length. Pure.

A recogniser that is kept from looping (``no_repeat_ngram_size``) cannot write a sentence twice,
even when it is said twice; its length tells.
"""

import statistics
from collections.abc import Sequence

_SHARE = 0.45  # faster or slower, a letter, than the median of the tour
_ENOUGH = 8  # sentences: of fewer no median is taken


def odd_paces(paces: Sequence[float], fellows: Sequence[float] = ()) -> dict[int, str]:
    """Index → what is odd. ``paces``: seconds a letter of each sentence of a language.

    ``fellows``: those of other sentences, which are only compared with.
    """
    every = (*paces, *fellows)
    if len(every) < _ENOUGH:
        return {}
    middle = statistics.median(every)
    return {
        index: f"takes{' only' * (pace < middle)} {pace / middle:.1f} times as long as its length"
        for index, pace in enumerate(paces)
        if abs(pace - middle) > _SHARE * middle
    }
