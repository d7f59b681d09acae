"""Visits: begin one, report what happened, read progress, be forgotten."""

from flask import Blueprint, Response

from tour.errors import InvalidInput
from tour.progress.model import Snapshot
from tour.web.api.answers import nothing, rfc3339, rfc3339_of_ms, send_once, sent_body
from tour.web.contract import NewVisitOut, ProgressOut, ReceiptOut
from tour.web.guards import public_begin, visit_secret
from tour.web.openapi import operation
from tour.web.presenters import Json
from tour.web.requests import EventsIn, NewVisitIn
from tour.web.services import services

routes = Blueprint("visits", __name__)
_TAG = "Visits"
_OPENED = ("secret-missing", "not-allowed", "not-found", "unavailable")
_SENT = ("not-json", "too-large", "invalid-input", "unavailable")


@routes.post("/api/v1/visits")
@public_begin
@operation(
    _TAG,
    {201: NewVisitOut},
    body=NewVisitIn,
    problems=("not-json", "too-large", "invalid-input", "bad-catalogue", "unavailable"),
)
def begin() -> Response:
    """Begin a visit.

    Nothing is asked but a language of the tour. The secret is told this once: send it from now on
    as `Authorization: Bearer <secret>`. The visit is forgotten some time after its last new event.
    """
    here = services()
    asked = sent_body(NewVisitIn)
    languages = here.catalogue.current().languages
    if asked.lang not in languages:
        msg = f"The tour is not in this language. It is in: {', '.join(languages)}."
        raise InvalidInput(msg, languages=list(languages))
    visit = here.visits.create(asked.lang)
    answer = {"id": visit.id, "secret": visit.secret, "expires_at": rfc3339(visit.expires_at)}
    return send_once(answer, 201)


@routes.post("/api/v1/visits/<visit_id>/events")
@visit_secret
@operation(_TAG, {200: ReceiptOut}, body=EventsIn, problems=(*_OPENED, *_SENT))
def add_events(visit_id: str, secret: str) -> Response:
    """Report what happened on the phone.

    Up to 200 events, in any order and as often as needed: the same set of events always gives the
    same progress. What is acknowledged is kept. Stops that today's tour does not have are kept
    too, since a phone may hold an older one.
    """
    batch = sent_body(EventsIn)
    receipt = services().visits.add_events(
        visit_id, secret, [event.value() for event in batch.events]
    )
    return send_once(
        {
            "accepted": receipt.accepted,
            "known": receipt.known,
            "progress": _progress(receipt.progress),
        }
    )


@routes.get("/api/v1/visits/<visit_id>/progress")
@visit_secret
@operation(_TAG, {200: ProgressOut}, problems=_OPENED)
def progress(visit_id: str, secret: str) -> Response:
    """What was reached and heard."""
    return send_once(_progress(services().visits.progress(visit_id, secret)))


@routes.delete("/api/v1/visits/<visit_id>")
@visit_secret
@operation(_TAG, {204: None}, problems=_OPENED)
def forget(visit_id: str, secret: str) -> Response:
    """Forget the visit.

    It and all its events are deleted for good.
    """
    services().visits.forget(visit_id, secret)
    return nothing()


def _progress(snapshot: Snapshot) -> Json:
    return {
        "lang": snapshot.lang,
        "updated_at": rfc3339(snapshot.updated_at),
        "stops": {
            stop: {
                "arrived": seen.arrived,
                "started": seen.started,
                "finished": seen.finished,
                "position_s": seen.position_s,
                "heard_s": seen.heard_s,
                "last_at": rfc3339_of_ms(seen.last_at_ms),
            }
            for stop, seen in snapshot.stops.items()
        },
    }
