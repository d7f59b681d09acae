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
``phone_or_guide``  the same, or a signed-in guide; the view gets ``who``, a secret or an account
``public_form``   anyone, in a form of one of our own pages
``staff_page(*roles)``  whoever is signed in with one of these roles (an admin always, anybody of
    the staff when none is named); the view gets ``account``; others are led to the sign-in page
``staff_api(*roles)``   the same for a page's own requests; others get a problem

What changes anything and is not for any origin is taken from our own pages alone. Answers to
staff are kept by nobody.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, make_response, redirect, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from tour.errors import NotAllowed, SignInNeeded
from tour.staff import Account, Role
from tour.web.negotiation import choose_language
from tour.web.services import services
from tour.web.sessions import require_own_page, token_of

P = ParamSpec("P")
R = TypeVar("R")
_MARK = "tour_guard"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,200}) *", re.IGNORECASE)


class Guard(StrEnum):
    """The kinds of guards."""

    PUBLIC_READ = "public_read"
    PUBLIC_PAGE = "public_page"
    PUBLIC_BEGIN = "public_begin"
    VISITS_HOLDER = "visits_holder"
    PHONES_HOLDER = "phones_holder"
    PHONES_AND_GUIDES = "phones_and_guides"
    PUBLIC_FORM = "public_form"
    STAFF_PAGE = "staff_page"
    STAFF_API = "staff_api"

    @property
    def any_origin(self) -> bool:
        """Whether pages of other sites may call it too (no cookie ever comes along)."""
        return not self.is_page and self is not Guard.STAFF_API

    @property
    def is_page(self) -> bool:
        """Whether it is opened by people rather than programs."""
        return self in {Guard.PUBLIC_PAGE, Guard.PUBLIC_FORM, Guard.STAFF_PAGE}


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
        return view(*args, secret=_secret(whose), **kwargs)

    return _marked(guarded, guard)


def _secret(whose: str) -> str:
    match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if match is None:
        msg = f"Send the {whose}'s secret as: Authorization: Bearer <secret>"
        raise Unauthorized(msg, www_authenticate=WWWAuthenticate("bearer"))
    return match[1]


def phone_or_guide(view: Callable[..., R]) -> Callable[..., R]:
    """A phone, which the view gets as ``who`` by its secret; without one, a guide's account.

    Raises:
        Unauthorized: no secret came with the request and nobody is signed in.
        NotAllowed: the account is no guide's.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401 - the view's own
        account = None if "Authorization" in request.headers else _signed_in()
        if account is None:
            return view(*args, who=_secret("phone"), **kwargs)
        _require_role(account, (Role.GUIDE,))
        return view(*args, who=account, **kwargs)

    return _marked(guarded, Guard.PHONES_AND_GUIDES)


def public_form(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone may send this form, from one of our own pages.

    Raises:
        NotAllowed: another site's page sent it.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        _require_own_page()
        return view(*args, **kwargs)

    return _marked(guarded, Guard.PUBLIC_FORM)


def staff_page(*roles: Role) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """A page for staff with one of these roles; whoever is not signed in is led to do so.

    Raises:
        NotAllowed: the account has another role, or another site's page sent a form.
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - the view's own
            account = _signed_in()
            if account is None:
                return _kept_by_nobody(redirect(sign_in_address(), code=303))
            _require_role(account, roles)
            return _kept_by_nobody(view(*args, account=account, **kwargs))

        return _marked(guarded, Guard.STAFF_PAGE)

    return guard


def staff_api(*roles: Role) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """An endpoint for the pages of staff with one of these roles.

    Raises:
        SignInNeeded: nobody is signed in, or the session has ended.
        NotAllowed: the account has another role, or another site's page made the request.
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - the view's own
            account = _signed_in()
            if account is None:
                raise SignInNeeded("Nobody is signed in here, or no longer. Sign in and try again.")
            _require_role(account, roles)
            return _kept_by_nobody(view(*args, account=account, **kwargs))

        return _marked(guarded, Guard.STAFF_API)

    return guard


def sign_in_address() -> str:
    """Where to sign in, in the language of this page, and back to it afterwards."""
    from tour.web.pages.languages import page_languages  # noqa: PLC0415 - pages stand on this

    offered = page_languages(services().catalogue.current())
    first = request.path.split("/")[1]
    accepted = request.headers.get("Accept-Language", "")
    lang = first if first in offered else choose_language(accepted, offered)
    back = request.full_path.rstrip("?") if request.method in _READING else f"/{lang}/staff"
    return f"/{lang}/staff/sign-in?{urlencode({'next': back})}"


def guard_of(app: Flask, endpoint: str | None) -> Guard | None:
    """The guard that a route has declared, or None."""
    view = app.view_functions.get(endpoint or "")
    return getattr(view, _MARK, None)


def _signed_in() -> Account | None:
    """The account of the request's session. What changes anything must come from our own page."""
    _require_own_page()
    token = token_of(request)
    return services().staff.account_of(token) if token else None


def _require_own_page() -> None:
    if request.method not in _READING:
        require_own_page(request, services().settings.public_url)


def _require_role(account: Account, roles: tuple[Role, ...]) -> None:
    if not account.may(*roles):
        msg = f"This is for: {', '.join(roles)}. The account {account.name} is: {account.role}."
        raise NotAllowed(msg)


def _kept_by_nobody(answer: Any) -> Response:  # noqa: ANN401 - whatever a view may return
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.pop("ETag", None)
    return response


def _marked(view: Callable[P, R], guard: Guard) -> Callable[P, R]:
    setattr(view, _MARK, guard)
    return view
