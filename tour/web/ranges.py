"""Which bytes of a file a request asks for (RFC 9110, section 14)."""

import re

_RANGES = re.compile(r"bytes[ \t]*=[ \t]*(.+)", re.IGNORECASE)
_ONE = re.compile(r"[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*")


class Unsatisfiable(Exception):
    """The range begins behind the end of the file."""


def asked_bytes(header: str, size: int) -> tuple[int, int] | None:
    """(first, last) of the single range that a Range header names; None: send the whole file.

    The whole is sent, as section 14.2 allows, when there is no header, when it cannot be read or
    counts in another unit, and when it names several ranges: players ask for one at a time.

    Raises:
        Unsatisfiable: no byte of the file lies in the range.
    """
    ranges = _RANGES.fullmatch(header.strip()) if header else None
    match = _ONE.fullmatch(ranges[1]) if ranges else None
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        wanted = min(int(last), size)
        if wanted == 0:
            raise Unsatisfiable
        return size - wanted, size - 1
    start = int(first)
    end = int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, min(end, size - 1)
