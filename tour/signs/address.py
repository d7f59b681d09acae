"""The address on a sign: what the code holds and what a visitor types."""

from urllib.parse import SplitResult, urlsplit

from tour.errors import InvalidInput

_ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1", "::"})  # noqa: S104 - compared, not bound


def public_address(text: str) -> str:
    """The address that signs begin with, without a slash at its end.

    Raises:
        InvalidInput: it is empty, or no plain web address in ASCII letters.
    """
    text = text.strip()
    if not text:
        msg = (
            "A sign needs the address under which visitors reach the tour. Set TOUR_PUBLIC_URL, "
            "or give it here: flask signs --url https://tour.example.org"
        )
        raise InvalidInput(msg)
    if not text.isascii():
        msg = f"{text}: write the name in its ASCII form (xn--…); many phones read no other"
        raise InvalidInput(msg)
    parts = _parts(text)
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or not text.isprintable()
        or set(text) & set(" ?#@\\")
    ):
        msg = f"{text} is no address for a sign: it must look like https://tour.example.org"
        raise InvalidInput(msg)
    return text.rstrip("/")


def sign_address(base: str, code: str) -> str:
    """Where the sign of the stop with this code leads."""
    return f"{base}/c/{code}"


def typed_address(address: str) -> str:
    """The same address as it is printed: without https://, which browsers put there themselves."""
    return address.removeprefix("https://")


def caution(base: str, public_url: str = "") -> str | None:
    """What to know before signs with this address are printed for good; None when nothing.

    ``public_url``: where visitors save the tour, as far as it is set.
    """
    parts = urlsplit(base)
    if parts.hostname in _ON_THIS_MACHINE:
        return f"Note: {base} leads to this machine alone. Visitors cannot open it."
    if parts.scheme == "http":
        return "Note: over http:// phones give no position and keep nothing for later; use https://"
    if public_url and _origin(public_url) != _origin(base):
        saved = public_url.rstrip("/")
        return (
            f"Note: a tour that was saved under {saved} does not open from these signs without "
            "signal: a phone keeps it for that address alone."
        )
    return None


def _origin(text: str) -> tuple[str, str]:
    parts = urlsplit(text.strip())
    return parts.scheme, parts.netloc.lower()


def _parts(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises when it is no number
    except ValueError:
        return None
    return parts
