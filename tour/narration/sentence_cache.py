"""Speech that was made once: ``audio/sentences/<key>.flac``, with the engine's times as a tag."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from tour.narration.encode import encode_flac
from tour.narration.files import digest_of, write_whole
from tour.narration.model import Speech
from tour.narration.publisher import sentence_file
from tour.narration.sixteen_bit import from_16_bit, to_16_bit


@dataclass(frozen=True, slots=True)
class SentenceCache:
    """Speech by sentence key. Processes may share it: a file is whole or not there."""

    folder: Path

    def get(self, key: str) -> Speech | None:
        """The speech kept under this key; None when there is none, or a damaged one."""
        path = sentence_file(self.folder, key)
        try:
            with av.open(str(path), "r") as container:
                tag = json.loads(container.metadata["comment"])
                parts = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
                rate_hz = container.streams.audio[0].rate
        except (OSError, FFmpegError, KeyError, ValueError, IndexError):
            return None
        pcm = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)
        if pcm.dtype != np.int16 or digest_of(pcm.tobytes()) != tag["pcm"]:
            return None
        with suppress(OSError):
            os.utime(path)  # in use: pruning goes by age
        return Speech(from_16_bit(pcm), rate_hz, tuple((a, b, c, d) for a, b, c, d in tag["marks"]))

    def put(self, key: str, speech: Speech) -> Speech:
        """Keep a speech; gives it as ``get`` will, so that a clip is the same either way.

        Raises:
            NoSpace: the disk is full.
        """
        pcm = to_16_bit(speech.samples)
        kept = from_16_bit(pcm)
        marks = tuple((a, b, round(c, 4), round(d, 4)) for a, b, c, d in speech.marks)
        tag = json.dumps({"pcm": digest_of(pcm.tobytes()), "marks": marks})
        data = encode_flac(kept, speech.rate_hz, {"comment": tag})
        write_whole(sentence_file(self.folder, key), data, durable=False)
        return Speech(kept, speech.rate_hz, marks)
