"""What hearing works with: a recogniser behind a Protocol, and what it says of each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tour.narration.model import Samples

LISTEN_HZ = 16_000
"""The rate at which a recogniser is given sound."""

Trouble = Literal["", "lost", "doubled"]


class Recogniser(Protocol):
    """Turns speech into text. ``version`` changes whenever its answers could."""

    version: str

    def listen(self, samples: Samples, language: str) -> str:
        """What is said in at most 30 s of sound at 16 kHz; empty when nothing is."""
        ...

    def likelihoods(
        self, samples: Samples, language: str, texts: Sequence[str]
    ) -> tuple[float, ...]:
        """The mean natural log-probability of each text's parts, were it what is said."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that were to be said, and what was heard instead; one of the two may be empty."""

    said: str
    heard: str

    def __str__(self) -> str:
        return f"{self.said or '–'} → {self.heard or '–'}"


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as it was heard. ``words``/``letters``: how many were to be said.

    ``wrong_words`` and ``wrong_letters`` count what sounds different. ``unwritten`` counts what is
    written in another way though names may be written as listed, numbers in figures or words, and
    words together or apart; ``misspelt`` what is written in another way, all told. ``names``:
    names that were taken as heard although they are written otherwise. ``grave``: the differences
    that make the sentence say something false: a name, a number or a date lost, added or changed.
    """

    index: int
    start_s: float
    written: str
    heard: str
    words: int
    letters: int
    wrong_words: int
    wrong_letters: int
    unwritten: int
    misspelt: int
    s_per_letter: float
    differences: tuple[Difference, ...]
    names: tuple[Difference, ...] = ()
    grave: tuple[Difference, ...] = ()
    trouble: Trouble = ""
