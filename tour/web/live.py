"""The stream of a guided walk: Server-Sent Events over a connection that costs no thread.

It is opened like any view and then handed to the hub (see ``tour.web.handover``). What was missed,
or the newest event, comes first. The log is read before the connection is handed over; what is
added in between, the hub finds by itself.
"""

from typing import Final

from flask import Blueprint, Response, request

from tour.groups.hub import HEARTBEAT, Opening, event_frames
from tour.groups.store import Groups
from tour.groups.walks import Walks
from tour.web.group_requests import StreamQuery
from tour.web.guards import phone_or_guide
from tour.web.handover import check_stream, hand_over
from tour.web.openapi import operation
from tour.web.services import services

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
        *("secret-missing", "not-allowed", "not-found"),
        *("invalid-input", "unavailable", "no-stream"),
    ),
)
def group_stream(code: str, secret: str | None) -> Response:
    """What happens in a walk, as it happens: Server-Sent Events.

    Each event's `id` is its number, `event` its kind, `data` the event as JSON. After an
    interruption send `Last-Event-ID` (or `after`): what was missed comes first, or the newest event
    alone if that is very much; it is enough to be right. A comment comes every 15 seconds. The
    server ends each stream after a while with the event `bye`: open it again after `retry_ms`. The
    secret, or the guide's session, is looked at when the stream is opened, and not again.
    """
    here = services()
    group_id = _admitted(here.groups, code, secret)
    check_stream(request.environ, here.streams)
    response = Response(status=200, headers=_HEADERS, content_type=_TYPE)
    if request.method != "HEAD":
        opening = _opening(here.groups.walks, group_id, _known())
        hand_over(request.environ, here.streams, opening)
    return response


def _admitted(groups: Groups, code: str, secret: str | None) -> int:
    if secret is None:
        return groups.desks.admit(code)
    return groups.phones.admit(code, secret)


def _known() -> int | None:
    """The number of the newest event that the phone knows."""
    last = request.headers.get("Last-Event-ID", "")
    if last.isascii() and last.isdigit() and len(last) <= _DIGITS:
        return int(last)
    return StreamQuery.model_validate(request.args.to_dict()).after


def _opening(walks: Walks, group_id: int, known: int | None) -> Opening:
    missed = event_frames(() if known is None else walks.logged(group_id, known))
    if not missed:
        newest = walks.newest(group_id)
        if known is None or newest.seq < known:  # a number that this log has not reached
            missed = event_frames([newest])
    if sum(len(event.data) for event in missed) > _MOST_MISSED_BYTES:
        missed = missed[-1:]
    seq = missed[-1].seq if missed else known or 0
    return Opening(group_id, seq, HEARTBEAT + b"".join(event.data for event in missed))
