"""The stream of a guided walk: Server-Sent Events over a connection that costs no thread.

It is opened like any view and then handed to the hub (see ``tour.web.handover``). What was missed,
or the newest event, comes first. The log is read before the connection is handed over; what is
added in between, the hub finds by itself.
"""

from typing import Final

from flask import Blueprint, Response, request

from tour.groups.hub import HEARTBEAT, Holder, Opening, event_frames
from tour.groups.store import Groups
from tour.groups.walks import Walks
from tour.staff import Account, Role
from tour.staff.accounts import session_key
from tour.web.group_requests import StreamQuery
from tour.web.guards import phone_or_guide
from tour.web.handover import check_stream, hand_over
from tour.web.openapi import operation
from tour.web.services import services
from tour.web.sessions import token_of
from tour.wiring import PHONE, SESSION

blueprint = Blueprint("live", __name__)

_TYPE: Final = "text/event-stream; charset=utf-8"
_HEADERS: Final = {
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx would hold events back until its buffer is full
}
_MOST_MISSED_BYTES: Final = 32 * 1024
_DIGITS: Final = 9


@blueprint.get("/api/v1/groups/<code>/stream")
@phone_or_guide
@operation(
    "Group walks",
    {200: "text/event-stream"},
    query=StreamQuery,
    problems=(
        *("secret-missing", "not-allowed", "not-found", "led-elsewhere"),
        *("invalid-input", "too-many-requests", "unavailable", "no-stream"),
    ),
)
def group_stream(code: str, who: str | Account) -> Response:
    """What happens in a walk, as it happens: Server-Sent Events.

    Each event's `id` is its number, `event` its kind, `data` the event as JSON. After an
    interruption send `Last-Event-ID` (or `after`): what was missed comes first, or the newest event
    alone if that is very much; it is enough to be right. A comment comes every 15 seconds. The
    server ends each stream after a while with the event `bye`: open it again after `retry_ms`. The
    secret, or the session of the guide who leads the walk, is looked at with each comment again. A
    phone has three streams at the most; for a further one the oldest is cut.
    """
    here = services()
    holder = _admitted(here.groups, code, who)
    check_stream(request.environ, here.streams)
    response = Response(status=200, headers=_HEADERS, content_type=_TYPE)
    if request.method != "HEAD":
        opening = _opening(here.groups.walks, holder, _known())
        hand_over(request.environ, here.streams, opening)
    return response


def _admitted(groups: Groups, code: str, who: str | Account) -> Holder:
    if isinstance(who, str):
        phone = groups.phones.admit(code, who)
        return Holder(PHONE, phone.phone_id, phone.group_id)
    walk = groups.desks.admit(code, who.id, leads_all=who.role is Role.ADMIN)
    return Holder(SESSION, session_key(token_of(request)), walk)


def _known() -> int | None:
    """The number of the newest event that the phone knows."""
    last = request.headers.get("Last-Event-ID", "")
    if last.isascii() and last.isdigit() and len(last) <= _DIGITS:
        return int(last)
    return StreamQuery.model_validate(request.args.to_dict()).after


def _opening(walks: Walks, holder: Holder, known: int | None) -> Opening:
    group_id = holder.group_id
    missed = event_frames(() if known is None else walks.logged(group_id, known))
    if not missed:
        newest = walks.newest(group_id)
        if known is None or newest.seq < known:  # a number that this log has not reached
            missed = event_frames([newest])
    if sum(len(event.data) for event in missed) > _MOST_MISSED_BYTES:
        missed = missed[-1:]
    seq = missed[-1].seq if missed else known or 0
    return Opening(group_id, seq, HEARTBEAT + b"".join(event.data for event in missed), holder)
