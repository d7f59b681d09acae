"""The pronunciation table of the tour, applied before any rule."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .kk_numbers import SUFFIX
from .spans import Draft

if TYPE_CHECKING:
    from tour.catalogue.model import Pronunciation

_LOWER_ENDING = "[а-яёәғқңөұүһі]{1,3}"
_VOICELESS = "ptkfθ"
_SIBILANT = "szʃʒʧʤ"


def apply_table(
    draft: Draft, language: str, pronunciations: "Sequence[Pronunciation]", *, phonemes: bool
) -> None:
    """Claim every word of the table, the longest first.

    A word is met whole and exactly as written; what grammar adds to it follows it into speech: an
    English "'s", a Russian ending of an abbreviation («АЛЖИРа»), a Kazakh suffix («АЛЖИР-дегі»).
    """
    for entry in sorted(pronunciations, key=lambda entry: (-len(entry.word), entry.word)):
        if not entry.word or entry.word not in draft.text:
            continue
        pattern = (
            rf"(?<!\w){re.escape(entry.word)}(?P<ending>{_endings(entry.word, language)})?(?!\w)"
        )
        for match in re.finditer(pattern, draft.text):
            reading = _reading(entry, language, match["ending"] or "", phonemes=phonemes)
            if reading:
                draft.say(match.start(), match.end(), reading)


def _endings(word: str, language: str) -> str:
    abbreviation = len(word) > 1 and word.isupper()
    if language == "en":
        return "['’]s"
    if language == "ru":
        return _LOWER_ENDING if abbreviation else "(?!)"
    if language == "kk":
        return rf"[-‑]{SUFFIX}|{SUFFIX}" if abbreviation else rf"[-‑]{SUFFIX}"
    return "(?!)"


def _reading(entry: "Pronunciation", language: str, ending: str, *, phonemes: bool) -> str:
    if phonemes and language == "en" and entry.ipa:
        return f"[{entry.word}{ending}](/{entry.ipa}{_possessive(entry.ipa) if ending else ''}/)"
    return f"{entry.say}{ending.lstrip('-‑')}" if entry.say else ""


def _possessive(ipa: str) -> str:
    if ipa[-1] in _SIBILANT:
        return "ᵻz"
    return "s" if ipa[-1] in _VOICELESS else "z"
