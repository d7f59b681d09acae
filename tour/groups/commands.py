"""What may be done with a walk."""

from dataclasses import dataclass

from tour.groups.model import Gathering


@dataclass(frozen=True, slots=True)
class Play:
    """Play a stop, from its beginning or from a beat of it.

    ``languages``: those in which the group listens now; None: as before.
    """

    stop: str
    beat: int | None = None
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Hold every phone where the running beat ends."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Go on from where the group stands; ends a silence and a gathering."""


@dataclass(frozen=True, slots=True)
class Back:
    """Go back to the beat that was running so many seconds ago."""

    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Next:
    """Play the stop that follows in walking order; ``languages`` as for ``Play``."""

    languages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Gather:
    """Ask everybody to come to a place."""

    where: Gathering


@dataclass(frozen=True, slots=True)
class Silence:
    """Keep every phone quiet together."""

    seconds: int


@dataclass(frozen=True, slots=True)
class AddLanguage:
    """Somebody listens in this language too."""

    language: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Another desk leads from now on."""


@dataclass(frozen=True, slots=True)
class End:
    """End the walk for good."""


Command = Play | Hold | GoOn | Back | Next | Gather | Silence | AddLanguage | Lead | End
