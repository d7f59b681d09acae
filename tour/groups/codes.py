"""Codes of walks: six signs that nobody confuses, read from a card or heard across a square."""

import secrets

ALPHABET = "23456789ACDEFHJKMNPRTVWXY"
"""25 signs: 244 million codes. What looks like one of them is read as it (see ``normal_code``)."""

LENGTH = 6

_READ_AS = str.maketrans(
    "BSZGOQ0UАВСЕНКМРТХУҮҺ",  # from the seventh on mostly Cyrillic letters
    "8526DDDVA8CEHKMPTXYYH",
)


def random_code() -> str:
    """A new code, by the system's randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normal_code(typed: str) -> str | None:
    """The code that was meant, whatever the case, the gaps or the keyboard; None if it is none."""
    code = "".join(sign for sign in typed.upper() if sign not in " -–—.\t").translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
