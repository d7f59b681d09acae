"""Published audio and captions: immutable files with exact ranges.

A clip is small and Flask would be a fifth of its cost: see ``tour.web.front``.
"""

import re
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from tour.errors import NotFound
from tour.narration.store import ClipStore
from tour.web.files import file_answer
from tour.web.front import Answer, Quick
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.services import services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MEDIA_TYPES: Final = {
    "webm": "audio/webm; codecs=opus",
    "mp3": "audio/mpeg",
    "vtt": "text/vtt; charset=utf-8",
}
_ANY: Final = "audio/webm | audio/mpeg | text/vtt"
_ADDRESS: Final = re.compile(r"/audio/([0-9a-f]{32})\.(webm|mp3|vtt)")

blueprint = Blueprint("audio", __name__)


@blueprint.get("/audio/<digest>.<extension>")
@public_read
@operation(
    "Audio",
    {200: _ANY, 206: _ANY, 304: None},
    problems=("not-found", "precondition-failed", "range-not-satisfiable"),
)
def audio(digest: str, extension: str) -> Response:
    """A narration or its captions.

    The content never changes under its address. One range of bytes may be asked for; of several
    ranges the whole file is the answer.
    """
    status, headers, body = answer(request.environ, services().clips, digest, extension)
    return Response(body, status, headers, direct_passthrough=True)


def quick_audio(clips: ClipStore) -> Quick:
    """The answers for files, to be given in front of Flask."""

    def quick(environ: "WSGIEnvironment") -> Answer | None:
        address = _ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        return answer(environ, clips, address[1], address[2]) if address else None

    return quick


def answer(environ: "WSGIEnvironment", clips: ClipStore, digest: str, extension: str) -> Answer:
    """The answer to a GET or HEAD of a file.

    Raises:
        NotFound: there is no such file.
        PreconditionFailed: If-Match names another file.
        RequestedRangeNotSatisfiable: no byte lies in the range.
    """
    path = clips.file(digest, extension)
    if path is None:
        raise NotFound("There is no such sound. Ask for the tour again: its text has changed.")
    return file_answer(environ, path, digest, MEDIA_TYPES[extension])
