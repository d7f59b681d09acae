"""The phone's built files: served for ever under a name that carries their content's hash.

``tour/client/build.js`` writes them with ``assets.json`` (logical name → hashed name) and, beside
each, a ``.br`` and a ``.gz``. Browsers take Brotli over HTTPS and on this very machine.
"""

import json
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from flask import Blueprint, Response, request

from tour.errors import NotFound, Unavailable
from tour.web.guards import public_page
from tour.web.negotiation import accepts_coding
from tour.web.services import services

blueprint = Blueprint("assets", __name__)

MEDIA_TYPES: Final = MappingProxyType(
    {
        ".js": "text/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".wav": "audio/wav",
        ".json": "application/json",
        ".map": "application/json",
    }
)
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_PACKED: Final = (("br", ".br"), ("gzip", ".gz"))
"""Codings by the end of a packed file's name, the smallest first."""
_NOT_BUILT: Final = "The page's files are not built. Run: node tour/client/build.js"


@lru_cache(maxsize=4)
def _read_manifest(path: Path, _changed_ns: int) -> MappingProxyType[str, str]:
    return MappingProxyType(json.loads(path.read_text(encoding="utf-8")))


def manifest(dist_dir: Path) -> MappingProxyType[str, str]:
    """Logical name → hashed name of every built file; read again when a build replaced it.

    Raises:
        Unavailable: nothing has been built yet; the message says how to build.
    """
    path = dist_dir / "assets.json"
    try:
        return _read_manifest(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise Unavailable(_NOT_BUILT) from None


def asset_url(name: str) -> str:
    """The address of a built file, by its logical name such as ``page.js``.

    Raises:
        Unavailable: it has not been built.
    """
    try:
        return f"/assets/{manifest(services().settings.dist_dir)[name]}"
    except KeyError:
        raise Unavailable(_NOT_BUILT, missing=name) from None


@lru_cache(maxsize=4)
def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def asset_text(name: str) -> str:
    """What a built file says, by its logical name; read once, for its name carries its content.

    Raises:
        Unavailable: it has not been built.
    """
    dist_dir = services().settings.dist_dir
    try:
        return _read_text(dist_dir / manifest(dist_dir)[name])
    except (KeyError, FileNotFoundError):
        raise Unavailable(_NOT_BUILT, missing=name) from None


@blueprint.get("/assets.json")
@public_page
def all_assets() -> Response:
    """The address of every built file, for whoever saves the tour.

    Raises:
        Unavailable: nothing has been built yet.
    """
    built = manifest(services().settings.dist_dir).values()
    response = Response(
        json.dumps(sorted(f"/assets/{name}" for name in built)), content_type="application/json"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/assets/<name>")
@public_page
def asset(name: str) -> Response:
    """One built file, compressed where the browser takes it."""
    dist_dir = services().settings.dist_dir
    if name not in manifest(dist_dir).values():
        raise NotFound("There is no such file. Reload the page: its files have new names.")
    path = dist_dir / name
    coding, sent = _as_taken(path, request.headers.get("Accept-Encoding", ""))
    response = Response(
        sent.read_bytes(), mimetype=MEDIA_TYPES.get(path.suffix, "application/octet-stream")
    )
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Cache-Control"] = _FOR_EVER
    response.vary.add("Accept-Encoding")
    response.set_etag(name, weak=True)
    # Safari plays a sound only from a server that answers ranges.
    length = path.stat().st_size if path.suffix == ".wav" else None
    ranged = response.make_conditional(
        request, accept_ranges=length is not None, complete_length=length
    )
    return cast("Response", ranged)


def _as_taken(path: Path, accepted: str) -> tuple[str, Path]:
    """The smallest form of a file that the browser takes: its coding, empty for none, and where."""
    for coding, end in _PACKED:
        packed = path.with_name(f"{path.name}{end}")
        if accepts_coding(accepted, coding) and packed.is_file():
            return coding, packed
    return "", path
