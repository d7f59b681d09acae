"""The API's description: for programs, for people, and each problem in words."""

from pathlib import Path

from flask import Blueprint, Response, current_app, render_template
from flask.blueprints import BlueprintSetupState

from tour.errors import NotFound
from tour.web.api.answers import Representation, send
from tour.web.guards import public_read
from tour.web.openapi import document, operation
from tour.web.problems import known_problems

API_VERSION = "1.0.0"

routes = Blueprint("description", __name__)
_DOCUMENT = "tour_openapi"
_STYLE = Path(__file__).with_name("page.css")
_TAG = "Description"


@routes.record_once
def _forget_document(state: BlueprintSetupState) -> None:
    state.app.extensions[_DOCUMENT] = {}


@routes.get("/openapi.json")
@public_read
@operation(_TAG, {200: "application/json", 304: None})
def openapi() -> Response:
    """This API as an OpenAPI 3.1 document."""
    kept: dict[str, Representation] = current_app.extensions[_DOCUMENT]
    if API_VERSION not in kept:
        kept[API_VERSION] = Representation.of(document(current_app, API_VERSION))
    return send(kept[API_VERSION])


@routes.get("/api")
@public_read
@operation(_TAG, {200: "text/html"})
def readable() -> Response:
    """This API as a page to read."""
    return _page(render_template("api.html", api=document(current_app, API_VERSION)))


@routes.get("/api/page.css")
@public_read
@operation(_TAG, {200: "text/css"})
def style() -> Response:
    """How the readable pages look."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(_STYLE.read_bytes(), headers=headers, content_type="text/css; charset=utf-8")


@routes.get("/problems/<slug>")
@public_read
@operation(_TAG, {200: "text/html"}, problems=("not-found",))
def problem(slug: str) -> Response:
    """What a problem means.

    The address that a problem document names as its type.
    """
    known = known_problems().get(slug)
    if known is None:
        raise NotFound("No problem has this name.")
    title, status, text = known
    return _page(
        render_template("api_problem.html", slug=slug, title=title, status=status, text=text)
    )


def _page(html: str) -> Response:
    headers = {"Cache-Control": "no-cache"}
    return Response(html, headers=headers, content_type="text/html; charset=utf-8")
