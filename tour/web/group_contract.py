"""The shapes that the API of group walks gives; see ``contract``."""

from pydantic import Field

from tour.groups.model import Kind, Phase
from tour.web.contract import _Given as Given


class ClockOut(Given):
    """What the server's clock shows as it answers."""

    now_ms: float = Field(description="Milliseconds since 1970, UTC.")


class BeatOut(Given):
    """A sentence of a paragraph, or all of it; `at_s` on the stop's common timeline."""

    paragraph: int
    sentence: int | None
    at_s: float


class GatherOut(Given):
    """Where everybody is asked to come: a stop, or the guide's own place."""

    stop: str | None
    lat: float | None
    lng: float | None
    accuracy_m: float | None


class GroupStateOut(Given):
    """What every phone of a walk is to do; times of day are the server's, in ms since 1970.

    `beats[from_beat]` sounds at `at_ms` and the others follow on the timeline, until
    `hold_before_beat` (one past the last: until the end). Each language begins a beat at its own
    place of the same sentence. Quiet is kept from `silence_from_ms` to `silence_until_ms`.
    """

    seq: int
    phase: Phase
    stop: str | None
    number: int | None
    code: str | None
    beats: list[BeatOut]
    length_s: float | None
    from_beat: int
    at_ms: int
    hold_before_beat: int | None
    silence_from_ms: int | None
    silence_until_ms: int | None
    gather: GatherOut | None
    languages: list[str]
    by_text: list[str] = Field(description="Languages of the group without sound for this stop.")


class GroupEventOut(Given):
    """What happened at `at_ms`; its state alone is enough to be right."""

    seq: int
    at_ms: int
    kind: Kind
    state: GroupStateOut


class GroupEventsOut(Given):
    """Events, oldest first; `seq` is where to go on from."""

    events: list[GroupEventOut]
    seq: int
    now_ms: int


class JoinedOut(Given):
    """What a phone needs to follow. The secret is told this once."""

    secret: str
    group: GroupStateOut
    seq: int
    now_ms: int
    stream_url: str


class FollowOut(Given):
    """The state that a phone is to follow."""

    state: GroupStateOut
    seq: int
    now_ms: int


class DeskOut(Given):
    """A walk in the hands of a desk: `desk` goes with every command, until another leads."""

    code: str
    join_url: str
    desk: str
    state: GroupStateOut
    seq: int
    now_ms: int


class CommandDoneOut(Given):
    """The state after the command; `seq` is that of its event."""

    seq: int
    state: GroupStateOut


class OpenGroupOut(Given):
    """A walk that is not over."""

    code: str
    join_url: str
    opened_ms: int
    phones: int
    state: GroupStateOut


class OpenGroupsOut(Given):
    """The walks that the account leads, the newest first."""

    groups: list[OpenGroupOut]
    now_ms: int


class PhonesOut(Given):
    """All phones of a walk together; `seconds` is where each language is, `lag_ms` a median."""

    phones: int
    languages: dict[str, int]
    in_step: int
    behind: int
    asleep: int
    offline: int
    saved: int
    seconds: dict[str, float]
    lag_ms: float | None
    clock_error_ms: float | None
    state: GroupStateOut
    now_ms: int
