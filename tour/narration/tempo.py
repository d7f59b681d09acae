"""How fast the published narration is, in words a minute."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tour.narration.model import Publication
from tour.narration.notes import is_note

FIT: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"en": (135, 150), "ru": (85, 115), "kk": (75, 105)}
)
"""Calm speech, pauses included. Russian and Kazakh words are longer than English ones. The lower
end is the syllables a second of English (0.63 and 0.58 of its words, by the tour's texts); the
upper one nearly the time that English takes for the same text (0.81 and 0.76 of its words).
"""


def words_a_minute(publications: Iterable[Publication]) -> dict[str, int]:
    """Written words a minute in each language, from the first sound of each clip to its last."""
    words: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for one in publications:
        if not one.cues:
            continue
        written = sum(any(map(str.isalnum, word)) for cue in one.cues for word in cue.text.split())
        words[one.language] = words.get(one.language, 0) + written
        length_s = one.cues[-1].end_s - one.cues[0].start_s
        seconds[one.language] = seconds.get(one.language, 0.0) + length_s
    return {
        language: round(60 * count / seconds[language])
        for language, count in sorted(words.items())
        if seconds[language] > 0
    }


def spread_of(publications: Iterable[Publication]) -> dict[str, tuple[int, int]]:
    """The slowest and the fastest stop of each language, in words a minute; without notes."""
    paces: dict[str, list[int]] = {}
    for one in publications:
        if not is_note(one.stop_id):
            for language, pace in words_a_minute([one]).items():
                paces.setdefault(language, []).append(pace)
    return {language: (min(some), max(some)) for language, some in sorted(paces.items())}


def tempo_line(publications: Iterable[Publication]) -> str:
    """One line for people: each language's pace, and what is wanted where it lies outside."""
    said = []
    for language, pace in words_a_minute(publications).items():
        low, high = FIT.get(language, (0, pace))
        wanted = "" if low <= pace <= high else f" (wanted: {low}-{high})"
        said.append(f"{language} {pace}{wanted}")
    return f"Words a minute: {', '.join(said)}." if said else ""
