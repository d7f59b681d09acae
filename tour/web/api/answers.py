"""How an API view reads a language and gives JSON."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, request

from tour.catalogue.model import Tour
from tour.errors import InvalidInput
from tour.web.front import Answer
from tour.web.negotiation import accepts_gzip, choose_language, names_etag

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

JSON_TYPE = "application/json"
_WORTH_PACKING_BYTES = 600


@dataclass(frozen=True, slots=True)
class Representation:
    """JSON that is ready to be sent: as it is and packed, each with its strong entity tag."""

    plain: bytes
    packed: bytes
    plain_etag: str
    packed_etag: str

    @classmethod
    def of(cls, value: object) -> "Representation":
        """The value as JSON. The same value always gives the same tags."""
        plain = to_json(value)
        digest = hashlib.sha256(plain).hexdigest()[:32]
        worth = len(plain) >= _WORTH_PACKING_BYTES
        packed = gzip.compress(plain, compresslevel=9, mtime=0) if worth else b""
        return cls(plain, packed, f'"{digest}"', f'"{digest}-gzip"')


def to_json(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def asked_language(tour: Tour) -> str:
    """The language that the request asks for: ``?lang=``, else by Accept-Language.

    Raises:
        InvalidInput: the tour is not in this language; the problem lists those it is in.
    """
    lang = request.args.get("lang")
    if lang is None:
        return choose_language(request.headers.get("Accept-Language", ""), tour.languages)
    if lang not in tour.languages:
        languages = ", ".join(tour.languages)
        msg = f"The tour is not in this language. It is in: {languages}."
        raise InvalidInput(msg, languages=list(tour.languages))
    return lang


def send(representation: Representation) -> Response:
    """200 with the body, or 304 when the client has it; to be asked for again every time."""
    status, headers, body = prepared(request.environ, representation)
    return Response(body, status, headers)


def prepared(environ: "WSGIEnvironment", representation: Representation) -> Answer:
    """The answer with this representation, to a GET or HEAD."""
    packed = bool(representation.packed) and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = representation.packed_etag if packed else representation.plain_etag
    by_header = "lang=" not in environ.get("QUERY_STRING", "")
    headers = [
        ("ETag", etag),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Encoding, Accept-Language" if by_header else "Accept-Encoding"),
    ]
    if names_etag(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        return "304 Not Modified", headers, ()
    body = representation.packed if packed else representation.plain
    headers += [("Content-Type", JSON_TYPE), ("Content-Length", str(len(body)))]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    return "200 OK", headers, () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def send_once(value: Any, status: int = 200) -> Response:  # noqa: ANN401 - any JSON value
    """JSON that nobody keeps."""
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(value), status, headers, content_type=JSON_TYPE)
