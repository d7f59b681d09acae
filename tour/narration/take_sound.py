"""The speech of a sentence out of a person's take (see ``takes``)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tour.narration.alignment import word_marks
from tour.narration.master import trim
from tour.narration.model import Samples, Speech, Spoken
from tour.narration.pcm import MASTER_HZ, amplitude, measure
from tour.narration.recording_sound import decode_take, load_recording, room_gate_db
from tour.narration.sound import Pauses
from tour.narration.takes import Take

_LEVEL_LUFS = -23.0  # takes of one stop come together here; the whole is levelled afterwards
_MOST_GAIN_DB = 30.0


def speech_of(take: Take, said: Sequence[Spoken], language: str) -> Speech:
    """The sentence out of its take, without the room's silence, at a common loudness.

    ``said``: the sentences that the file holds, in order (as ``take.of``).

    Raises:
        VoiceFailed: the file is no sound, or silent.
    """
    if len(take.of) == 1:
        samples = decode_take(take.path)
        samples = trim(samples, MASTER_HZ, room_gate_db(samples, MASTER_HZ)).samples
    else:
        whole, placed = load_recording(take.path, said, language, Pauses(lead_in_s=0, lead_out_s=0))
        here = placed[take.place]
        samples = whole[round(here.start_s * MASTER_HZ) : round(here.end_s * MASTER_HZ)]
    marks = word_marks(samples, MASTER_HZ, said[take.place], language)
    return Speech(_levelled(samples), MASTER_HZ, marks)


def evened(speech: Speech) -> Speech:
    """The same at the common loudness of a stop that several voices say."""
    return replace(speech, samples=_levelled(speech.samples))


def _levelled(samples: Samples) -> Samples:
    loudness = measure(samples, peak=False).lufs
    gain_db = min(max(_LEVEL_LUFS - loudness, -_MOST_GAIN_DB), _MOST_GAIN_DB)
    louder: Samples = (samples * np.float32(amplitude(gain_db))).clip(-1.0, 1.0)
    return louder
