"""Which sentences are wholly somebody else's words. Pure."""

from collections.abc import Sequence

_CLOSES = {"«": "»", "“": "”", "„": "“”", '"': '"'}
_AFTER_THE_END = ".!?…,;"


def quoted(sentences: Sequence[tuple[int, str]]) -> tuple[bool, ...]:
    """For each sentence of a text, with its paragraph: whether it lies in a quotation of sentences.

    Such a quotation begins with a sentence and ends with one, the same or a later one of the
    paragraph; a title or a word in quotation marks is none.
    """
    result = [False] * len(sentences)
    place = 0
    while place < len(sentences):
        last = _end_of_quotation(sentences, place)
        if last is None:
            place += 1
        else:
            result[place : last + 1] = [True] * (last + 1 - place)
            place = last + 1
    return tuple(result)


def _end_of_quotation(sentences: Sequence[tuple[int, str]], first: int) -> int | None:
    """The sentence that ends the quotation beginning with this one; None when none begins."""
    paragraph, text = sentences[first]
    opening, closing = text[:1], _CLOSES.get(text[:1], "")
    if not closing:
        return None
    depth = 0
    for place in range(first, len(sentences)):
        if sentences[place][0] != paragraph:
            return None
        written = sentences[place][1].rstrip(_AFTER_THE_END)
        for at, sign in enumerate(written):
            if sign in closing and (place, at) != (first, 0):
                depth -= 1
            elif sign == opening:
                depth += 1
            if depth == 0:
                return place if at == len(written) - 1 else None
    return None
