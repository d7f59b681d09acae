"""The errors of the house: one small tree, each with a stable slug.

The web room maps every one of them to ``application/problem+json`` in one place; the command
line prints ``message`` and leaves with status 1. A slug, once published, never changes.
"""

from typing import ClassVar


class TourError(Exception):
    """Something that the caller can act upon. ``message`` says what happened and what to do."""

    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong"
    status: ClassVar[int] = 500

    def __init__(self, message: str, **details: object) -> None:
        """Keep ``details`` (JSON values) beside the message: the problem's extension members."""
        super().__init__(message)
        self.message = message
        self.details = details


class NotFound(TourError):
    """The thing asked for does not exist, or no longer."""

    slug = "not-found"
    title = "Not found"
    status = 404


class InvalidInput(TourError):
    """What was sent cannot be used; the member errors lists every fault with its place."""

    slug = "invalid-input"
    title = "Invalid input"
    status = 422


class NotAllowed(TourError):
    """What came with the request (a secret, an account, its origin) does not open this thing."""

    slug = "not-allowed"
    title = "Not allowed"
    status = 403


class SignInNeeded(TourError):
    """This is for staff, and nobody is signed in here, or no longer."""

    slug = "sign-in-needed"
    title = "Sign in first"
    status = 401


class TooManyRequests(TourError):
    """Too many attempts; retry_after_s and the header Retry-After say how long to wait."""

    slug = "too-many-requests"
    title = "Too many requests"
    status = 429


class TooLarge(TourError):
    """More was sent than is accepted at once."""

    slug = "too-large"
    title = "Too large"
    status = 413


class Unavailable(TourError):
    """Something this needs is not there now; trying again later may help."""

    slug = "unavailable"
    title = "Not available now"
    status = 503


class NoStream(TourError):
    """This server cannot keep a stream open; ask for the events after a number instead."""

    slug = "no-stream"
    title = "No streams here"
    status = 501


class BadSettings(TourError):
    """Environment variables that cannot be used; the message lists every one."""

    slug = "bad-settings"
    title = "Settings cannot be used"


class BadCatalogue(TourError):
    """stops.yaml cannot be used; the member faults lists every fault."""

    slug = "bad-catalogue"
    title = "stops.yaml cannot be used"


class VoiceFailed(TourError):
    """An engine could not speak a sentence."""

    slug = "voice-failed"
    title = "The voice failed"


def in_words(error: OSError) -> str:
    """What the system refused, without its number: ``audio: Permission denied``."""
    what = f"{error.filename}: " if error.filename else ""
    return f"{what}{error.strerror or error}"
