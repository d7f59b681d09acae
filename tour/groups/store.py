"""Everything that is done with guided walks, built once."""

from collections.abc import Callable
from dataclasses import dataclass

from tour.groups.desks import Desks
from tour.groups.phones import Phones
from tour.groups.walks import Walks
from tour.ids import MakeToken


@dataclass(frozen=True, slots=True)
class Groups:
    """The walks themselves, the guides' side of them, the visitors' side."""

    walks: Walks
    desks: Desks
    phones: Phones

    @classmethod
    def of(cls, walks: Walks, make_token: MakeToken, make_code: Callable[[], str]) -> "Groups":
        """Both sides of these walks."""
        return cls(walks, Desks(walks, make_token, make_code), Phones(walks, make_token))
