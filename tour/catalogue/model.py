"""The tour as the rest of the house sees it: frozen values, built once from stops.yaml.

``Texts`` are read-only mappings from a language tag (``kk``, ``ru``, ``en``) to a text; a valid
tour has every one of its languages in each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tour.geo import LatLon

Texts = Mapping[str, str]
Kind = Literal["outdoor", "indoor", "off-site"]
PositionSource = Literal["sketch", "map", "surveyed"]
Shape = Literal["circle", "line", "polygon"]
ReviewState = Literal["draft", "reviewed"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands, as well as it is known. True place: within ``uncertainty_m``."""

    place: LatLon
    uncertainty_m: float
    source: PositionSource


@dataclass(frozen=True, slots=True)
class Zone:
    """Every place closer than ``margin_m`` to the geometry (inside a polygon counts as 0 m).

    ``points``: one for a circle, two or more for a line, three or more for a polygon (closed
    implicitly).
    """

    shape: Shape
    points: tuple[LatLon, ...]
    margin_m: float


@dataclass(frozen=True, slots=True)
class Source:
    """A published source that sentences rest on."""

    key: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the tour's texts may be used; ``address`` is where the terms stand."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How a word, exactly as written in the texts, is said.

    ``say``: respelling in the language's own letters (Russian stress: U+0301 after the vowel);
    ``ipa``: phonemes for engines that take them. At least one of the two is given. ``heard``: how
    the recogniser of ``flask narrate --verify`` may write the word when it is said rightly.
    """

    word: str
    say: str | None
    ipa: str | None
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop. ``number`` counts from 1 in walking order; ``code`` is what the keypad takes.

    ``passthrough``: a gate; it also starts for people who walk through it without halting.
    """

    id: str
    number: int
    code: str
    kind: Kind
    title: Texts
    position: Position
    zone: Zone
    sources: tuple[str, ...]
    content_note: Texts | None
    review: Mapping[str, ReviewState]
    orientation: Texts
    narration: Texts
    passthrough: bool = False

    @property
    def autoplay(self) -> bool:
        """Whether the phone may start this stop by itself: only at a surveyed place outdoors."""
        return self.kind != "indoor" and self.position.source == "surveyed"

    def paragraphs(self, language: str) -> tuple[str, ...]:
        """What is read and spoken, orientation first; one line of text per paragraph."""
        blocks = self.narration[language].strip().split("\n\n")
        texts = (self.orientation[language], *blocks)
        return tuple(" ".join(text.split()) for text in texts if text.strip())


@dataclass(frozen=True, slots=True)
class Tour:
    """The whole tour, valid. ``version`` changes whenever the file's content changes.

    ``licence`` is that of the texts; None: nothing is allowed beyond what the law allows.
    ``rests``: benches and other places where people halt without visiting a stop.
    """

    id: str
    version: str
    languages: tuple[str, ...]
    title: Texts
    subtitle: Texts
    summary: Texts
    getting_there: Texts
    closing: Texts
    duration_min: int
    anchor: Position
    phone: str | None
    website: str | None
    licence: Licence | None
    sources: Mapping[str, Source]
    pronunciations: Mapping[str, tuple[Pronunciation, ...]]
    voices: Mapping[str, str]
    stops: tuple[Stop, ...]
    testimony_voices: Mapping[str, str] = field(default_factory=dict)
    rests: tuple[Position, ...] = ()

    def stop(self, stop_id: str) -> Stop | None:
        """The stop with this id."""
        return next((stop for stop in self.stops if stop.id == stop_id), None)

    def stop_by_code(self, code: str) -> Stop | None:
        """The stop whose sign carries this code."""
        return next((stop for stop in self.stops if stop.code == code), None)
