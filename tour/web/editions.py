"""The tour as files to take away: one sound with chapters, one book that is read aloud.

A language's own address leads to the file of today, whose address holds the digest of its content
and may be kept for ever. No request makes a file: the process that narrates does.
"""

import re
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from tour.catalogue.model import Tour
from tour.errors import NotFound
from tour.listening.editions import (
    MEDIA_TYPES,
    EditionStore,
    Kind,
    file_address,
    whole_tour,
)
from tour.web.files import file_answer
from tour.web.front import Answer, Quick
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.pages.languages import LANG, asked_tour
from tour.web.services import services
from tour.web.shelf import FRESH, current_edition

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

blueprint = Blueprint("editions", __name__)

_TAG: Final = "From afar"
_RETRY_AFTER_S: Final = 60
_ANY: Final = "audio/mpeg | application/epub+zip | text/vtt"
_ADDRESS: Final = re.compile(r"/editions/([0-9a-f]{32})/[a-z0-9-]{1,80}\.(mp3|epub|vtt)")
_LEADS: Final = {302: None}
_PROBLEMS: Final = ("not-found", "unavailable", "bad-catalogue")


@blueprint.get(f"{LANG}/tour.mp3")
@public_read
@operation(_TAG, _LEADS, problems=_PROBLEMS)
def whole_sound(lang: str) -> AnyResponse:
    """The whole tour as one sound.

    Leads to an MP3 file with a chapter for each stop. Until every stop of the language has its
    sound there is none; `unavailable` then says when to ask again.
    """
    return _to("sound", lang)


@blueprint.get(f"{LANG}/tour.epub")
@public_read
@operation(_TAG, _LEADS, problems=_PROBLEMS)
def book(lang: str) -> AnyResponse:
    """The tour as a book that is read aloud.

    Leads to an EPUB 3 with media overlays. Until every stop of the language has its sound there
    is none; `unavailable` then says when to ask again.
    """
    return _to("book", lang)


@blueprint.get("/editions/<digest>/<name>")
@public_read
@operation(
    _TAG,
    {200: _ANY, 206: _ANY, 304: None},
    problems=("not-found", "precondition-failed", "range-not-satisfiable"),
)
def edition(digest: str, name: str) -> Response:
    """One of these files, or the captions of the whole tour.

    The content never changes under its address. One range of bytes may be asked for.
    """
    extension = name.rpartition(".")[2]
    status, headers, body = _answer(request.environ, services().editions, digest, extension)
    return Response(body, status, headers, direct_passthrough=True)


def quick_editions(editions: EditionStore) -> Quick:
    """The answers for files, to be given in front of Flask."""

    def quick(environ: "WSGIEnvironment") -> Answer | None:
        address = _ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        return _answer(environ, editions, address[1], address[2]) if address else None

    return quick


def _to(kind: Kind, lang: str) -> AnyResponse:
    tour = asked_tour(lang)
    found = current_edition(kind, tour, lang)
    if found is None:
        raise _missing(tour, lang)
    response = redirect(file_address(tour, lang, found.file), code=302)
    response.headers["Cache-Control"] = FRESH
    return response


def _missing(tour: Tour, lang: str) -> HTTPException | NotFound:
    """Why there is no edition, and whether asking again will help."""
    clips = services().clips
    if whole_tour(tour, lang, clips) is not None:
        return ServiceUnavailable(
            "Every stop has its sound, but the whole tour is not put together yet. The narration "
            "does that in its last seconds; `flask narrate` does it by hand.",
            retry_after=_RETRY_AFTER_S,
        )
    build = clips.build_state()
    if build is not None and build.running and lang not in build.voiceless:
        return ServiceUnavailable(
            "The narration is being made. The whole tour follows when every stop has its sound.",
            retry_after=_RETRY_AFTER_S,
        )
    return NotFound(
        "There is no whole tour in this language: not every stop has its sound. "
        "`flask narrate` makes what is missing."
    )


def _answer(
    environ: "WSGIEnvironment", editions: EditionStore, digest: str, extension: str
) -> Answer:
    path = editions.file(digest, extension)
    if path is None:
        raise NotFound("There is no such file. Ask for the tour again: it has changed.")
    return file_answer(environ, path, digest, MEDIA_TYPES[extension])
