"""How every clip sounds: its pauses, its loudness, the files it is encoded to. Values alone.

What only makes the plan reads them without loading what makes sound.
"""

from dataclasses import dataclass, field
from typing import Literal

CLUSTER_S = 5
_CLIP_VERSION = 1


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence, in seconds, measured from the end of one sound to the start of the next."""

    lead_in_s: float = 0.30
    sentence_s: float = 0.60
    quotation_s: float = 0.85  # before and after the words of somebody else
    paragraph_s: float = 1.15
    lead_out_s: float = 0.60
    fade_s: float = 0.020


@dataclass(frozen=True, slots=True)
class Codec:
    """How one published format is made. ``lift_db`` undoes what the encoder takes."""

    extension: Literal["webm", "mp3"]
    media_type: str
    encoder: str
    bit_rate: int
    rate_hz: int
    lift_db: float
    encoder_options: tuple[tuple[str, str], ...] = ()
    muxer_options: tuple[tuple[str, str], ...] = ()


OPUS = Codec(
    extension="webm",
    media_type='audio/webm; codecs="opus"',
    encoder="libopus",
    bit_rate=32_000,
    rate_hz=48_000,
    lift_db=0.2,  # what speech loses above 12 kHz at 32 kb/s, by measurement
    # At a lower complexity (a seventh less time, PESQ −0.01) a recogniser misheard more names.
    encoder_options=(("application", "audio"), ("vbr", "on")),
    muxer_options=(("cluster_time_limit", str(CLUSTER_S * 1000)),),
)
MP3 = Codec(
    extension="mp3",
    media_type="audio/mpeg",
    encoder="libmp3lame",
    bit_rate=64_000,
    rate_hz=24_000,
    lift_db=0.45,  # LAME scales by 0.95 at constant bit rates
    encoder_options=(("compression_level", "5"),),  # a fifth faster than its default; PESQ −0.02
    muxer_options=(("id3v2_version", "3"), ("write_xing", "1")),
)
CODECS = (OPUS, MP3)


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows of a file that was taken away from its page."""

    title: str
    album: str
    artist: str
    track: str
    language: str
    comment: str


@dataclass(frozen=True, slots=True)
class Sound:
    """How every clip is joined, levelled and encoded."""

    pauses: Pauses = field(default_factory=Pauses)
    target_lufs: float = -16.0
    ceiling_dbtp: float = -2.5
    codecs: tuple[Codec, ...] = CODECS
    version: int = _CLIP_VERSION  # raised when the code of a step changes what is heard


SOUND = Sound()
