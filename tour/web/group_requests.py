"""The shapes that the API of group walks takes; see ``requests``."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from tour.errors import InvalidInput
from tour.geo import LatLon
from tour.groups import commands as do
from tour.groups.machine import MAX_SILENCE_S, MIN_SILENCE_S
from tour.groups.model import Gathering
from tour.groups.presence import Output, Report
from tour.web.requests import Lang, Seconds, StopId
from tour.web.requests import _Asked as Asked
from tour.web.requests import _Sent as Sent


class NewGroupIn(Sent):
    """A walk; languages that will be needed may be named, the others come with the phones."""

    languages: list[Lang] = Field(default_factory=list, max_length=20)


CommandId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9._:-]{1,64}$",
        description="Made by the desk for this press, such as a UUID; taken once.",
    ),
]


class _CommandIn(Sent):
    id: CommandId
    desk: str = Field(max_length=64, description="What this desk was given when it took the walk.")


class PlayIn(_CommandIn):
    """Play a stop, from its beginning or from one of its beats."""

    command: Literal["play"]
    stop: StopId
    beat: int | None = Field(None, ge=0, le=10_000)

    def value(self) -> do.Command:
        """The command as the room of groups knows it."""
        return do.Play(self.stop, self.beat)


class GatherIn(_CommandIn):
    """Ask everybody to a stop, or to where the guide stands (sent only when that is pressed)."""

    command: Literal["gather"]
    stop: StopId | None = None
    lat: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    lng: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)
    accuracy_m: float | None = Field(None, ge=0, le=100_000, allow_inf_nan=False)

    def value(self) -> do.Command:
        """The command as the room of groups knows it.

        Raises:
            InvalidInput: it names neither, or both, or half a place.
        """
        if self.stop is None and self.lat is not None and self.lng is not None:
            return do.Gather(
                Gathering(place=LatLon(self.lat, self.lng), accuracy_m=self.accuracy_m)
            )
        if self.stop is None or (self.lat, self.lng, self.accuracy_m) != (None, None, None):
            raise InvalidInput("Name either a stop, or lat and lng with accuracy_m.")
        return do.Gather(Gathering(stop=self.stop))


class SilenceIn(_CommandIn):
    """Keep all phones quiet together."""

    command: Literal["silence"]
    seconds: int = Field(60, ge=MIN_SILENCE_S, le=MAX_SILENCE_S)

    def value(self) -> do.Command:
        """The command as the room of groups knows it."""
        return do.Silence(self.seconds)


class PlainIn(_CommandIn):
    """A command that needs nothing else."""

    command: Literal["hold", "go_on", "back", "next", "end"]

    def value(self) -> do.Command:
        """The command as the room of groups knows it."""
        plain: dict[str, do.Command] = {
            "hold": do.Hold(),
            "go_on": do.GoOn(),
            "back": do.Back(),
            "next": do.Next(),
            "end": do.End(),
        }
        return plain[self.command]


class CommandIn(
    RootModel[Annotated[PlayIn | GatherIn | SilenceIn | PlainIn, Field(discriminator="command")],]
):
    """One press on the desk."""


class JoinIn(Sent):
    """A phone that is to follow a walk."""

    lang: Lang
    output: Output


class PlaceInStopIn(Sent):
    """Where in the tour's sounds a phone is: never where on the ground."""

    stop: StopId
    beat: int = Field(ge=0, le=10_000)
    second: Seconds


class PresenceIn(JoinIn):
    """How a phone follows."""

    following: Literal["group", "alone"] | None = Field(
        None, deprecated=True, description="Of no effect; phones of an earlier version send it."
    )
    position: PlaceInStopIn | None
    lag_ms: float | None = Field(
        None, ge=-1e7, le=1e7, allow_inf_nan=False, description="Behind the group if positive."
    )
    clock_error_ms: float | None = Field(None, ge=-1e7, le=1e7, allow_inf_nan=False)
    saved: bool = Field(description="The tour is saved on this phone.")
    state: Literal["in_step", "behind"]
    hidden: bool = Field(description="The page is not in sight: silence will mean sleep.")

    def value(self) -> Report:
        """The report as the room of groups knows it."""
        at = self.position
        return Report(
            lang=self.lang,
            output=self.output,
            in_step=self.state == "in_step",
            hidden=self.hidden,
            saved=self.saved,
            stop=None if at is None else at.stop,
            beat=None if at is None else at.beat,
            second=None if at is None else at.second,
            lag_ms=self.lag_ms,
            clock_error_ms=self.clock_error_ms,
        )


class StreamQuery(Asked):
    """From where a stream goes on; the header Last-Event-ID says the same and wins."""

    after: int | None = Field(
        None,
        ge=0,
        le=2**31 - 1,
        description="The number of the newest known event; without it, the newest comes first.",
    )


class AfterQuery(Asked):
    """Which events are known already."""

    after: int = Field(0, ge=0, le=2**31 - 1, description="The number of the newest known event.")
