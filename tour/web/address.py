"""The server's own address, as those who read a feed, a sign or a preview reach it."""

from flask import request

from tour.web.services import services


def base_address() -> str:
    """Scheme and host, without a slash at the end: as set, else as this request asked."""
    return services().settings.public_url or request.host_url.rstrip("/")
