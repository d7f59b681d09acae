"""Samples in and out of FFmpeg (through PyAV): decode, resample, measure."""

import io
import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import BlockingIOError as NotYet
from av.error import EOFError as AtEnd
from av.filter import Graph
from av.filter.context import FilterContext

from tour.narration.model import Samples

MASTER_HZ = 48_000
"""The rate at which clips are levelled; Opus's own."""

SILENT_LUFS = -70.0
"""What the meter reads when no part of a sound passes its absolute gate (ITU-R BS.1770)."""


_CONTAINERS = "wav,flac,mov,mp3,ogg,matroska"
"""What sounds are read from, by FFmpeg's names. Playlists are none: they name other files."""


class TooLong(ValueError):
    """A sound lasts longer than its reader wants to hear; no more than that was decoded."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness (EBU R 128, LUFS) and true peak (dBTP) of a whole sound."""

    lufs: float
    true_peak_dbtp: float


def decibel(amplitude: float) -> float:
    """An amplitude (full scale 1.0) in dB; silence is −inf."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def amplitude(level_db: float) -> float:
    """A level in dB as an amplitude (full scale 1.0)."""
    return float(10 ** (level_db / 20))


def frames_of(samples: Samples, rate_hz: int, gain: float = 1.0) -> Iterator[AudioFrame]:
    """The samples as frames of one second: copies of them, and the louder ones, stay small."""
    packed = np.ascontiguousarray(samples, dtype=np.float32).reshape(1, -1)
    for start in range(0, packed.shape[1], rate_hz):
        part = packed[:, start : start + rate_hz]
        if gain != 1.0:
            part = part * np.float32(gain)
        frame = AudioFrame.from_ndarray(part, format="flt", layout="mono")
        frame.sample_rate = rate_hz
        frame.time_base = Fraction(1, rate_hz)
        frame.pts = start
        yield frame


def samples_of(frames: list[AudioFrame]) -> Samples:
    """The samples of float frames, one after the other."""
    if not frames:
        return np.zeros(0, dtype=np.float32)
    parts = [frame.to_ndarray()[0] for frame in frames]
    return np.concatenate(parts).astype(np.float32, copy=False)


def resample(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """The same sound at another rate, without delay; its length is rounded to a sample."""
    if from_hz == to_hz or samples.size == 0:
        return samples
    resampler = AudioResampler(format="flt", layout="mono", rate=to_hz)
    frames: list[AudioFrame] = []
    for frame in chain(frames_of(samples, from_hz), (None,)):
        frames += resampler.resample(frame)
    return samples_of(frames)


def decode(source: Path | bytes, rate_hz: int = MASTER_HZ, longest_s: float = math.inf) -> Samples:
    """The sound of a file as a player gives it: mono, encoder delay and padding removed.

    A WAV, FLAC, MP4, MP3, Ogg, WebM or Matroska file, which never opens another one.

    Raises:
        av.error.FFmpegError: it is no such file, or a damaged one.
        IndexError: there is no sound in it.
        TooLong: it lasts longer than ``longest_s``.
    """
    parts = list(decoded(source, rate_hz, longest_s))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def decoded(
    source: Path | bytes, rate_hz: int = MASTER_HZ, longest_s: float = math.inf
) -> Iterator[Samples]:
    """The same, a second at a time as far as it is asked for; raises as ``decode`` does."""
    opened = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    options = {
        "format_whitelist": _CONTAINERS,
        "protocol_whitelist": "none" if isinstance(source, bytes) else "file",
    }
    resampler = AudioResampler(format="flt", layout="mono", rate=rate_hz)
    length_s = 0.0
    with av.open(opened, "r", container_options=options) as container:
        for frame in _in_seconds(container.decode(audio=0)):
            # Counted before it is resampled: a second at 8 Hz may be a megabyte at 48,000.
            length_s += frame.samples / frame.sample_rate
            if round(length_s, 3) > longest_s:
                msg = f"It lasts longer than {longest_s:g} s."
                raise TooLong(msg)
            if _is_ready(frame, rate_hz):
                yield frame.to_ndarray()[0]
            else:
                yield samples_of(resampler.resample(frame))
    yield samples_of(resampler.resample(None))


def _in_seconds(frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
    """The same sound in frames of a second: a codec's own, of 20 ms, cost more than decoding."""
    fifo, kind = AudioFifo(), None
    for frame in frames:
        frame.pts = None
        this = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind not in {None, this}:
            yield from _rest(fifo)
            fifo = AudioFifo()
        kind = this
        fifo.write(frame)
        if fifo.samples >= frame.sample_rate:
            yield from _rest(fifo)
    yield from _rest(fifo)


def _rest(fifo: AudioFifo) -> Iterator[AudioFrame]:
    if fifo.samples:
        yield cast("AudioFrame", fifo.read())


def _is_ready(frame: AudioFrame, rate_hz: int) -> bool:
    """Whether a frame already is what ``decode`` gives."""
    kind = (frame.format.name, frame.layout.name, frame.sample_rate)
    return kind in {("flt", "mono", rate_hz), ("fltp", "mono", rate_hz)}


def measure(samples: Samples, rate_hz: int = MASTER_HZ, *, peak: bool = True) -> Loudness:
    """How loud a sound is; ``peak=False`` saves half the time and gives nan for the peak."""
    graph = Graph()
    source = graph.add_abuffer(
        format="flt", sample_rate=rate_hz, layout="mono", time_base=Fraction(1, rate_hz)
    )
    meter = graph.add("ebur128", f"metadata=1:peak={'true' if peak else 'none'}")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    last: deque[AudioFrame] = deque(maxlen=2)  # the very last part of 100 ms carries nothing
    for frame in chain(frames_of(samples, rate_hz), (None,)):
        source.push(frame)
        last.extend(_pulled(sink))
    said = {key: value for metered in last for key, value in metered.metadata.items()}
    return Loudness(
        lufs=float(said.get("lavfi.r128.I", SILENT_LUFS)),
        true_peak_dbtp=decibel(float(said.get("lavfi.r128.true_peak", "nan")))
        if peak
        else math.nan,
    )


def is_silent(sound: Iterable[Samples]) -> bool:
    """Whether there is a sound (48 kHz, in parts of about a second) and none of it is heard.

    No part passes the meter's gate; what comes after the first part that does is not asked for.
    """
    size = 0
    for part in sound:
        size += part.size
        if _is_heard(part):
            return False
    return size > 0


def _is_heard(part: Samples) -> bool:
    if not np.isfinite(part).all():
        return False
    missing = max(0, MASTER_HZ - part.size)  # the meter reads nothing shorter than 0.4 s
    return measure(np.pad(part, (0, missing)), peak=False).lufs > SILENT_LUFS


def _pulled(sink: FilterContext) -> Iterator[AudioFrame]:
    """What a filter has ready now."""
    while True:
        try:
            yield cast("AudioFrame", sink.pull())
        except (NotYet, AtEnd):
            return
