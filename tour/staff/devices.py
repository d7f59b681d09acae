"""Browsers in which an account has signed in before, each known by a token of its own.

A token opens nothing: it only lets its account be tried there however much is guessed elsewhere.
"""

import hashlib
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from tour.staff.tables import staff_devices

DEVICE_DAYS: Final = 180
"""A browser that was not used for so long is unknown again."""

_MOST: Final = 20
_LONGEST: Final = 200
_DAY_MS: Final = 86_400_000
_devices = staff_devices.c


def known(connection: Connection, account_id: int, token: str, now_ms: int) -> str | None:
    """The digest of this token if it was given to a browser of this account."""
    if not 0 < len(token) <= _LONGEST:
        return None
    digest = _digest(token)
    found = select(_devices.id).where(
        _devices.account_id == account_id,
        _devices.token_sha256 == digest,
        _devices.used_ms > now_ms - DEVICE_DAYS * _DAY_MS,
    )
    return digest if connection.execute(found).one_or_none() is not None else None


def keep(connection: Connection, account_id: int, token: str, now_ms: int) -> None:
    """Know the browser with this token from now on, and forget what was long unused."""
    moved = connection.execute(
        update(staff_devices)
        .where(_devices.account_id == account_id, _devices.token_sha256 == _digest(token))
        .values(used_ms=now_ms)
    )
    if moved.rowcount == 0:
        row = {"account_id": account_id, "token_sha256": _digest(token), "used_ms": now_ms}
        connection.execute(insert(staff_devices), row)
    newest = (
        select(_devices.id)
        .where(_devices.account_id == account_id)
        .order_by(_devices.used_ms.desc(), _devices.id.desc())
        .limit(_MOST)
    )
    kept = list(connection.execute(newest).scalars())
    old = _devices.id.not_in(kept) | (_devices.used_ms <= now_ms - DEVICE_DAYS * _DAY_MS)
    connection.execute(delete(staff_devices).where(_devices.account_id == account_id, old))


def forget(connection: Connection, account_id: int) -> None:
    """Know no browser of this account any more."""
    connection.execute(delete(staff_devices).where(_devices.account_id == account_id))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
