"""The tour and its stops, and what the narration is doing."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, current_app
from flask.blueprints import BlueprintSetupState

from tour.errors import NotFound
from tour.web.api.answers import Representation, asked_language, prepared, send, send_once
from tour.web.api.manifest import Manifests
from tour.web.contract import BuildOut, StopOut, TourOut
from tour.web.front import Answer, Quick
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.presenters import narration_dict, stop_dict
from tour.web.requests import LangQuery
from tour.web.services import services
from tour.wiring import Services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

routes = Blueprint("tour", __name__)
_MANIFESTS = "tour_manifests"
_MANIFEST = "/api/v1/tour"


@routes.record_once
def _keep_manifests(state: BlueprintSetupState) -> None:
    state.app.extensions[_MANIFESTS] = Manifests()


def quick_manifest(app: Flask, here: Services) -> Quick:
    """The manifest in a named language, to be given in front of Flask."""
    manifests: Manifests = app.extensions[_MANIFESTS]

    def quick(environ: "WSGIEnvironment") -> Answer | None:
        if environ.get("PATH_INFO") != _MANIFEST:
            return None
        name, _, lang = environ.get("QUERY_STRING", "").partition("=")
        current = here.catalogue.current()
        if name != "lang" or lang not in current.languages:
            return None
        return prepared(environ, manifests.current(current, lang, here.clips))

    return quick


@routes.get(_MANIFEST)
@public_read
@operation(
    "Tour",
    {200: TourOut, 304: None},
    query=LangQuery,
    problems=("invalid-input", "bad-catalogue"),
)
def tour() -> Response:
    """The whole tour in one language.

    The manifest: everything that a client needs to hold the tour offline. It has a strong entity
    tag; ask again with If-None-Match.
    """
    here = services()
    current = here.catalogue.current()
    manifests: Manifests = current_app.extensions[_MANIFESTS]
    return send(manifests.current(current, asked_language(current), here.clips))


@routes.get("/api/v1/stops/<stop_id>")
@public_read
@operation(
    "Tour",
    {200: StopOut, 304: None},
    query=LangQuery,
    problems=("not-found", "invalid-input", "bad-catalogue"),
)
def stop(stop_id: str) -> Response:
    """One stop in one language.

    The same value as in the manifest.
    """
    here = services()
    current = here.catalogue.current()
    lang = asked_language(current)
    found = current.stop(stop_id)
    if found is None:
        raise NotFound("The tour has no stop with this id.")
    return send(Representation.of(stop_dict(current, found, lang, here.clips)))


@routes.get("/api/v1/narration")
@public_read
@operation("Tour", {200: BuildOut})
def narration() -> Response:
    """What the narration is doing.

    Which sounds are still to be made, and in how many seconds each should be ready.
    """
    state: dict[str, Any] = narration_dict(services().clips.build_state())
    return send_once(state)
