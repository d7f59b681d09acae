"""Which names and passwords are taken, and how long guessing has to wait. Pure."""

import re
import unicodedata
from typing import Final

MIN_PASSWORD: Final = 12
MAX_PASSWORD: Final = 200
_MAX_NAME: Final = 40
_FEWEST_DIFFERENT: Final = 5
_NAME: Final = re.compile(r"[^\W_](?:[\w .'’-]*[^\W_])?")
_USUAL: Final = re.compile(
    r"(?:(?:password|passwort|qwerty|йцукен|пароль|құпиясөз|letmein|welcome|admin|alzhir|алжир)"
    r"[\W\d_]*)+|(?:0?123456789|1234|abcd)+\w{0,4}",
    re.IGNORECASE,
)

FORGOTTEN_S: Final = 86_400
"""Failures older than this count no longer."""


def name_fault(name: str) -> str | None:
    """What is wrong with the name of an account, and what to do; None when nothing is."""
    if len(name_key(name)) > _MAX_NAME or not _NAME.fullmatch(name):
        return (
            f"A name has 1 to {_MAX_NAME} letters, digits, blanks, dots or hyphens, "
            "and begins and ends with a letter or digit."
        )
    return None


def name_key(name: str) -> str:
    """Names that give the same key are one name: case and ways of writing do not matter."""
    sound = name.encode("utf-8", "ignore").decode().replace("\0", "")
    return " ".join(unicodedata.normalize("NFKC", sound).casefold().split())


def clean_name(name: str) -> str:
    """The name as it is kept and shown."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def clean_password(password: str) -> str:
    """The password as it is hashed: the same from every keyboard (RFC 8265 asks for NFC)."""
    return unicodedata.normalize("NFC", password)


def password_fault(password: str, name: str) -> str | None:
    """Why a new password is not taken, and what to do; None when it is good enough."""
    if len(password) < MIN_PASSWORD:
        return f"A password has at least {MIN_PASSWORD} characters: take four or more words."
    if len(password) > MAX_PASSWORD:
        return f"A password has at most {MAX_PASSWORD} characters."
    if len(set(password)) < _FEWEST_DIFFERENT or _USUAL.fullmatch(password):
        return "This password is among the first that are guessed. Take four or more words."
    rest = name_key(password).replace(name_key(name), "")
    if len(rest) < MIN_PASSWORD // 2:
        return "The password is hardly more than the name. Take four or more words."
    return None


def wait_s(failures: int, *, free: int, most_s: int) -> int:
    """Seconds to wait after so many failures in a row.

    None for the first ``free``, then 1, 2, 4, … up to ``most_s``.
    """
    if failures < free:
        return 0
    return min(most_s, 1 << min(failures - free, 30))
