"""What is written → what is said: numbers, dates, abbreviations and hard names in words."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from tour.narration.model import Spoken

from . import en, kk, ru
from .letters import to_cyrillic, to_latin
from .spans import Draft, Respell
from .table import apply_table

if TYPE_CHECKING:  # a narrating process starts without pydantic and YAML
    from tour.catalogue.model import Pronunciation

__all__ = ["dropped", "spoken"]

_RULES: Mapping[str, tuple[Callable[[Draft], None], Respell]] = {
    "en": (en.read, to_latin),
    "ru": (ru.read, to_cyrillic),
    "kk": (kk.read, to_cyrillic),
}


def spoken(
    sentence: str,
    language: str,
    pronunciations: "Sequence[Pronunciation]",
    *,
    phonemes: bool = True,
) -> Spoken:
    """The sentence as it is said, each written word paired with what is said for it.

    Pronunciations come first and nothing else touches their words. With ``phonemes``, English words
    that have an ``ipa`` are written ``[word](/ipa/)``; elsewhere ``say`` stands. In ru and kk no
    digit and no Latin letter is left (but for what ``say`` itself holds). A language without rules
    gets the pronunciations alone. Pure; never raises; empty when the sentence has no word.
    """
    return _spoken(sentence, language, tuple(pronunciations), phonemes)


# A tour is planned again after each edit, and all but one of its sentences are as they were.
@lru_cache(maxsize=4096)
def _spoken(
    sentence: str,
    language: str,
    pronunciations: "tuple[Pronunciation, ...]",
    phonemes: bool,  # noqa: FBT001 - a part of the cache's key
) -> Spoken:
    draft = _read(sentence, language, pronunciations, phonemes=phonemes)
    return draft.finish(_RULES[language][1] if language in _RULES else str)


def dropped(
    sentence: str, language: str, pronunciations: "Sequence[Pronunciation]"
) -> tuple[int, ...]:
    """The places of the signs that ``spoken`` leaves out untold, ascending. Pure; never raises."""
    return _read(sentence, language, pronunciations, phonemes=True).dropped()


def _read(
    sentence: str, language: str, pronunciations: "Sequence[Pronunciation]", *, phonemes: bool
) -> Draft:
    draft = Draft(sentence)
    apply_table(draft, language, pronunciations, phonemes=phonemes)
    if language in _RULES:
        _RULES[language][0](draft)
    return draft
