"""Hashing passwords, and making passphrases that can be read aloud."""

import secrets
import threading
from typing import Final, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE: Final = 2
_CONSONANTS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"
_WORDS: Final = 6
_SYLLABLES: Final = 2


class Passwords(Protocol):
    """Keeps passwords so that they can be compared and never read."""

    def hash(self, password: str) -> str:
        """The text to keep."""
        ...

    def fits(self, kept: str, password: str) -> bool:
        """Whether ``kept`` was made of this password."""
        ...

    def is_old(self, kept: str) -> bool:
        """Whether ``kept`` was made with weaker settings than are used now."""
        ...


class Argon2Passwords:
    """argon2id, by default with the second choice of RFC 9106: 64 MiB, three passes.

    At most two are computed at once, so that a flood of guesses takes no more than 128 MiB.
    """

    def __init__(self, *, passes: int = 3, memory_kib: int = 65_536) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=4)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        """The text to keep."""
        with self._turns:
            return self._hasher.hash(password)

    def fits(self, kept: str, password: str) -> bool:
        """Whether ``kept`` was made of this password."""
        with self._turns:
            try:
                return self._hasher.verify(kept, password)
            except (VerificationError, InvalidHashError):
                return False

    def is_old(self, kept: str) -> bool:
        """Whether ``kept`` was made with weaker settings than are used now."""
        return self._hasher.check_needs_rehash(kept)


def make_passphrase() -> str:
    """Six made-up words such as ``tolu-gake-…``: 73 bits that are easy to say and to type."""
    return "-".join(
        "".join(
            secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _syllable in range(_SYLLABLES)
        )
        for _word in range(_WORDS)
    )
