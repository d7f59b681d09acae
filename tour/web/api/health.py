"""Whether the process lives and whether it can do its work."""

from collections.abc import Callable, Iterator, Mapping

from flask import Blueprint, Response

from tour.errors import TourError, Unavailable
from tour.narration.heard import HeardList, counts, read_heard
from tour.narration.model import Publication
from tour.narration.store import Key
from tour.storage import pending_migrations
from tour.web.api.answers import send_once
from tour.web.contract import HealthOut, ReadinessOut
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.services import services
from tour.wiring import Services

routes = Blueprint("health", __name__)


@routes.get("/healthz")
@public_read
@operation("Operation", {200: HealthOut})
def healthz() -> Response:
    """The process answers; nothing else is looked at."""
    return send_once({"status": "alive"})


@routes.get("/readyz")
@public_read
@operation("Operation", {200: ReadinessOut}, problems=("unavailable",))
def readyz() -> Response:
    """The database is reachable and up to date, and the tour can be read.

    Otherwise the problem's member `failing` names each part and what is wrong with it. Faults of a
    changed stops.yaml are warnings as long as its last good state is being served. So are sounds
    that were found wrong; `narration` counts how many were heard at all.
    """
    here = services()
    failing = {name: fault for name, check in _CHECKS.items() if (fault := check(here))}
    if failing:
        msg = "Not ready: " + ", ".join(failing) + "."
        raise Unavailable(msg, failing=failing)
    faults = here.catalogue.faults()
    warnings = [f"stops.yaml, line {fault.line}: {fault.message}" for fault in faults]
    heard, published = read_heard(here.settings.audio_dir), here.clips.publications()
    warnings += _refused(heard, published)
    narration = counts(heard, published)
    return send_once({"status": "ready", "warnings": warnings, "narration": narration})


def _refused(heard: HeardList, published: Mapping[Key, Publication]) -> Iterator[str]:
    """The sounds that a recogniser found wrong, held back or served."""
    for key in sorted({*published, *heard.held}):
        if key in heard.held:
            yield f"The new sound of {' '.join(key)} is held back: `flask narrate` says why."
        elif heard.standing(key, published[key]) == "refused":
            yield f"The sound of {' '.join(key)} was heard otherwise: `make verify` says where."


def _database(here: Services) -> str | None:
    return _fault(here.database.check)


def _migrations(here: Services) -> str | None:
    def check() -> None:
        pending = pending_migrations(here.database)
        if pending:
            names = ", ".join(sorted(pending))
            msg = f"The database lacks {names}. Run: flask db upgrade"
            raise Unavailable(msg)

    return _fault(check)


def _tour(here: Services) -> str | None:
    return _fault(here.catalogue.current)


def _fault(check: Callable[[], object]) -> str | None:
    try:
        check()
    except TourError as error:
        return error.message
    return None


_CHECKS: dict[str, Callable[[Services], str | None]] = {
    "database": _database,
    "migrations": _migrations,
    "tour": _tour,
}
