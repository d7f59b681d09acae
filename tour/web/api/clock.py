"""The server's clock, by which phones start together."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from tour.clock import Clock
from tour.web.api.answers import JSON_TYPE, send_once, to_json
from tour.web.front import Answer, Quick
from tour.web.group_contract import ClockOut
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.services import services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

routes = Blueprint("clock", __name__)
_CLOCK = "/api/v1/clock"


@routes.get(_CLOCK)
@public_read
@operation("Group walks", {200: ClockOut})
def clock() -> Response:
    """What time it is here.

    Ask several times and believe the quickest answer: half of its round trip, at most, is the
    error.
    """
    return send_once(_shown(services().clock))


def quick_clock(clock: Clock) -> Quick:
    """The clock, to be given in front of Flask: what is quick varies less."""

    def quick(environ: "WSGIEnvironment") -> Answer | None:
        if environ.get("PATH_INFO") != _CLOCK:
            return None
        body = to_json(_shown(clock))
        headers = [
            ("Content-Type", JSON_TYPE),
            ("Cache-Control", "no-store"),
            ("Content-Length", str(len(body))),
        ]
        return "200 OK", headers, () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    return quick


def _shown(clock: Clock) -> dict[str, float]:
    return {"now_ms": round(clock().timestamp() * 1000, 3)}
