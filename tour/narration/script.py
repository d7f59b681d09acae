"""What a clip is made from: its sentences as they are said, and who says them. Values alone."""

from dataclasses import dataclass, field
from pathlib import Path

from tour.narration.model import Spoken, Voice
from tour.narration.sound import Pauses, Tags
from tour.narration.store import Key
from tour.narration.takes import Take


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a script; ``key`` names its speech in the sentence cache.

    ``take``: a person's reading of it, instead of the voice's; ``quoted``: it is somebody else's
    words (see ``quotations``).
    """

    paragraph: int
    spoken: Spoken
    key: str
    take: Take | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """Everything needed to make the clip of one stop in one language; can go to a process.

    ``testimony_voice``: says the sentences of others in it; None when it has none, or nobody else
    is to say them. ``recording``: a human take, which wins over every voice. ``recipe`` changes
    with anything that determines the published bytes.
    """

    stop_id: str
    language: str
    text: str
    lines: tuple[Line, ...]
    voice: Voice
    tags: Tags
    recording: Path | None
    recipe: str
    pauses: Pauses = field(default_factory=Pauses)
    testimony_voice: Voice | None = None

    def voice_of(self, line: Line) -> Voice:
        """Who says a sentence."""
        return self.testimony_voice if line.quoted and self.testimony_voice else self.voice

    @property
    def key(self) -> Key:
        """Stop and language."""
        return self.stop_id, self.language

    @property
    def characters(self) -> int:
        """How much is to be spoken."""
        return sum(len(line.spoken.spoken) for line in self.lines)
