"""Group walks for visitors' phones: join, catch up, tell how it goes, leave."""

from flask import Blueprint, Response, request

from tour.groups.record import state_json
from tour.web.api.answers import nothing, send_once, sent_body
from tour.web.group_contract import FollowOut, GroupEventsOut, JoinedOut
from tour.web.group_requests import AfterQuery, JoinIn, PresenceIn
from tour.web.guards import phone_secret, public_begin
from tour.web.openapi import operation
from tour.web.services import services
from tour.web.sessions import address_of

routes = Blueprint("phones", __name__)
_TAG = "Group walks"
_SENT = ("not-json", "too-large", "invalid-input", "bad-catalogue")
_OPENED = ("secret-missing", "not-allowed", "unavailable")


@routes.post("/api/v1/groups/<code>/phones")
@public_begin
@operation(
    _TAG,
    {201: JoinedOut},
    body=JoinIn,
    problems=("not-found", "walk-ended", *_SENT, "too-many-requests", "unavailable"),
)
def join_group(code: str) -> Response:
    """Join a group walk with its code.

    The secret is told this once: send it from now on as `Authorization: Bearer <secret>`. Nothing
    says whose phone it is, and no phone learns of another.
    """
    groups = services().groups
    asked = sent_body(JoinIn)
    joined = groups.phones.join(code, asked.lang, asked.output, address_of(request))
    answer = {
        "secret": joined.secret,
        "group": state_json(joined.state),
        "seq": joined.state.seq,
        "now_ms": groups.walks.now_ms(),
        "stream_url": f"/api/v1/groups/{joined.code}/stream",
    }
    return send_once(answer, 201)


@routes.get("/api/v1/groups/<code>/events")
@phone_secret
@operation(_TAG, {200: GroupEventsOut}, query=AfterQuery, problems=("invalid-input", *_OPENED))
def group_events(code: str, secret: str) -> Response:
    """What happened after an event.

    The same events as in the stream, for phones that cannot hold one or have missed some; of more
    than 200 the newest. The state of the newest alone is enough to be right.
    """
    groups = services().groups
    asked = AfterQuery.model_validate(request.args.to_dict())
    logged = groups.phones.events_after(code, secret, asked.after)
    seq = logged[-1].seq if logged else asked.after
    events = ",".join(one.data for one in logged)
    text = f'{{"events":[{events}],"seq":{seq},"now_ms":{groups.walks.now_ms()}}}'
    return Response(text, 200, {"Cache-Control": "no-store"}, content_type="application/json")


@routes.post("/api/v1/groups/<code>/phones/me")
@phone_secret
@operation(_TAG, {200: FollowOut}, body=PresenceIn, problems=(*_SENT, *_OPENED))
def report_presence(code: str, secret: str) -> Response:
    """Tell how this phone follows, about every ten seconds.

    The guide sees numbers only. Another language may be named; a position on the ground is refused.
    """
    groups = services().groups
    state = groups.phones.report(code, secret, sent_body(PresenceIn).value())
    now_ms = groups.walks.now_ms()
    return send_once({"state": state_json(state), "seq": state.seq, "now_ms": now_ms})


@routes.delete("/api/v1/groups/<code>/phones/me")
@phone_secret
@operation(_TAG, {204: None}, problems=_OPENED)
def leave_group(code: str, secret: str) -> Response:
    """Leave the walk; the phone is forgotten."""
    services().groups.phones.leave(code, secret)
    return nothing()
