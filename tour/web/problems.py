"""Errors into answers: one mapper to ``application/problem+json`` (RFC 9457).

A visitor's page gets a readable page in its language instead (``tour.web.pages.errors``).
"""

import json
import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from tour import errors
from tour.errors import TourError
from tour.web.guards import guard_of

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"
MAX_ERRORS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told about an error. ``more`` holds the extension members."""

    slug: str
    title: str
    status: int
    detail: str
    more: dict[str, object] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()

    def body(self) -> dict[str, object]:
        """The members of the problem document."""
        return {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        } | {name: value for name, value in self.more.items() if name not in _MEMBERS}


def _doc(kind: type[Exception]) -> str:
    return " ".join((kind.__doc__ or "").split())


_MEMBERS = frozenset({"type", "title", "status", "detail", "instance"})

_OF_HTTP = {
    400: ("bad-request", "The request cannot be understood."),
    401: ("secret-missing", "A secret is needed for this and did not come with the request."),
    403: ("not-allowed", _doc(errors.NotAllowed)),
    404: ("not-found", _doc(errors.NotFound)),
    405: ("method-not-allowed", "The address exists, but not for this method; see Allow."),
    406: ("not-acceptable", "Nothing that is served here is acceptable to the client."),
    408: ("request-timeout", "The request did not arrive in time."),
    412: ("precondition-failed", "What If-Match named is not what is here."),
    413: ("too-large", _doc(errors.TooLarge)),
    414: ("address-too-long", "The address is too long."),
    415: ("not-json", "The body must be sent as application/json."),
    416: ("range-not-satisfiable", "The range asked for lies outside the file; see Content-Range."),
    429: ("too-many-requests", _doc(errors.TooManyRequests)),
    431: ("header-too-large", "A header is too large."),
    503: ("unavailable", _doc(errors.Unavailable)),
}


def known_problems() -> dict[str, tuple[str, int, str]]:
    """By slug: (title, status, description) of everything that this server may answer."""
    found = {
        slug: (HTTPStatus(status).phrase, status, description)
        for status, (slug, description) in _OF_HTTP.items()
    }
    pending = [TourError]
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        if "slug" in vars(kind):
            found[kind.slug] = (kind.title, kind.status, _doc(kind))
    found["internal"] = (
        TourError.title,
        500,
        "The server failed. It is written down there; trying again may help.",
    )
    return dict(sorted(found.items()))


def problem_of(error: Exception) -> Problem:
    """What is told about this error; nothing of the inside leaks."""
    if isinstance(error, TourError):
        return _of_house(error)
    if isinstance(error, ValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException) and error.code is not None:
        return _of_http(error, error.code)
    title, status, detail = known_problems()["internal"]
    return Problem("internal", title, status, detail)


def attach_problems(app: Flask) -> None:
    """Map every error of the app. Unexpected ones are logged with their trace."""

    def answer(error: Exception) -> Any:  # noqa: ANN401 - whatever a view may return
        if isinstance(error, HTTPException) and error.code is None:
            return error  # a ready response, wrapped
        problem = problem_of(error)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            unexpected = not isinstance(error, TourError | HTTPException)
            log.error("%s: %s", problem.slug, error, exc_info=error if unexpected else None)
        return _page(problem) if _is_page(app) else problem_response(problem)

    app.register_error_handler(Exception, answer)


def problem_response(problem: Problem) -> Response:
    """The problem as a response."""
    response = Response(
        json.dumps(problem.body(), ensure_ascii=False, default=str),
        status=problem.status,
        content_type=PROBLEM_TYPE,
    )
    response.headers.extend(problem.headers)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _page(problem: Problem) -> Response:
    from tour.web.pages.errors import error_page  # noqa: PLC0415 - pages stand on this module

    try:
        response = error_page(problem.status, problem.detail)
    except Exception:
        log.exception("the error page failed")
        return problem_response(problem)
    response.headers.extend(problem.headers)
    return response


def _is_page(app: Flask) -> bool:
    if request.endpoint is not None:
        return (guard := guard_of(app, request.endpoint)) is not None and guard.is_page
    first = request.path.split("/")[1]
    return first not in {"api", "audio", "assets", "problems", "openapi.json", "healthz", "readyz"}


def _of_house(error: TourError) -> Problem:
    wait_s = error.details.get("retry_after_s")
    headers = () if wait_s is None else (("Retry-After", str(wait_s)),)
    details = dict(error.details)
    return Problem(error.slug, error.title, error.status, error.message, details, headers)


def _invalid(error: ValidationError) -> Problem:
    faults = [
        {"at": ".".join(map(str, fault["loc"])), "message": fault["msg"]}
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    count = "1 thing" if len(faults) == 1 else f"{len(faults)} things"
    kind = errors.InvalidInput
    detail = f"{count} in what was sent cannot be used; `errors` lists each with its place."
    return Problem(kind.slug, kind.title, kind.status, detail, {"errors": faults[:MAX_ERRORS]})


def _of_http(error: HTTPException, code: int) -> Problem:
    slug, _ = _OF_HTTP.get(code, ("internal" if code >= 500 else "bad-request", ""))  # noqa: PLR2004 - server errors
    headers = tuple(
        (name, value)
        for name, value in error.get_headers()
        if name.lower() not in {"content-type", "content-length"}
    )
    return Problem(slug, HTTPStatus(code).phrase, code, error.description or "", headers=headers)
