"""Identifiers and secrets, injected where they are made; randomness comes from the system."""

import secrets
from collections.abc import Callable

MakeToken = Callable[[], str]
"""Gives a new URL-safe token that nobody can guess."""


def random_token() -> str:
    """22 URL-safe characters, 128 bits of randomness."""
    return secrets.token_urlsafe(16)
