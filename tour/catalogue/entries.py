"""stops.yaml as an editor writes it: the shape of every part, with a word about each key.

The JSON Schema for editors is made from these models. Every key may be absent here, so that a
faulty file can still be looked at as a whole; ``required_keys`` says which ones must be there.
"""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from tour.catalogue.model import Kind, PositionSource, ReviewState, Shape

TEXT_PATTERN = r"\S"
ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
CODE_PATTERN = r"^[0-9]{1,4}$"
TAG_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
WEB_PATTERN = r"^https?://\S+$"

Text = Annotated[str, Field(pattern=TEXT_PATTERN)]
Point = Annotated[list[float], Field(min_length=2, max_length=2)]
_EACH: dict[str, Any] = {
    "propertyNames": {"pattern": TAG_PATTERN},
    "properties": {tag: {"type": "string", "pattern": TEXT_PATTERN} for tag in ("kk", "ru", "en")},
}
Texts = Annotated[dict[str, Text], Field(json_schema_extra=_EACH)]


def _mark_required(schema: dict[str, Any], model: type["Entry"]) -> None:
    schema["required"] = list(model.required_keys())


class Entry(BaseModel):
    """A part of the file with known keys and no others."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        json_schema_extra=_mark_required,
    )
    optional_keys: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def required_keys(cls) -> tuple[str, ...]:
        """The keys that must be there, in the order of the model."""
        return tuple(name for name in cls.model_fields if name not in cls.optional_keys)


class PositionEntry(Entry):
    """Where something stands, as well as it is known."""

    lat: Annotated[
        float | None,
        Field(ge=-90, le=90, description="Latitude in degrees (WGS-84), north positive."),
    ] = None
    lng: Annotated[
        float | None,
        Field(ge=-180, le=180, description="Longitude in degrees (WGS-84), east positive."),
    ] = None
    uncertainty_m: Annotated[
        float | None,
        Field(
            gt=0, description="The true place lies within so many metres; a sketch: 100 or more."
        ),
    ] = None
    source: Annotated[
        PositionSource | None,
        Field(
            description="How the position is known: `sketch` (laid out by hand), `map` (read from "
            "a map) or `surveyed` (measured on the ground)."
        ),
    ] = None


class ZoneEntry(Entry):
    """The ground on which a visitor counts as having arrived at the stop."""

    shape: Annotated[
        Shape | None,
        Field(description="`circle` around the position, or a `line` or `polygon` with points."),
    ] = None
    points: Annotated[
        list[Point] | None,
        Field(
            description="Corners as [latitude, longitude]: two or more for a line, three or more "
            "for a polygon (it closes by itself), none for a circle."
        ),
    ] = None
    margin_m: Annotated[
        float | None,
        Field(ge=0, description="How many metres around the shape still belong to the zone."),
    ] = None
    optional_keys = frozenset({"points"})


class LicenceEntry(Entry):
    """Under which terms the tour's texts may be used by others."""

    name: Annotated[
        Text | None, Field(description="Its short name, such as CC-BY-4.0 or Apache-2.0.")
    ] = None
    address: Annotated[
        str | None, Field(pattern=WEB_PATTERN, description="Web address where the terms stand.")
    ] = None


class TourEntry(Entry):
    """The tour as a whole."""

    id: Annotated[
        str | None,
        Field(pattern=ID_PATTERN, description="Short name: small letters, digits, hyphens."),
    ] = None
    languages: Annotated[
        list[Annotated[str, Field(pattern=TAG_PATTERN)]] | None,
        Field(
            min_length=1,
            description="Language tags in the order in which they are offered; Kazakh is kk.",
        ),
    ] = None
    title: Annotated[Texts | None, Field(description="The tour's name in each language.")] = None
    subtitle: Annotated[Texts | None, Field(description="One line under the name.")] = None
    summary: Annotated[
        Texts | None, Field(description="What the place is, in a few sentences.")
    ] = None
    duration_min: Annotated[
        int | None, Field(gt=0, le=600, description="How long the walk takes, in minutes.")
    ] = None
    anchor: Annotated[
        PositionEntry | None, Field(description="A point of the site that every stop is near.")
    ] = None
    getting_there: Annotated[Texts | None, Field(description="How a visitor reaches the site.")] = (
        None
    )
    closing: Annotated[Texts | None, Field(description="Words after the last stop.")] = None
    phone: Annotated[Text | None, Field(description="The museum's telephone, in quotes.")] = None
    website: Annotated[
        str | None, Field(pattern=WEB_PATTERN, description="The museum's web address.")
    ] = None
    licence: Annotated[
        LicenceEntry | None,
        Field(description="Licence of the texts; without it all rights are reserved."),
    ] = None
    rests: Annotated[
        list[PositionEntry] | None,
        Field(
            description="Benches and other places where people wait without visiting a stop: who "
            "halts there starts nothing. Surveyed or from a map, known within 10 m."
        ),
    ] = None
    optional_keys = frozenset({"phone", "website", "licence", "rests"})


class SourceEntry(Entry):
    """A published source that sentences rest on."""

    title: Annotated[Text | None, Field(description="Author, title, year.")] = None
    address: Annotated[
        str | None,
        Field(
            pattern=WEB_PATTERN, description="Web address where the source can be read or found."
        ),
    ] = None


class PronunciationEntry(Entry):
    """How a word is said; `say`, `ipa` or both."""

    word: Annotated[Text | None, Field(description="The word as it stands in the texts.")] = None
    say: Annotated[
        Text | None,
        Field(
            description="Respelling in the language's own letters; in Russian the stressed vowel "
            "carries U+0301."
        ),
    ] = None
    ipa: Annotated[Text | None, Field(description="Phonemes (IPA), for voices that take them.")] = (
        None
    )
    heard: Annotated[
        list[Text] | None,
        Field(
            min_length=1,
            description="How the recogniser of `flask narrate --verify` writes the word although "
            "it is said rightly; only what somebody has listened to, or whose phonemes are right.",
        ),
    ] = None
    optional_keys = frozenset({"say", "ipa", "heard"})


class StopEntry(Entry):
    """One stop of the walk."""

    id: Annotated[
        str | None,
        Field(pattern=ID_PATTERN, description="Short name, never changed once published."),
    ] = None
    code: Annotated[
        str | None,
        Field(pattern=CODE_PATTERN, description="The number on the sign: 1-4 digits, in quotes."),
    ] = None
    kind: Annotated[
        Kind | None,
        Field(description="`outdoor`, `indoor` or `off-site`; nothing plays by itself indoors."),
    ] = None
    title: Annotated[Texts | None, Field(description="The stop's name.")] = None
    position: Annotated[PositionEntry | None, Field(description="Where the stop is.")] = None
    zone: Annotated[ZoneEntry | None, Field(description="Where a visitor has arrived.")] = None
    passthrough: Annotated[
        bool | None,
        Field(
            description="`true` for a gate or an arch: it also begins for people who walk through "
            "without halting."
        ),
    ] = None
    sources: Annotated[
        list[str] | None, Field(description="Keys of the sources that the text rests on.")
    ] = None
    content_note: Annotated[
        Texts | None,
        Field(
            description="A word of care before hard testimony, and that one may go on without it. "
            "It is read aloud before a stop that starts by itself."
        ),
    ] = None
    review: Annotated[
        dict[str, ReviewState] | None,
        Field(description="Per language: `draft` until a native speaker has read it."),
    ] = None
    orientation: Annotated[
        Texts | None, Field(description="Where to stand and what to look at; spoken first.")
    ] = None
    narration: Annotated[
        Texts | None,
        Field(description="What is told, as paragraphs divided by an empty line; 150-260 words."),
    ] = None
    optional_keys = frozenset({"content_note", "passthrough"})


class StopsFile(Entry):
    """A tour: its languages, sources, pronunciations and stops in walking order."""

    tour: Annotated[TourEntry | None, Field(description="Names, languages, how to get there.")] = (
        None
    )
    voices: Annotated[
        dict[str, Text] | None,
        Field(description="Voice id per language, where the best one found is not wanted."),
    ] = None
    testimony_voices: Annotated[
        dict[str, Text] | None,
        Field(
            description="Voice id per language that reads whole sentences in quotation marks, the "
            "words of a witness, where another voice reads the rest."
        ),
    ] = None
    sources: Annotated[
        dict[str, SourceEntry] | None, Field(description="Sources by a short key of your choice.")
    ] = None
    pronunciations: Annotated[
        dict[str, list[PronunciationEntry]] | None,
        Field(description="Per language: words that the voices say wrongly, and how to say them."),
    ] = None
    stops: Annotated[
        list[StopEntry] | None, Field(min_length=1, description="The stops in walking order.")
    ] = None
    optional_keys = frozenset({"voices", "testimony_voices", "pronunciations"})
