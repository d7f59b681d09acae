"""Who may call a route.

Every route declares exactly one guard, right above its function:

    @blueprint.get("/healthz")
    @public_read
    def healthz() -> Response: ...

``public_read``   anyone, from any origin: it only reads
``public_page``   anyone, in their own browser: pages and their parts
``public_begin``  anyone, from any origin: makes something new and belongs to nobody before
``visit_secret``  the holder of a visit's secret, from any origin; the view gets it as ``secret``
``phone_secret``  the holder of a phone's secret in a group walk, likewise
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

P = ParamSpec("P")
R = TypeVar("R")
_MARK = "tour_guard"
_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,200}) *", re.IGNORECASE)


class Guard(StrEnum):
    """The kinds of guards."""

    PUBLIC_READ = "public_read"
    PUBLIC_PAGE = "public_page"
    PUBLIC_BEGIN = "public_begin"
    VISITS_HOLDER = "visits_holder"
    PHONES_HOLDER = "phones_holder"

    @property
    def any_origin(self) -> bool:
        """Whether pages of other sites may call it too (no cookie ever comes along)."""
        return self is not Guard.PUBLIC_PAGE


def public_read(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone may read this, from any origin."""
    return _marked(view, Guard.PUBLIC_READ)


def public_page(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone may open this page or load this part of one."""
    return _marked(view, Guard.PUBLIC_PAGE)


def public_begin(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone may make a new thing here, from any origin."""
    return _marked(view, Guard.PUBLIC_BEGIN)


def visit_secret(view: Callable[..., R]) -> Callable[..., R]:
    """Whoever sends ``Authorization: Bearer <secret>``; the room below compares the secret.

    Raises:
        Unauthorized: no secret came with the request.
    """
    return _bearer(view, Guard.VISITS_HOLDER, "visit")


def phone_secret(view: Callable[..., R]) -> Callable[..., R]:
    """Whoever sends the secret that a phone got when it joined, in the same way.

    Raises:
        Unauthorized: no secret came with the request.
    """
    return _bearer(view, Guard.PHONES_HOLDER, "phone")


def _bearer(view: Callable[..., R], guard: Guard, whose: str) -> Callable[..., R]:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401 - the view's own
        match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
        if match is None:
            msg = f"Send the {whose}'s secret as: Authorization: Bearer <secret>"
            raise Unauthorized(msg, www_authenticate=WWWAuthenticate("bearer"))
        return view(*args, secret=match[1], **kwargs)

    return _marked(guarded, guard)


def guard_of(app: Flask, endpoint: str | None) -> Guard | None:
    """The guard that a route has declared, or None."""
    view = app.view_functions.get(endpoint or "")
    return getattr(view, _MARK, None)


def _marked(view: Callable[P, R], guard: Guard) -> Callable[P, R]:
    setattr(view, _MARK, guard)
    return view
