"""What the room of staff speaks of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an account is for. An admin may do everything; the others, each its own."""

    GUIDE = "guide"
    EDITOR = "editor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the staff."""

    id: int
    name: str
    role: Role

    def may(self, *roles: Role) -> bool:
        """Whether this account may do what ``roles`` may do; with none named, what all may."""
        return not roles or self.role is Role.ADMIN or self.role in roles


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session. The token is told this once; the database keeps its digest.

    ``device`` is for the browser to keep: signing in there again waits for nobody's guesses.
    """

    token: str
    device: str
    account: Account
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as an operator sees it."""

    account: Account
    created_at: datetime
    signed_in_at: datetime | None
    sessions: int
