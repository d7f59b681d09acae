"""Group walks for guides: open, take over, command, see how the phones are."""

from dataclasses import asdict

from flask import Blueprint, Response, request

from tour.groups.desks import Desk
from tour.groups.record import state_json
from tour.staff import Account, Role
from tour.web.api.answers import send_once, sent_body
from tour.web.group_contract import CommandDoneOut, DeskOut, OpenGroupsOut, PhonesOut
from tour.web.group_requests import CommandIn, NewGroupIn
from tour.web.guards import staff_api
from tour.web.openapi import operation
from tour.web.presenters import Json
from tour.web.services import services

routes = Blueprint("groups", __name__)
_TAG = "Group walks"
_SENT = ("not-json", "too-large", "invalid-input", "bad-catalogue")
_STAFF = ("sign-in-needed", "not-allowed", "unavailable")


@routes.post("/api/v1/groups")
@staff_api(Role.GUIDE)
@operation(_TAG, {201: DeskOut}, body=NewGroupIn, problems=(*_SENT, *_STAFF))
def open_group(account: Account) -> Response:
    """Open a group walk, led by this desk.

    Languages may be named whose phones will come; others are added as phones join.
    """
    languages = dict.fromkeys(sent_body(NewGroupIn).languages)
    return send_once(_desk(services().groups.desks.open(account.id, tuple(languages))), 201)


@routes.get("/api/v1/groups")
@staff_api(Role.GUIDE)
@operation(_TAG, {200: OpenGroupsOut}, problems=_STAFF)
def open_groups(account: Account) -> Response:
    """The walks that this account leads and that are not over."""
    groups = services().groups
    found = [
        {
            "code": walk.code,
            "join_url": _join_url(walk.code),
            "opened_ms": walk.opened_ms,
            "phones": walk.phones,
            "state": state_json(walk.state),
        }
        for walk in groups.desks.led_by(account.id)
    ]
    return send_once({"groups": found, "now_ms": groups.walks.now_ms()})


@routes.post("/api/v1/groups/<code>/lead")
@staff_api(Role.GUIDE)
@operation(_TAG, {200: DeskOut}, problems=("not-found", "walk-ended", *_STAFF))
def lead_group(code: str, account: Account) -> Response:
    """Take a walk over at this desk.

    The former desk's commands are refused from now on; its guide may take the walk up again.
    """
    return send_once(_desk(services().groups.desks.lead(code, account.id)))


@routes.post("/api/v1/groups/<code>/commands")
@staff_api(Role.GUIDE)
@operation(
    _TAG,
    {200: CommandDoneOut},
    body=CommandIn,
    problems=("not-found", "walk-ended", "led-elsewhere", "not-now", *_SENT, *_STAFF),
)
def command_group(code: str, account: Account) -> Response:
    """Do what was pressed on the leading desk.

    What is acknowledged is kept and will reach every phone. Sent again with the same id it changes
    nothing, so an answer that was lost may simply be asked for again.
    """
    asked = sent_body(CommandIn).root
    desks = services().groups.desks
    state = desks.command(code, account.id, asked.desk, asked.id, asked.value())
    return send_once({"seq": state.seq, "state": state_json(state)})


@routes.get("/api/v1/groups/<code>/desk")
@staff_api(Role.GUIDE)
@operation(_TAG, {200: PhonesOut}, problems=("not-found", "led-elsewhere", *_STAFF))
def group_phones(code: str, account: Account) -> Response:
    """How the phones are: numbers, no names, no places."""
    groups = services().groups
    view, state = groups.desks.view(code, account.id)
    now_ms = groups.walks.now_ms()
    return send_once(asdict(view) | {"state": state_json(state), "now_ms": now_ms})


def _desk(desk: Desk) -> Json:
    return {
        "code": desk.code,
        "join_url": _join_url(desk.code),
        "desk": desk.token,
        "state": state_json(desk.state),
        "seq": desk.state.seq,
        "now_ms": services().groups.walks.now_ms(),
    }


def _join_url(code: str) -> str:
    base = services().settings.public_url or request.host_url.rstrip("/")
    return f"{base}/g/{code}"
