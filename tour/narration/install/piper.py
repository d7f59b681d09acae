"""Piper voices, fetched by name into ``voices/piper``: checked, and gone on with after a break.

The address holds what Piper's own collection holds: ``voices.json``, which lists every voice with
its files, their sizes and MD5 sums, and the files at the paths that it names.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import file_digest
from pathlib import Path
from typing import Any

import requests

from tour.errors import NotFound, Unavailable
from tour.narration.engines.piper import FOLDER

_LIST = "voices.json"
_PATIENCE_S = 30
_BLOCK_BYTES = 1 << 18
_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_PARTIAL, _OUT_OF_RANGE = 206, 416

Heard = Callable[[str, int, int], None]
"""Told of each block: file name, bytes that are here, bytes in all."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a voice as the list names it."""

    path: str
    name: str
    size_bytes: int
    md5: str


def fetch(
    name: str,
    voices_dir: Path,
    address: str,
    heard: Heard = lambda _name, _here, _all: None,
    *,
    again: bool = False,
) -> None:
    """Fetch the files of a voice, whole and checked; those that are here already are left.

    A broken transfer leaves what has come in ``….part``; the next call goes on there.

    Raises:
        NotFound: the list has no such voice; the message names the nearest.
        Unavailable: the network, the disk or the files are not as they should be; the message says
            what to do. No file is there under its own name before it is whole.
    """
    folder = voices_dir / FOLDER
    with requests.Session() as session:
        parts = _parts(name, _list(session, address))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for part in parts:
                target = folder / part.name
                if again or not target.is_file() or _md5(target) != part.md5:
                    _fetch(session, address, part, target, heard)
        except requests.RequestException as error:
            raise _broken(address, error) from error
        except OSError as error:
            msg = (
                f"{folder} cannot be written ({error.strerror}). Make room, then run this again: "
                "it goes on where it stopped."
            )
            raise Unavailable(msg) from error


def _list(session: requests.Session, address: str) -> dict[str, Any]:
    try:
        answer = session.get(f"{address}/{_LIST}", timeout=_PATIENCE_S)
        answer.raise_for_status()
        listed = answer.json()
    except ValueError as error:
        raise _no_list(address) from error
    except requests.RequestException as error:
        raise _broken(address, error) from error
    if not isinstance(listed, dict):
        raise _no_list(address)
    return listed


def _parts(name: str, listed: dict[str, Any]) -> list[Part]:
    voice = listed.get(name)
    if voice is None:
        near = get_close_matches(name, listed, n=5, cutoff=0.4) or sorted(listed)[:5]
        msg = f"There is no Piper voice {name!r}. Nearest: {', '.join(near) or 'none'}."
        raise NotFound(msg)
    try:
        parts = [
            Part(path, _file_name(name, path), int(about["size_bytes"]), str(about["md5_digest"]))
            for path, about in voice["files"].items()
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"The list describes {name} in a way that is not understood."
        raise Unavailable(msg) from error
    # The description comes first: with a model alone, there is no voice yet.
    return sorted(parts, key=lambda part: part.size_bytes)


def _file_name(voice: str, path: str) -> str:
    """Where a file of the list is kept; never outside the folder."""
    name = path.rpartition("/")[2]
    if name == "MODEL_CARD":
        name = f"{voice}.MODEL_CARD"
    if not _SAFE.fullmatch(name):
        raise ValueError(name)
    return name


def _fetch(session: requests.Session, address: str, part: Part, target: Path, heard: Heard) -> None:
    partial = target.with_name(f"{part.name}.part")
    for _ in range(2):  # a part that grew from another version is begun anew once
        _pull(session, f"{address}/{part.path}", part, partial, heard)
        if _md5(partial) == part.md5:
            partial.replace(target)
            return
        with suppress(FileNotFoundError):
            partial.unlink()
    msg = (
        f"{part.name} did not come as the list says (its checksum differs). Nothing was kept. Try "
        "again later, or from another address."
    )
    raise Unavailable(msg)


def _pull(session: requests.Session, url: str, part: Part, partial: Path, heard: Heard) -> None:
    here = partial.stat().st_size if partial.is_file() else 0
    if here >= part.size_bytes:
        return
    headers = {"Range": f"bytes={here}-"} if here else {}
    with session.get(url, headers=headers, stream=True, timeout=_PATIENCE_S) as answer:
        if here and answer.status_code == _OUT_OF_RANGE:  # what is here is longer than the file
            partial.unlink()
            _pull(session, url, part, partial, heard)
            return
        answer.raise_for_status()
        goes_on = answer.status_code == _PARTIAL
        here = here if goes_on else 0
        with partial.open("ab" if goes_on else "wb") as file:
            for block in answer.iter_content(_BLOCK_BYTES):
                file.write(block)
                here += len(block)
                heard(part.name, here, part.size_bytes)


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "md5").hexdigest()


def _no_list(address: str) -> Unavailable:
    msg = f"{address}/{_LIST} is no list of Piper voices."
    return Unavailable(msg)


def _broken(address: str, error: requests.RequestException) -> Unavailable:
    msg = (
        f"{address} cannot be reached, or broke off ({type(error).__name__}). What has come is "
        "kept: run this again, or give another address with --from."
    )
    return Unavailable(msg)
