"""The whole tour in one language as one MP3 file with chapters.

The clips' own MP3 packets are joined, with a short silence between stops; a content note is a
chapter before its stop, and ends with a silence of its own. Nothing is encoded
again, so every sample and its loudness stay, and it costs half a second instead of half a minute.
An M4B would have to encode all of it anew, and fewer programs play one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition

from tour.errors import VoiceFailed
from tour.listening.artwork import artwork
from tour.narration.encode import ISO_639_2, encode
from tour.narration.model import Cue, WordTime
from tour.narration.pcm import MASTER_HZ
from tour.narration.sound import MP3, Tags

if TYPE_CHECKING:
    Sound = Packet[AudioStream]  # no generic class when it runs

FRAME_SAMPLES: Final = 576
"""An MP3 frame at 24 kHz (MPEG-2, layer III)."""

_SILENCE_S: Final = 1.5
_MS: Final = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter's sound: its title, its MP3 file, its captions.

    ``follows_on``: no silence is put before it, since what is before it ends with one.
    """

    title: str
    file: Path
    cues: tuple[Cue, ...]
    follows_on: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a player shows of the whole file."""

    title: str
    artist: str
    language: str
    comment: str
    copyright: str


@dataclass(frozen=True, slots=True)
class Whole:
    """The file's bytes, its length, where each part begins, and the captions of all of it."""

    data: bytes
    duration_s: float
    starts_s: tuple[float, ...]
    cues: tuple[Cue, ...]


def join(parts: Sequence[Part], about: About) -> Whole:
    """The parts one after the other; the same parts always give the same bytes.

    Raises:
        VoiceFailed: a part is no MP3 file as this house writes them.
    """
    target = BytesIO()
    starts: list[int] = []
    sounds = [_packets(part.file) for part in parts]
    frame = 0
    placed: list[Sound] = []
    for part, sound in zip(parts, sounds, strict=True):
        if placed and not part.follows_on:
            placed += _silence()
            frame += len(_silence())
        starts.append(frame)
        placed += sound
        frame += len(sound)
    starts_s = tuple(_seconds(start) for start in starts)
    options = dict(MP3.muxer_options) | {"fflags": "+bitexact"}
    with av.open(target, "w", format="mp3", options=options) as container:
        _describe(container, about, [part.title for part in parts], starts_s, _seconds(frame))
        _mux(container, parts[0].file, placed)
    cues = tuple(
        _shifted(cue, start)
        for part, start in zip(parts, starts_s, strict=True)
        for cue in part.cues
    )
    return Whole(target.getvalue(), _seconds(frame), starts_s, cues)


def _seconds(frames: int) -> float:
    return frames * FRAME_SAMPLES / MP3.rate_hz


def _packets(source: Path | BytesIO) -> "list[Sound]":
    """The sound's frames, without the one that only carries the file's length."""
    opened = source if isinstance(source, BytesIO) else str(source)
    message = (
        f"{source} is not as the narration writes MP3 files, so the whole tour cannot be joined. "
        "Delete it and run `flask narrate`: it is made anew."
    )
    try:
        with av.open(opened, "r", format="mp3") as container:
            stream = container.streams.audio[0]
            if (stream.rate, stream.channels) != (MP3.rate_hz, 1):
                raise VoiceFailed(message)
            return [packet for packet in container.demux(stream) if packet.size]
    except (FFmpegError, IndexError) as fault:
        raise VoiceFailed(message) from fault


@cache
def _silence() -> "tuple[Sound, ...]":
    nothing = np.zeros(round(_SILENCE_S * MASTER_HZ), np.float32)
    return tuple(_packets(BytesIO(encode(nothing, MP3, Tags("", "", "", "", "", "")))))


def _describe(
    container: OutputContainer,
    about: About,
    titles: Sequence[str],
    starts_s: Sequence[float],
    end_s: float,
) -> None:
    container.metadata.update(
        title=about.title,
        album=about.title,
        artist=about.artist,
        album_artist=about.artist,
        language=ISO_639_2.get(about.language, about.language),
        comment=about.comment,
        copyright=about.copyright,
        genre="Audiobook",
    )
    ends = (*starts_s[1:], end_s)
    container.set_chapters(
        [
            {
                "id": number,
                "start": round(start * _MS),
                "end": round(end * _MS),
                "time_base": Fraction(1, _MS),
                "metadata": {"title": title},
            }
            for number, (title, start, end) in enumerate(zip(titles, starts_s, ends, strict=True))
        ]
    )


def _mux(container: OutputContainer, like: Path, placed: "Sequence[Sound]") -> None:
    with av.open(str(like), "r") as model, av.open(BytesIO(artwork()), "r") as picture:
        sound = container.add_stream_from_template(model.streams.audio[0])
        shown = container.add_stream_from_template(picture.streams.video[0])
        shown.disposition = Disposition.attached_pic
        for part in picture.demux(video=0):
            if part.size:
                part.stream, part.pts, part.dts = shown, 0, 0
                container.mux(part)
        base = Fraction(1, MP3.rate_hz)
        for number, packet in enumerate(placed):
            packet.stream, packet.time_base = sound, base
            packet.pts = packet.dts = number * FRAME_SAMPLES
            packet.duration = FRAME_SAMPLES
            container.mux(packet)


def _shifted(cue: Cue, by_s: float) -> Cue:
    return Cue(
        cue.paragraph,
        cue.text,
        cue.start_s + by_s,
        cue.end_s + by_s,
        tuple(
            WordTime(word.start, word.end, word.start_s + by_s, word.end_s + by_s)
            for word in cue.words
        ),
    )
