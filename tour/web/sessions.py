"""The cookies of staff, and whether a request comes from one of our own pages."""

from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from flask import Request, Response

from tour.errors import NotAllowed
from tour.staff.accounts import SESSION_DAYS
from tour.staff.devices import DEVICE_DAYS

_NAME: Final = "tour-staff"
_DEVICE: Final = "tour-device"
_DAY_S: Final = 86_400
_IPV6_SITE_BITS: Final = 64


def token_of(request: Request) -> str:
    """The session token that came with the request; empty when none did."""
    return request.cookies.get(_name(request), "")


def give_token(request: Request, response: Response, token: str) -> None:
    """Let the browser keep the token: no script can read it, no other site can use it."""
    _set(request, response, token, max_age=SESSION_DAYS * _DAY_S)


def take_token(request: Request, response: Response) -> None:
    """Let the browser forget the token."""
    _set(request, response, "", max_age=0)


def device_of(request: Request) -> str:
    """What this browser was given when somebody last signed in here; empty when nothing was."""
    return request.cookies.get(_name(request, _DEVICE), "")


def give_device(request: Request, response: Response, token: str) -> None:
    """Let the browser keep by what it is known again, also after signing out."""
    _set(request, response, token, max_age=DEVICE_DAYS * _DAY_S, name=_DEVICE)


def require_own_page(request: Request, public_url: str) -> None:
    """Return when the request was made by a page of this site, as its browser tells.

    Browsers say so in Sec-Fetch-Site; over plain HTTP, and older ones, in Origin alone.

    Raises:
        NotAllowed: another site's page made it, or nothing says who did.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "")
    ours = _is_ours(origin, request, public_url) if site is None else site == "same-origin"
    if not ours:
        msg = "This was not sent by a page of this site. Open the page again and try there."
        raise NotAllowed(msg)


def address_of(request: Request) -> str:
    """Whom to count attempts for: the client's address, of IPv6 the site's part alone.

    A proxy on this machine names the client last in X-Forwarded-For; from elsewhere the header
    is not believed.
    """
    address = request.remote_addr or ""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if forwarded and _is_this_machine(address):
        address = forwarded
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        shift = parsed.max_prefixlen - _IPV6_SITE_BITS
        return str(IPv6Address(int(parsed) >> shift << shift))
    return str(parsed)


def _is_this_machine(address: str) -> bool:
    """A loopback address, or none at all: a proxy that speaks through a Unix socket."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return True


def _is_ours(origin: str, request: Request, public_url: str) -> bool:
    there = urlsplit(origin)
    if there.scheme not in ({"https"} if request.is_secure else {"http", "https"}):
        return False
    return there.netloc in {request.host, urlsplit(public_url).netloc}


def _name(request: Request, name: str = _NAME) -> str:
    """Over TLS the browser itself lets only this host set the cookie (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if request.is_secure else name


def _set(
    request: Request, response: Response, value: str, *, max_age: int, name: str = _NAME
) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=max_age,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )
