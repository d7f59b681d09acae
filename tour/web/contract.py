"""The shapes that the API gives: they are documented by these models.

Tests hold every answer against the document.
"""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from tour.catalogue.model import Kind, PositionSource, ReviewState, Shape
from tour.narration.model import Quality
from tour.survey.model import TakeShape


class _Given(BaseModel):
    """What the server answers."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class ReadingOut(_Given):
    """How a take sounds: of `clipped`, `quiet` and `noisy`, what should be recorded again."""

    duration_s: float
    loudness_lufs: float
    above_noise_db: float = Field(description="Speech over the room's own noise.")
    faults: list[Literal["clipped", "quiet", "noisy"]]


class OEmbedOut(_Given):
    """How a page is embedded (oEmbed 1.0)."""

    version: Literal["1.0"]
    type: Literal["rich"]
    title: str
    provider_name: str
    provider_url: str
    cache_age: int = Field(description="Seconds.")
    html: str
    width: int
    height: int
    thumbnail_url: str
    thumbnail_width: int
    thumbnail_height: int


class PositionOut(_Given):
    """Where something stands: within `uncertainty_m` of the point, as known from `source`."""

    lat: float
    lng: float
    uncertainty_m: float
    source: PositionSource


class ZoneOut(_Given):
    """Every place closer than `margin_m` to the shape; `points` are [lat, lng]."""

    shape: Shape
    points: list[tuple[float, float]]
    margin_m: float


class SentenceOut(_Given):
    """A sentence of the transcript; its times are null while there is no sound."""

    paragraph: int
    text: str
    start_s: float | None
    end_s: float | None


class VoiceOut(_Given):
    """Who speaks."""

    id: str
    name: str
    description: str
    quality: Quality
    licence: str


class AudioOut(_Given):
    """One file; its content never changes under its address."""

    type: str
    url: str
    bytes: int


class NarrationOut(_Given):
    """`ready`: can be played; `pending`: is being made; `unavailable`: text only."""

    status: Literal["ready", "pending", "unavailable"]
    voice: VoiceOut | None
    testimony_voice: VoiceOut | None = Field(
        description="Who says the words of witnesses in it, where that is another voice."
    )
    duration_s: float | None
    audio: list[AudioOut]
    captions_url: str | None
    note_audio: list[AudioOut] | None = Field(
        description="The stop's `content_note`, read: played before the stop when nobody looks at "
        "the page, with a silence at its end. Null without a note, or before it is narrated."
    )


class StopOut(_Given):
    """One stop in one language."""

    id: str
    number: int = Field(description="From 1 in walking order.")
    code: str = Field(description="What the keypad takes.")
    title: str
    kind: Kind
    position: PositionOut
    zone: ZoneOut
    autoplay: bool
    passthrough: bool = Field(description="It also starts for who walks through without halting.")
    content_note: str | None
    review: ReviewState
    sources: list[str] = Field(description="Keys of the tour's sources.")
    page_url: str
    transcript: list[SentenceOut]
    narration: NarrationOut


class SourceOut(_Given):
    """A published source of the texts."""

    key: str
    title: str
    address: str


class TourOut(_Given):
    """The manifest: everything that a client needs to hold the tour offline."""

    id: str
    version: str
    lang: str
    languages: list[str]
    title: str
    subtitle: str
    summary: str
    getting_there: str
    closing: str
    duration_min: int
    anchor: PositionOut
    phone: str | None
    website: str | None
    rests: list[PositionOut] = Field(
        description="Benches and places to wait: who halts there is not visiting a stop."
    )
    sources: list[SourceOut]
    stops: list[StopOut]


class NearbyStopOut(_Given):
    """A stop as seen from the position asked for."""

    id: str
    number: int
    code: str
    title: str
    distance_m: float = Field(description="Geodesic on WGS-84, to the stop's point.")
    bearing_deg: float = Field(description="Clockwise from north, 0 ≤ bearing < 360.")
    compass: Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]
    direction: str = Field(description="The compass point as a word of the language.")
    position: PositionOut
    page_url: str


class NearbyOut(_Given):
    """Stops, the nearest first."""

    lang: str
    stops: list[NearbyStopOut]


class WaitingOut(_Given):
    """A narration that is still to be made."""

    stop: str
    lang: str
    ready_in_s: float


class BuildOut(_Given):
    """What the narration is doing now."""

    running: bool
    done: int
    total: int
    waiting: list[WaitingOut]
    voiceless: list[str] = Field(description="Languages without a fit voice on this server.")


class NewVisitOut(_Given):
    """The visit's address and its secret, which is told this once."""

    id: str
    secret: str
    expires_at: AwareDatetime


class StopProgressOut(_Given):
    """`position_s`: where the visitor last was; `heard_s`: the furthest point."""

    arrived: bool
    started: bool
    finished: bool
    position_s: float | None
    heard_s: float | None
    last_at: AwareDatetime = Field(description="The phone's clock at its latest event.")


class ProgressOut(_Given):
    """What is known of a visit; `updated_at` is the server's clock."""

    lang: str
    updated_at: AwareDatetime
    stops: dict[str, StopProgressOut]


class ReceiptOut(_Given):
    """How many events were new and how many were here before."""

    accepted: int
    known: int
    progress: ProgressOut


class TakeOut(_Given):
    """One recording of a stop; `points` are [lat, lng]. `agrees`: fits the stop's other takes."""

    id: str
    shape: TakeShape
    points: list[tuple[float, float]]
    uncertainty_m: float
    spread_m: float
    recorded_at: AwareDatetime = Field(description="The phone's clock.")
    duration_s: float
    fixes: int
    used: int
    by: str
    agrees: bool


class FindingOut(_Given):
    """What a stop's takes say together. Not `settled`: they disagree, and no majority agrees."""

    lat: float
    lng: float
    uncertainty_m: float
    zone: TakeShape | None = Field(description="What was walked, beside or instead of the point.")
    settled: bool


class SurveyedStopOut(_Given):
    """A stop's takes, the oldest first, and what they say together."""

    id: str
    takes: list[TakeOut]
    together: FindingOut | None


class SurveyOut(_Given):
    """Every stop that has takes."""

    stops: list[SurveyedStopOut]


class TakesReceiptOut(_Given):
    """How many takes were new and how many were here before."""

    accepted: int
    known: int


class HealthOut(_Given):
    """The process answers."""

    status: Literal["alive"]


class SoundsOut(_Given):
    """Clips by whether a recogniser heard them: found right, not yet heard, found wrong."""

    heard: int
    unheard: int
    refused: int


class ReadinessOut(_Given):
    """The server can do its work; `warnings` is what an operator should look at."""

    status: Literal["ready"]
    warnings: list[str]
    narration: SoundsOut


class ProblemOut(BaseModel):
    """An error (RFC 9457). `type` is stable; more members may follow."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
