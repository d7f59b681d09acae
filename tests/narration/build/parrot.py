"""A recogniser that knows what is said in every published sound, and errs when it is told to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tour.narration.hearing.listen import Sentence, cut
from tour.narration.hearing.model import LISTEN_HZ
from tour.narration.model import Publication, Samples
from tour.narration.pcm import MASTER_HZ, decode, resample


def nothing_amiss(
    _samples: Samples, sentences: Sequence[Sentence], *_: object
) -> tuple[tuple[str, ...], ...]:
    """The beeper says no words that could be held beside a reading."""
    return tuple(() for _ in sentences)


@dataclass
class Parrot:
    """``errs`` changes what is heard; ``asked`` is the languages it was asked about."""

    audio_dir: Path
    published: Sequence[Publication]
    errs: Callable[[str], str] = str
    version: str = "parrot"
    asked: list[str] = field(default_factory=list)

    def listen(self, samples: Samples, language: str) -> str:
        self.asked.append(language)
        return self.errs(self._said[samples.tobytes()])

    def likelihoods(
        self, samples: Samples, language: str, texts: Sequence[str]
    ) -> tuple[float, ...]:
        self.asked.append(language)
        said = self.errs(self._said[samples.tobytes()])
        return tuple(-1.5 if text == said else -4.5 for text in texts)

    @cached_property
    def _said(self) -> dict[bytes, str]:
        """Every run of sentences of a paragraph, by its sound."""
        said = {}
        for clip in self.published:
            path = self.audio_dir / f"{clip.audio[0].digest}.webm"
            sound = resample(decode(path, MASTER_HZ), MASTER_HZ, LISTEN_HZ)
            for first, cue in enumerate(clip.cues):
                run = [one for one in clip.cues[first:] if one.paragraph == cue.paragraph]
                for length in range(1, len(run) + 1):
                    some = run[:length]
                    span = cut(sound, cue.start_s, some[-1].end_s)
                    said[span.tobytes()] = " ".join(one.text for one in some)
        return said
