"""What every engine promises of its sound, checked in one place, and how spans are trimmed."""

from collections.abc import Iterable

from tour.errors import VoiceFailed
from tour.narration.model import Samples, Speech, Voice

Marks = Iterable[tuple[int, int, float, float]]
COMBINING_ACUTE = "\N{COMBINING ACUTE ACCENT}"
_SILENCE = 1e-3  # peak of full scale, about -60 dBFS
_QUIET = 4e-3  # RMS of full scale; the quietest voice here speaks at about 5e-2
_GRAIN_S = 0.005


def sound_speech(
    samples: Samples, rate_hz: int, marks: Marks, *, spoken: str, voice: Voice
) -> Speech:
    """Make a ``Speech`` whose marks are ascending, inside the sound and on words of ``spoken``.

    Marks that are not are left out: a missing mark is better than a wrong one. A word ends where
    its sound ends: engines count the pause after it as the word's own.

    Raises:
        VoiceFailed: there is no sound, or it is silent or broken.
    """
    import numpy as np  # noqa: PLC0415 - only when something is said

    if not len(samples) or not np.isfinite(samples).all() or np.abs(samples).max() < _SILENCE:
        msg = f"{voice.id} gave no sound for: {spoken[:80]}"
        raise VoiceFailed(msg, voice=voice.id)
    duration_s = len(samples) / rate_hz
    kept: list[tuple[int, int, float, float]] = []
    for start, end, raw_start_s, raw_end_s in marks:
        start_s = round(raw_start_s, 4)
        end_s = round(_sound_end_s(samples, rate_hz, start_s, min(raw_end_s, duration_s)), 4)
        after, after_s = (kept[-1][1], kept[-1][3]) if kept else (0, 0.0)
        on_a_word = any(letter.isalnum() for letter in spoken[start:end])
        if on_a_word and start >= after and start_s >= after_s and end_s > start_s:
            kept.append((start, end, start_s, end_s))
    return Speech(samples.astype(np.float32, copy=False), rate_hz, tuple(kept))


def _sound_end_s(samples: Samples, rate_hz: int, start_s: float, end_s: float) -> float:
    """When the last sound before ``end_s`` fades; ``end_s`` when there is none at all."""
    grain = max(round(_GRAIN_S * rate_hz), 1)
    first, last = round(start_s * rate_hz), round(end_s * rate_hz)
    grains = samples[first : first + (last - first) // grain * grain].reshape(-1, grain)
    loud = ((grains**2).mean(axis=1) > _QUIET**2).nonzero()[0]
    return first / rate_hz + (int(loud[-1]) + 1) * grain / rate_hz if len(loud) else end_s


def word_core(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the punctuation and spaces at its ends; empty when no letter is in it."""
    start, end = max(start, 0), min(end, len(text))
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == COMBINING_ACUTE):
        end -= 1
    return start, end


def need_words(spoken: str, voice: Voice) -> None:
    """Refuse a sentence in which nothing can be said.

    Raises:
        VoiceFailed: it holds no letter and no digit.
    """
    if not any(character.isalnum() for character in spoken):
        msg = f"There is nothing to say in: {spoken!r}"
        raise VoiceFailed(msg, voice=voice.id)
