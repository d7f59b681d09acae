"""What the tests of the engines share."""

from collections.abc import Callable

import numpy as np

from tour.narration.model import Quality, Speech, Spoken, Voice

PACKED = (
    "lib/x86_64-linux-gnu/libRHVoice.so.5.1.0",
    "lib/x86_64-linux-gnu/libRHVoice.so.5",
    "lib/x86_64-linux-gnu/libRHVoice_core.so.10",
    "lib/x86_64-linux-gnu/libsonic.so.0",
    *(f"share/RHVoice/languages/{name}/g2p.fst" for name in ("Russian", "Kyrgyz", "Polish")),
    *(
        f"share/RHVoice/voices/{name}/voice.info"
        for name in ("aleksandr-hq", "azamat", "nazgul", "timofey")
    ),
    "share/RHVoice/voices/azamat/24000/voice.data",
    "share/doc/librhvoice5/copyright",
)
"""Files of RHVoice's packages, under usr/."""

Say = Callable[[str, str], Speech]


def spoken(text: str) -> Spoken:
    return Spoken(text, text, ())


def make_voice(
    voice_id: str, language: str, quality: Quality = "fair", *, needs_network: bool = False
) -> Voice:
    engine, _, name = voice_id.partition(":")
    return Voice(
        voice_id, engine, name, language, "1", quality, "none", "", "Synthetic voice", needs_network
    )


def words_of(speech: Speech, text: str) -> list[str]:
    return [text[start:end] for start, end, _, _ in speech.marks]


def duration_s(speech: Speech) -> float:
    return len(speech.samples) / speech.rate_hz


def assert_sound(speech: Speech, *, at_least_s: float, at_most_s: float) -> None:
    assert at_least_s <= duration_s(speech) <= at_most_s
    assert speech.samples.dtype == np.float32
    assert 0.05 < np.abs(speech.samples).max() <= 1.0
    assert np.sqrt(np.mean(speech.samples**2)) > 0.01


def assert_marks_in_order(speech: Speech) -> None:
    for first, second, last in ((0, 1, float("inf")), (2, 3, duration_s(speech))):
        flat = [value for mark in speech.marks for value in (mark[first], mark[second])]
        assert flat == sorted(flat)
        assert not flat or (flat[0] >= 0 and flat[-1] <= last)
        assert all(mark[first] < mark[second] for mark in speech.marks)


def loud_share(speech: Speech, start_s: float, end_s: float) -> float:
    """Mean power between two times over the mean power of the whole."""
    piece = speech.samples[int(start_s * speech.rate_hz) : int(end_s * speech.rate_hz)]
    return float(np.mean(piece**2) / np.mean(speech.samples**2))
