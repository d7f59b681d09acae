"""One stop to its end in several languages: how far the phones are apart, by what was heard."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.request import urlopen

import av
import numpy as np
from numpy.typing import NDArray

from together.heard import RATE
from together.joints import Heard, sentences_heard

_LOOK_S = 0.02
Beat = tuple[int, int | None]
"""Paragraph and sentence; None: the paragraph as a whole."""


@dataclass(frozen=True)
class Clip:
    """What one language plays: its sentences as (paragraph, begin, end)."""

    sound: NDArray[np.int16]
    cues: tuple[tuple[int, float, float], ...]

    def firsts(self, beats: Sequence[Beat]) -> list[int]:
        """The number of the first sentence of each beat."""
        paragraphs = [paragraph for paragraph, _, _ in self.cues]
        return [paragraphs.index(paragraph) + (sentence or 0) for paragraph, sentence in beats]


@dataclass(frozen=True)
class Together:
    """``joints_ms``: of each beat, from the first phone that began it to the last.

    ``ahead``: by how many beats one phone was further than another, at the most. ``ends_ms``: from
    the first last word to the last one. ``lost``: sentences that were not found in the recording.
    """

    joints_ms: tuple[float, ...]
    ahead: int
    ends_ms: float
    lost: int

    def percentile(self, share: float) -> float:
        """The difference that this share of the joints (0 to 100) does not pass, in ms."""
        return float(np.percentile(self.joints_ms, share)) if self.joints_ms else float("nan")


def clip_of(url: str, stop: str, lang: str) -> Clip:
    """The published sound of a stop, decoded."""
    with urlopen(f"{url}/api/v1/tour?lang={lang}") as answer:  # noqa: S310 - our own address
        tour = json.load(answer)
    (found,) = (each for each in tour["stops"] if each["id"] == stop)
    cues = tuple((one["paragraph"], one["start_s"], one["end_s"]) for one in found["transcript"])
    address = found["narration"]["audio"][0]["url"]
    with urlopen(url + address) as answer:  # noqa: S310
        file = io.BytesIO(answer.read())
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(file) as container:
        frames = [
            made.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for made in resampler.resample(frame)
        ]
    return Clip(np.concatenate(frames), cues)


def together(
    recording: NDArray[np.int16], clips: Sequence[Clip], beats: Sequence[Beat]
) -> Together:
    """Channels of the recording are phones, each with its clip."""
    heard = [
        sentences_heard(clip.sound, [cue[1:] for cue in clip.cues], recording[:, channel])
        for channel, clip in enumerate(clips)
    ]
    begins = [
        [sentences[first] for first in clip.firsts(beats)]
        for sentences, clip in zip(heard, clips, strict=True)
    ]
    joints = [
        [one.begin_s for one in of_a_beat if one is not None]
        for of_a_beat in zip(*begins, strict=True)
    ]
    ends = [sentences[-1].end_s for sentences in heard if sentences[-1] is not None]
    return Together(
        joints_ms=tuple((max(each) - min(each)) * 1000 for each in joints if len(each) > 1),
        ahead=_furthest_ahead(begins),
        ends_ms=(max(ends) - min(ends)) * 1000 if ends else float("nan"),
        lost=sum(one is None for sentences in heard for one in sentences),
    )


def _furthest_ahead(begins: Sequence[Sequence[Heard | None]]) -> int:
    known = [[one.begin_s for one in phone if one is not None] for phone in begins]
    last_s = max(max(phone, default=0.0) for phone in known)
    places = [np.searchsorted(phone, np.arange(0.0, last_s, _LOOK_S)) for phone in known]
    return int((np.max(places, axis=0) - np.min(places, axis=0)).max())
