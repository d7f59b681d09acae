"""How an API view reads a language and gives JSON."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Response, request
from pydantic import BaseModel
from werkzeug.exceptions import UnsupportedMediaType

from tour.catalogue.model import Tour
from tour.errors import InvalidInput
from tour.web.front import Answer
from tour.web.negotiation import accepts_gzip, choose_language, names_etag

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

JSON_TYPE = "application/json"
Body = TypeVar("Body", bound=BaseModel)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WORTH_PACKING_BYTES = 600


@dataclass(frozen=True, slots=True)
class Representation:
    """What is ready to be sent: as it is and packed, each with its strong entity tag.

    ``keep`` is its Cache-Control, ``more`` are further headers.
    """

    plain: bytes
    packed: bytes
    plain_etag: str
    packed_etag: str
    media_type: str = JSON_TYPE
    keep: str = "no-cache"
    more: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: object) -> "Representation":
        """The value as JSON. The same value always gives the same tags."""
        return cls.of_bytes(to_json(value))

    @classmethod
    def of_bytes(
        cls,
        plain: bytes,
        media_type: str = JSON_TYPE,
        keep: str = "no-cache",
        more: tuple[tuple[str, str], ...] = (),
    ) -> "Representation":
        """These bytes. The same bytes always give the same tags."""
        digest = hashlib.sha256(plain).hexdigest()[:32]
        worth = len(plain) >= _WORTH_PACKING_BYTES and not media_type.startswith("image/")
        packed = gzip.compress(plain, compresslevel=9, mtime=0) if worth else b""
        return cls(plain, packed, f'"{digest}"', f'"{digest}-gzip"', media_type, keep, more)


def sent_body(model: type[Body]) -> Body:
    """The JSON that came with the request, checked by the model.

    Raises:
        UnsupportedMediaType: it was not sent as JSON.
        ValidationError: it does not fit the model.
    """
    if request.mimetype != JSON_TYPE:
        raise UnsupportedMediaType("Send the body as JSON, with Content-Type: application/json.")
    return model.model_validate_json(request.get_data(cache=False))


def rfc3339(moment: datetime) -> str:
    """A UTC moment as the API writes it, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rfc3339_of_ms(ms: int) -> str:
    """Milliseconds since 1970 as the API writes moments, whatever the year."""
    return rfc3339(_EPOCH + timedelta(milliseconds=ms))


def nothing() -> Response:
    """204: done, and there is nothing to say."""
    response = Response(status=204, headers={"Cache-Control": "no-store"})
    del response.headers["Content-Type"]
    return response


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


def send(representation: Representation, *, varies: bool | None = None) -> Response:
    """200 with the body, or 304 when the client has it."""
    status, headers, body = prepared(request.environ, representation, varies=varies)
    return Response(body, status, headers)


def prepared(
    environ: "WSGIEnvironment", representation: Representation, *, varies: bool | None = None
) -> Answer:
    """The answer with this representation, to a GET or HEAD.

    ``varies``: whether Accept-Language chose it; as a rule, unless the query names a language.
    """
    packed = bool(representation.packed) and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = representation.packed_etag if packed else representation.plain_etag
    by_header = "lang=" not in environ.get("QUERY_STRING", "") if varies is None else varies
    headers = [
        ("ETag", etag),
        ("Cache-Control", representation.keep),
        ("Vary", "Accept-Encoding, Accept-Language" if by_header else "Accept-Encoding"),
    ]
    if names_etag(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        return "304 Not Modified", headers, ()
    body = representation.packed if packed else representation.plain
    headers += [("Content-Type", representation.media_type), ("Content-Length", str(len(body)))]
    headers += representation.more
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    return "200 OK", headers, () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def send_once(value: Any, status: int = 200) -> Response:  # noqa: ANN401 - any JSON value
    """JSON that nobody keeps."""
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(value), status, headers, content_type=JSON_TYPE)
