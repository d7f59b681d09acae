"""The shapes that the API takes; requests are checked by these models.

Everything is settled by the models' own constraints, so that a batch of two hundred events is
checked without running any Python of ours.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from tour.progress.model import Event
from tour.progress.store import MAX_BATCH

DAY_S = 86_400

Lang = Annotated[
    str,
    Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=16, description="Language tag."),
]
StopId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
Seconds = Annotated[float, Field(ge=0, le=DAY_S, allow_inf_nan=False)]


PhoneTime = Annotated[
    AwareDatetime,
    # A phone without a battery begins at 1970; what lies in between survives any time zone.
    Field(
        ge=datetime(1969, 12, 31, tzinfo=UTC),
        lt=datetime(9999, 12, 31, tzinfo=UTC),
        description="The phone's clock, RFC 3339 with its offset.",
    ),
]


class _Sent(BaseModel):
    """What a client sends: nothing is guessed or converted, unknown members are refused."""

    model_config = ConfigDict(strict=True, extra="forbid")


class _Asked(BaseModel):
    """A query string: texts are converted, unknown names ignored."""

    model_config = ConfigDict(extra="ignore")


class LangQuery(_Asked):
    """Which language is asked for."""

    lang: str | None = Field(
        None, description="A language of the tour; without it, by Accept-Language."
    )


class OEmbedQuery(_Asked):
    """What a site wants to embed, and the room it has."""

    url: str = Field(max_length=2000, description="Address of the home page or of a stop.")
    format: Literal["json", "xml"] = Field("json", description="Form of the answer.")
    maxwidth: int | None = Field(None, ge=1, description="Pixels.")
    maxheight: int | None = Field(None, ge=1, description="Pixels.")


class NearbyQuery(LangQuery):
    """From where distances are told. The position is used for this answer alone."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, description="Degrees, WGS-84.")
    lng: float = Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees, WGS-84.")
    limit: int | None = Field(None, ge=1, le=200, description="At most so many stops.")


class NewVisitIn(_Sent):
    """A visit in a language of the tour."""

    lang: Lang


class _EventIn(_Sent):
    id: str = Field(
        pattern=r"^[A-Za-z0-9._:-]{1,64}$",
        description="Made by the client and never used again, such as a UUID.",
    )
    at: PhoneTime


class StopEventIn(_EventIn):
    """The visitor came to a stop, began its narration or heard it to the end."""

    type: Literal["arrived", "started", "finished"]
    stop: StopId
    position_s: Seconds | None = Field(None, description="Where in the narration, in seconds.")

    def value(self) -> Event:
        """The event as the room of progress knows it."""
        return Event(self.id, self.type, _ms(self.at), self.stop, self.position_s)


class ProgressedIn(_EventIn):
    """The narration of a stop was heard up to a position."""

    type: Literal["progressed"]
    stop: StopId
    position_s: Seconds = Field(description="Where in the narration, in seconds.")

    def value(self) -> Event:
        """The event as the room of progress knows it."""
        return Event(self.id, self.type, _ms(self.at), self.stop, self.position_s)


class LanguageIn(_EventIn):
    """The visitor chose another language."""

    type: Literal["language"]
    lang: Lang

    def value(self) -> Event:
        """The event as the room of progress knows it."""
        return Event(self.id, self.type, _ms(self.at), lang=self.lang)


class EventsIn(_Sent):
    """A batch of events, in any order; sending it again does no harm."""

    events: list[
        Annotated[StopEventIn | ProgressedIn | LanguageIn, Field(discriminator="type")]
    ] = Field(max_length=MAX_BATCH)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
