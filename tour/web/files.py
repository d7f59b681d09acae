"""Files named by their content: kept for ever, with exact ranges.

The digest in a file's address is its strong entity tag. gunicorn hands a file that stands at the
right offset to the kernel's sendfile; other servers may ignore the offset, so they get the same
bytes from a plain reader.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from werkzeug.exceptions import PreconditionFailed, RequestedRangeNotSatisfiable

from tour.web.front import Answer
from tour.web.negotiation import names_etag
from tour.web.ranges import Unsatisfiable, asked_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_CHUNK_BYTES: Final = 256 * 1024
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def file_answer(environ: "WSGIEnvironment", path: Path, digest: str, media_type: str) -> Answer:
    """The answer to a GET or HEAD of a file whose content has this digest, as RFC 9110 asks.

    Raises:
        PreconditionFailed: If-Match names another file.
        RequestedRangeNotSatisfiable: no byte lies in the range.
    """
    etag = f'"{digest}"'
    headers = [("ETag", etag), ("Cache-Control", _FOR_EVER), ("Accept-Ranges", "bytes")]
    if_match = environ.get("HTTP_IF_MATCH", "")
    if if_match and not names_etag(if_match, etag):
        raise PreconditionFailed("The file has another entity tag.")
    if names_etag(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        return "304 Not Modified", headers, ()
    headers.append(("Content-Type", media_type))
    if environ["REQUEST_METHOD"] == "HEAD":  # RFC 9110, section 14.2: ranges are for GET
        headers.append(("Content-Length", str(path.stat().st_size)))
        return "200 OK", headers, ()
    asked: str = environ.get("HTTP_RANGE", "")
    if asked and environ.get("HTTP_IF_RANGE", etag).strip() != etag:
        asked = ""  # the client holds a part of another file
    return _content(environ, path, headers, asked)


def _content(
    environ: "WSGIEnvironment", path: Path, headers: list[tuple[str, str]], asked: str
) -> Answer:
    file = path.open("rb", buffering=0)
    size = os.fstat(file.fileno()).st_size
    try:
        part = asked_bytes(asked, size)
    except Unsatisfiable:
        file.close()
        raise RequestedRangeNotSatisfiable(
            size, description=f"The file has {size} bytes."
        ) from None
    first, last = part or (0, size - 1)
    length = last - first + 1
    headers.append(("Content-Length", str(length)))
    if part is None:
        return "200 OK", headers, _body(environ, file, first, length)
    headers.append(("Content-Range", f"bytes {first}-{last}/{size}"))
    return "206 Partial Content", headers, _body(environ, file, first, length)


def _body(environ: "WSGIEnvironment", file: BinaryIO, first: int, length: int) -> Iterable[bytes]:
    wrapper = environ.get("wsgi.file_wrapper")
    if wrapper is not None and environ.get("SERVER_SOFTWARE", "").startswith("gunicorn/"):
        file.seek(first)
        wrapped: Iterable[bytes] = wrapper(file, _CHUNK_BYTES)
        return wrapped
    return _Slice(file, first, length)


class _Slice:
    """Some bytes of a file, read piece by piece; closes it in the end."""

    def __init__(self, file: BinaryIO, first: int, length: int) -> None:
        self._file = file
        self._next = first
        self._left = length

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece = os.pread(self._file.fileno(), min(self._left, _CHUNK_BYTES), self._next)
        if not piece:
            self.close()
            raise StopIteration
        self._next += len(piece)
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._left = 0
        self._file.close()
