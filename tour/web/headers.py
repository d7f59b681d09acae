"""Headers that every response carries, and leave for other sites to use the API."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request

from tour.settings import Settings
from tour.web.guards import Guard, guard_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ANY_ORIGIN = "tour.any_origin"
"""Key of the WSGI environment: other sites may read this answer."""

_FOR_ANY_ORIGIN = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Accept-Ranges, Content-Range, ETag, Retry-After"),
)
_ALLOWED = "Authorization, Content-Type, If-None-Match, If-Range, Range"
_PREFLIGHT_AGE_S = "86400"
_OUR_FRAMES = "frame-ancestors 'self'"


def security_headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The headers of every response. Scripts, styles and sound come from this server alone.

    Only an operator's map tiles may come from elsewhere.
    """
    tiles = _origin(settings.tiles_url)
    policy = (
        "default-src 'self'",
        f"img-src 'self' data:{tiles}",
        f"connect-src 'self'{tiles}",  # the service worker fetches tiles
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        _OUR_FRAMES,
    )
    permissions = (
        "geolocation=(self)",
        "screen-wake-lock=(self)",
        "camera=()",
        "microphone=()",
        "payment=()",
        "usb=()",
    )
    return (
        ("Content-Security-Policy", "; ".join(policy)),
        ("X-Content-Type-Options", "nosniff"),
        # Tile servers ask to be told the site, never the page.
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", ", ".join(permissions)),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )


def embeddable(response: Response) -> Response:
    """The response, for the frames of every site."""
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = policy.replace(_OUR_FRAMES, "frame-ancestors *")
    return response


def with_style(response: Response, settings: Settings, style: str) -> Response:
    """The response, allowed to carry this one style in its own text; every other stays refused."""
    policy = dict(security_headers(settings))["Content-Security-Policy"]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    response.headers["Content-Security-Policy"] = f"{policy}; style-src 'self' 'sha256-{digest}'"
    return response


def attach_headers(app: Flask, settings: Settings) -> None:
    """Add the security headers to every response, and CORS to what other sites may call.

    They are added in front of Flask, in one step: through Flask each header of each response
    would be checked anew.
    """
    guards: dict[str | None, Guard | None] = {}

    @app.after_request
    def open_to_other_sites(response: Response) -> Response:
        endpoint = request.endpoint
        if endpoint not in guards:
            guards[endpoint] = guard_of(app, endpoint)
        guard = guards[endpoint]
        if guard is not None and guard.any_origin:
            request.environ[ANY_ORIGIN] = True
            if request.method == "OPTIONS":
                _allow(response)
        return response

    app.wsgi_app = _HeaderedApp(app.wsgi_app, security_headers(settings))  # type: ignore[method-assign]


class _HeaderedApp:
    """A WSGI application whose responses get the headers that they lack."""

    def __init__(self, inner: "WSGIApplication", always: tuple[tuple[str, str], ...]) -> None:
        self._inner = inner
        self._always = always
        self._any_origin = always + _FOR_ANY_ORIGIN

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], object]:
            wanted = self._any_origin if environ.get(ANY_ORIGIN) else self._always
            given = {name for name, _ in headers}
            headers = headers + [pair for pair in wanted if pair[0] not in given]
            return start_response(status, headers, exc_info)  # type: ignore[arg-type]

        return self._inner(environ, start)


def _allow(response: Response) -> None:
    headers = response.headers
    headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD")
    headers["Access-Control-Allow-Headers"] = _ALLOWED
    headers["Access-Control-Max-Age"] = _PREFLIGHT_AGE_S


def _origin(address: str) -> str:
    """The origin of the tiles' address with a blank before it; empty without one."""
    if not address:
        return ""
    parts = urlsplit(address.replace("{s}", "*"))
    return f" {parts.scheme}://{parts.netloc}"
