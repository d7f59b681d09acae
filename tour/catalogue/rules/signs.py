"""Signs in narrated texts that no voice would say."""

import unicodedata
from collections.abc import Callable, Sequence

from tour.catalogue.entries import StopsFile
from tour.catalogue.faults import quoted
from tour.catalogue.model import Pronunciation
from tour.catalogue.report import Report
from tour.catalogue.texts import text_groups, tidy

Unread = Callable[[str, str, Sequence[Pronunciation]], Sequence[int]]
"""(text, language, pronunciations) → the places of the signs that its reading leaves out."""

_NARRATED = frozenset({"content_note", "orientation", "narration"})
_ADVICE = "no voice says it: write it in words, or take it away"


def check_signs(file: StopsFile, report: Report, unread: Unread) -> None:
    """Warn of every sign in a narrated text that would be dropped without a word."""
    for path, group in text_groups(file):
        if path[-1] not in _NARRATED:
            continue
        for language, text in group.items():
            said = tidy(text)
            for place in unread(said, language, _pronunciations(file, language)):
                sign = said[place]
                message = f"{_shown(sign)} in {report.name((*path, language))} would not be heard"
                nth = said.count(sign, 0, place)
                report.warn((*path, language), message, _ADVICE, sign=(sign, nth))


def _pronunciations(file: StopsFile, language: str) -> tuple[Pronunciation, ...]:
    entries = (file.pronunciations or {}).get(language) or ()
    return tuple(
        Pronunciation(tidy(entry.word), entry.say, entry.ipa) for entry in entries if entry.word
    )


def _shown(sign: str) -> str:
    """The sign in quotation marks, with its number and name, for it may look like another."""
    name = unicodedata.name(sign, "").lower()
    return f"{quoted(sign)} (U+{ord(sign):04X}{', ' if name else ''}{name})"
