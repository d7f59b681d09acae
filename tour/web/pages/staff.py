"""The pages of staff: signing in and out, and what an account may do."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from tour.errors import TooManyRequests
from tour.staff import Account, Role
from tour.web.guards import public_form, public_page, staff_page
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.render import page
from tour.web.services import services
from tour.web.sessions import (
    address_of,
    device_of,
    give_device,
    give_token,
    take_token,
    token_of,
)

blueprint = Blueprint("staff", __name__)

_MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Door:
    """A page for staff: its text's key, its address behind the language, who may open it."""

    key: str
    path: str
    roles: tuple[Role, ...]


DOORS: Final = (
    Door("desk", "/desk", (Role.GUIDE,)),
    Door("survey", "/staff/survey", (Role.EDITOR,)),
    Door("record", "/staff/record", (Role.EDITOR,)),
)


@blueprint.get(f"{LANG}/staff/sign-in")
@public_page
def sign_in(lang: str) -> AnyResponse:
    """The form for name and password; whoever is signed in already is led on."""
    asked_tour(lang)
    back = _own_path(request.args.get("next", ""), lang)
    token = token_of(request)
    if token and services().staff.account_of(token) is not None:
        return _unkept(redirect(back, code=303))
    return _form(lang, back)


@blueprint.post(f"{LANG}/staff/sign-in")
@public_form
def sign_in_sent(lang: str) -> AnyResponse:
    """Name and password: a session and on, or the form again with what was wrong."""
    asked_tour(lang)
    sent = request.form
    back, name = _own_path(sent.get("next", ""), lang), sent.get("name", "")
    accounts = services().staff
    try:
        opened = accounts.sign_in(
            name, sent.get("password", ""), address_of(request), device_of(request)
        )
    except TooManyRequests as fault:
        wait_s = fault.details["retry_after_s"]
        response = _form(lang, back, name=name, wait_s=wait_s, status=429)
        response.headers["Retry-After"] = str(wait_s)
        return response
    if opened is None:
        return _form(lang, back, name=name, fault=True, status=403)
    accounts.sign_out(token_of(request))  # of another account, on the same phone
    response = _unkept(redirect(back, code=303))
    give_token(request, response, opened.token)
    give_device(request, response, opened.device)
    return response


@blueprint.get(f"{LANG}/staff")
@staff_page()
def home(lang: str, account: Account) -> Response:
    """Who is signed in and what this account may do."""
    tour = asked_tour(lang)
    doors = [
        (door, f"/{lang}{door.path}")
        for door in DOORS
        if account.may(*door.roles) and _is_there(f"/{lang}{door.path}")
    ]
    return page("staff.html", tour, lang, context={"account": account, "doors": doors})


@blueprint.post(f"{LANG}/staff/sign-out")
@staff_page()
def sign_out(lang: str, account: Account) -> AnyResponse:
    """End this session, or every session of the account."""
    if request.form.get("everywhere"):
        services().staff.sign_out_everywhere(account)
    else:
        services().staff.sign_out(token_of(request))
    response = _unkept(redirect(f"/{lang}/staff/sign-in", code=303))
    take_token(request, response)
    return response


def _form(
    lang: str,
    back: str,
    *,
    name: str = "",
    fault: bool = False,
    wait_s: object = None,
    status: int = 200,
) -> Response:
    minutes = None if not isinstance(wait_s, int) or wait_s <= _MINUTE_S else -(-wait_s // 60)
    context = {
        "back": back,
        "name": name[:80],
        "fault": fault,
        "wait_s": wait_s,
        "wait_min": minutes,
    }
    path = f"/{lang}/staff/sign-in"
    response = page(
        "sign_in.html", asked_tour(lang), lang, status=status, path=path, context=context
    )
    return _unkept(response)


def _unkept(answer: AnyResponse) -> Response:
    response = current_app.make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.pop("ETag", None)
    return response


def _own_path(asked: str, lang: str) -> str:
    """Where to go on: an address of this site, else the staff's first page."""
    plain = asked.isprintable() and "\\" not in asked and len(asked) <= 300  # noqa: PLR2004
    if plain and asked.startswith("/") and not asked.startswith("//"):
        return asked
    return f"/{lang}/staff"


def _is_there(path: str) -> bool:
    """Whether this server has a page under the address."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
