"""The survey: takes that staff recorded, and what they say together."""

from flask import Blueprint, Response

from tour.staff import Account, Role
from tour.survey import Finding, Take, combine
from tour.web.api.answers import nothing, rfc3339_of_ms, send_once, sent_body
from tour.web.contract import SurveyOut, TakesReceiptOut
from tour.web.guards import staff_api
from tour.web.openapi import operation
from tour.web.presenters import Json
from tour.web.requests import TakesIn
from tour.web.services import services

routes = Blueprint("survey_api", __name__)
_TAG = "Staff"
_GUARDED = ("sign-in-needed", "not-allowed", "unavailable")


@routes.get("/api/v1/survey")
@staff_api(Role.EDITOR)
@operation(_TAG, {200: SurveyOut}, problems=_GUARDED)
def survey(account: Account) -> Response:  # noqa: ARG001 - the guard gives it
    """What was surveyed so far.

    Every stop that has takes, each take with whether it agrees with the others.
    """
    found = services().survey.takes()
    return send_once({"stops": [_stop(stop, takes) for stop, takes in sorted(found.items())]})


@routes.post("/api/v1/survey/takes")
@staff_api(Role.EDITOR)
@operation(
    _TAG,
    {200: TakesReceiptOut},
    body=TakesIn,
    problems=(*_GUARDED, "not-json", "too-large", "invalid-input"),
)
def add_takes(account: Account) -> Response:
    """Send takes.

    Up to 50, as often as needed: each id is kept once. What is acknowledged is kept. A take of a
    stop that today's tour does not have is kept too.
    """
    takes = sent_body(TakesIn).values(account.name)
    accepted = services().survey.add(takes)
    return send_once({"accepted": accepted, "known": len(takes) - accepted})


@routes.delete("/api/v1/survey/takes/<take_id>")
@staff_api(Role.EDITOR)
@operation(_TAG, {204: None}, problems=(*_GUARDED, "not-found"))
def drop_take(take_id: str, account: Account) -> Response:  # noqa: ARG001 - the guard gives it
    """Leave a take out.

    It stays left out when its phone sends it again.
    """
    services().survey.drop(take_id)
    return nothing()


def _stop(stop: str, takes: tuple[Take, ...]) -> Json:
    finding = combine(takes)
    odd = finding.disagreeing if finding else frozenset()
    return {
        "id": stop,
        "takes": [_take(take, agrees=take.id not in odd) for take in takes],
        "together": _finding(finding) if finding else None,
    }


def _take(take: Take, *, agrees: bool) -> Json:
    return {
        "id": take.id,
        "shape": take.shape,
        "points": [[point.lat, point.lng] for point in take.points],
        "uncertainty_m": take.uncertainty_m,
        "spread_m": take.spread_m,
        "recorded_at": rfc3339_of_ms(take.recorded_ms),
        "duration_s": take.duration_s,
        "fixes": take.fixes,
        "used": take.used,
        "by": take.by,
        "agrees": agrees,
    }


def _finding(finding: Finding) -> Json:
    return {
        "lat": round(finding.place.lat, 7),
        "lng": round(finding.place.lng, 7),
        "uncertainty_m": round(finding.uncertainty_m, 1),
        "zone": finding.outline.shape if finding.outline else None,
        "settled": finding.settled,
    }
