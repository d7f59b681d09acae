"""A levelled sound into the files that phones play, by PyAV alone; the same bytes every time.

Opus in WebM is what most phones take; MP3 is for the rest. WebM carries its duration and, in
front, its seek points; MP3 carries the Xing header with its length and delay, so players remove
the encoder's delay and captions fit both files.
"""

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import cast

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from tour.errors import VoiceFailed
from tour.narration.master import block_peaks, level
from tour.narration.model import Samples
from tour.narration.pcm import (
    MASTER_HZ,
    Loudness,
    amplitude,
    decibel,
    decode,
    frames_of,
    measure,
)
from tour.narration.sound import CLUSTER_S, Codec, Tags

ISO_639_2 = {"kk": "kaz", "ru": "rus", "en": "eng"}
_SEEK_POINT_BYTES = 24
_TOLERANCE_LU = 0.3
_HIGHEST_DBTP = -1.05
_TRIES = 3
_FURTHEST_LU = 3.0  # a stop that is a little quiet is better than none
_LIMIT_DBTP = -1.0


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file's bytes and how loud it is when decoded again."""

    data: bytes
    loudness: Loudness


def levelled(
    samples: Samples, mastered: Samples, codec: Codec, tags: Tags, target: tuple[float, float]
) -> Encoded:
    """Encode ``mastered`` and measure the file as a player decodes it.

    ``target``: loudness (LUFS) and true-peak ceiling (dBTP) that ``mastered`` was brought to from
    ``samples``. A file that is more than 0.3 LU away from the loudness, or above −1.05 dBTP, is
    levelled again with that correction. A voice whose every period peaks higher than the ceiling
    leaves room for is published as loud as its peaks allow.

    Raises:
        VoiceFailed: the file could not even be brought within 3 LU and under −1 dBTP.
    """
    target_lufs, ceiling_dbtp = target
    wanted, ceiling = target_lufs, ceiling_dbtp
    made: list[Encoded] = []
    for _ in range(_TRIES):
        data = encode(mastered, codec, tags, amplitude(codec.lift_db))
        loudness = _as_played(data)
        missing = target_lufs - loudness.lufs
        too_high = loudness.true_peak_dbtp - _HIGHEST_DBTP
        made.append(Encoded(data, loudness))
        if abs(missing) <= _TOLERANCE_LU and too_high <= 0:
            return made[-1]
        wanted += missing if abs(missing) > _TOLERANCE_LU else 0.0
        ceiling -= max(0.0, too_high)
        mastered = level(samples, wanted, ceiling)
    best = min(made, key=lambda one: _fault(one.loudness, target_lufs))
    if _fault(best.loudness, target_lufs) <= _FURTHEST_LU:
        return best
    message = (
        f"The sound could not be levelled: {best.loudness.lufs:.1f} LUFS and "
        f"{best.loudness.true_peak_dbtp:.1f} dBTP in the {codec.extension} file."
    )
    raise VoiceFailed(message)


def _as_played(data: bytes) -> Loudness:
    """How loud a file is when decoded: the true peak by our own finder, in half the time."""
    samples = decode(data, MASTER_HZ)
    lufs = measure(samples, MASTER_HZ, peak=False).lufs
    highest = float(np.abs(samples).max(initial=0.0))
    return Loudness(lufs, decibel(float(block_peaks(samples, highest).max(initial=0.0))))


def _fault(loudness: Loudness, target_lufs: float) -> float:
    """How far from the loudness, in LU; a peak that is too high counts as very far."""
    too_high = max(0.0, loudness.true_peak_dbtp - _LIMIT_DBTP)
    return abs(target_lufs - loudness.lufs) + 100 * too_high


def encode(samples: Samples, codec: Codec, tags: Tags, gain: float = 1.0) -> bytes:
    """One file in memory, ``gain`` times as loud as ``samples``, which are at 48 kHz.

    The bytes depend on the arguments alone.
    """
    muxer_options = dict(codec.muxer_options)
    if codec.extension == "webm":
        points = int(samples.size / MASTER_HZ / CLUSTER_S) + 2
        muxer_options["reserve_index_space"] = str(64 + points * _SEEK_POINT_BYTES)
    shape = _Shape(
        container=codec.extension,
        encoder=codec.encoder,
        rate_hz=codec.rate_hz,
        muxer_options=muxer_options,
        encoder_options={"b": str(codec.bit_rate), **dict(codec.encoder_options)},
    )
    metadata = asdict(tags) | {"language": ISO_639_2.get(tags.language, tags.language)}
    return _written(samples, MASTER_HZ, shape, metadata, gain)


def encode_flac(samples: Samples, rate_hz: int, metadata: Mapping[str, str]) -> bytes:
    """16-bit FLAC with tags, for the sentence cache."""
    return _written(samples, rate_hz, _Shape("flac", "flac", rate_hz, "s16"), metadata)


@dataclass(frozen=True, slots=True)
class _Shape:
    container: str
    encoder: str
    rate_hz: int
    sample_format: str = ""
    muxer_options: Mapping[str, str] = field(default_factory=dict)
    encoder_options: Mapping[str, str] = field(default_factory=dict)


def _written(
    samples: Samples,
    from_hz: int,
    shape: _Shape,
    metadata: Mapping[str, str],
    gain: float = 1.0,
) -> bytes:
    target = io.BytesIO()
    options = {"fflags": "+bitexact", **shape.muxer_options}
    with av.open(target, "w", format=shape.container, options=options) as container:
        container.metadata.update(metadata)
        encoder_options = {"flags": "+bitexact", **shape.encoder_options}
        stream = cast(
            "AudioStream",
            container.add_stream(shape.encoder, rate=shape.rate_hz, options=encoder_options),
        )
        context = stream.codec_context
        context.layout = "mono"
        if shape.sample_format:
            context.format = shape.sample_format
        if "language" in metadata:
            stream.metadata["language"] = metadata["language"]
        resampler = AudioResampler(format=context.format, layout="mono", rate=shape.rate_hz)
        for part in chain(frames_of(samples, from_hz, gain), (None,)):
            for frame in resampler.resample(part):
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()
