"""Accounts, signing in and sessions, in the database.

Sign-in takes as long for a name that does not exist as for a wrong password. A session is a random
token in the visitor's cookie; the database keeps its SHA-256 (it is 128 random bits: a slow hash
would add nothing). It ends some hours after it was last used, and at the latest after a week.
"""

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from tour.clock import Clock
from tour.errors import InvalidInput, NotFound
from tour.ids import MakeToken
from tour.staff import devices, rules
from tour.staff.model import Account, Listed, Opened, Role
from tour.staff.passwords import Passwords
from tour.staff.tables import staff_accounts, staff_sessions
from tour.staff.throttle import Attempt, Throttle
from tour.storage import Database

SESSION_DAYS: Final = 7
_MOST_SESSIONS: Final = 20
_RENEWED_AFTER: Final = 1 / 24
"""Share of the session's hours after which its end is moved: not every request writes."""

_LONGEST_TOKEN: Final = 200
_accounts = staff_accounts.c
_sessions = staff_sessions.c


class Accounts:
    """The staff's accounts. Safe to use from many threads and processes at once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        make_token: MakeToken,
        passwords: Passwords,
        *,
        session_hours: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._make_token = make_token
        self._passwords = passwords
        self._idle = timedelta(hours=session_hours)
        self._throttle = Throttle(database)

    def add(self, name: str, role: Role, password: str) -> Account:
        """A new account.

        Raises:
            InvalidInput: the name or the password is not taken, or the name is in use.
        """
        name = rules.clean_name(name)
        _refuse(rules.name_fault(name))
        row = {
            "name": name,
            "name_key": rules.name_key(name),
            "role": role.value,
            "password_hash": self._hashed(password, name),
            "created_ms": _ms(self._clock()),
        }
        try:
            with self._database.write() as connection:
                number = connection.execute(insert(staff_accounts), row).inserted_primary_key
        except IntegrityError:
            msg = f"There is an account “{name}” already. Choose another name."
            raise InvalidInput(msg) from None
        return Account(number[0] if number else 0, name, role)

    def listed(self) -> tuple[Listed, ...]:
        """Every account, by name."""
        open_sessions = (
            select(_sessions.account_id, func.count().label("sessions"))
            .where(_sessions.expires_ms > _ms(self._clock()))
            .group_by(_sessions.account_id)
            .subquery()
        )
        query = (
            select(staff_accounts, func.coalesce(open_sessions.c.sessions, 0).label("sessions"))
            .outerjoin(open_sessions, open_sessions.c.account_id == _accounts.id)
            .order_by(_accounts.name_key)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Listed(
                _account(row),
                _moment(row.created_ms),
                None if row.signed_in_ms is None else _moment(row.signed_in_ms),
                row.sessions,
            )
            for row in rows
        )

    def set_password(self, name: str, password: str) -> None:
        """Another password; every session of the account ends and its browsers are unknown.

        Raises:
            NotFound: no such account.
            InvalidInput: the password is not taken.
        """
        with self._database.read() as connection:
            account = _named(connection, name)
        hashed = self._hashed(password, account.name)
        with self._database.write() as connection:
            account = _named(connection, name)
            _update(connection, account.id, password_hash=hashed)
            devices.forget(connection, account.id)
            _end_sessions(connection, account.id)

    def set_role(self, name: str, role: Role) -> None:
        """Another role, from the account's next request on.

        Raises:
            NotFound: no such account.
        """
        with self._database.write() as connection:
            _update(connection, _named(connection, name).id, role=role.value)

    def revoke(self, name: str) -> int:
        """End every session of the account and know none of its browsers; tells how many sessions.

        Raises:
            NotFound: no such account.
        """
        with self._database.write() as connection:
            number = _named(connection, name).id
            devices.forget(connection, number)
            return _end_sessions(connection, number)

    def remove(self, name: str) -> None:
        """Delete the account and its sessions for good.

        Raises:
            NotFound: no such account.
        """
        with self._database.write() as connection:
            number = _named(connection, name).id
            connection.execute(delete(staff_accounts).where(_accounts.id == number))

    def sign_in(self, name: str, password: str, address: str, device: str = "") -> Opened | None:
        """A new session, or None when name and password do not fit each other.

        ``address`` is where the attempt comes from; ``device`` what its browser was given when it
        last signed in, if it was.

        Raises:
            TooManyRequests: too many attempts with this name or from this address (or in this
                browser, when it is known); the password was not looked at.
                ``details["retry_after_s"]`` says how long to wait.
        """
        nobody = self._nobody  # made before the name is looked for: both cases take as long
        key, now = rules.name_key(name)[:200], self._clock()
        with self._database.write() as connection:
            found = connection.execute(
                select(staff_accounts).where(_accounts.name_key == key)
            ).one_or_none()
            known = devices.known(connection, found.id, device, _ms(now)) if found else None
            attempt = Attempt(key, address, known)
            self._throttle.enter(connection, attempt, _ms(now))
        # Hashing takes long: no transaction is open meanwhile.
        kept = nobody if found is None else found.password_hash
        password = rules.clean_password(password[: rules.MAX_PASSWORD + 1])
        if not self._passwords.fits(kept, password) or found is None:
            return None
        renewed = self._passwords.hash(password) if self._passwords.is_old(kept) else kept
        with self._database.write() as connection:
            changed = connection.execute(
                update(staff_accounts)
                .where(_accounts.id == found.id, _accounts.password_hash == kept)
                .values(signed_in_ms=_ms(now), password_hash=renewed)
            )
            if changed.rowcount != 1:
                return None  # removed or given another password in between
            self._throttle.succeed(connection, attempt)
            self._throttle.forget_old(connection, _ms(now))
            return self._open(connection, _account(found), now, device if known else None)

    def account_of(self, token: str) -> Account | None:
        """Whose session this token opens; None when it opens none, or no longer.

        Using a session moves its end.
        """
        if not 0 < len(token) <= _LONGEST_TOKEN:
            return None
        now = self._clock()
        query = (
            select(staff_accounts, _sessions.id.label("session"), _sessions.expires_ms)
            .add_columns(_sessions.created_ms.label("begun_ms"))
            .join(staff_sessions, _sessions.account_id == _accounts.id)
            .where(_sessions.token_sha256 == _digest(token), _sessions.expires_ms > _ms(now))
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        ends_ms = self._end_ms(now, _moment(row.begun_ms))
        if ends_ms - row.expires_ms > self._idle.total_seconds() * 1000 * _RENEWED_AFTER:
            with self._database.write() as connection:
                connection.execute(
                    update(staff_sessions)
                    .where(_sessions.id == row.session)
                    .values(expires_ms=ends_ms)
                )
        return _account(row)

    def open_sessions(self, keys: Collection[str]) -> dict[str, Account]:
        """The accounts of those sessions that are still open, by ``session_key``. Moves no end."""
        query = (
            select(staff_accounts, _sessions.token_sha256)
            .join(staff_sessions, _sessions.account_id == _accounts.id)
            .where(_sessions.token_sha256.in_(keys), _sessions.expires_ms > _ms(self._clock()))
        )
        with self._database.read() as connection:
            return {row.token_sha256: _account(row) for row in connection.execute(query)}

    def sign_out(self, token: str) -> None:
        """End this session. Nothing happens when there is none."""
        with self._database.write() as connection:
            connection.execute(
                delete(staff_sessions).where(_sessions.token_sha256 == _digest(token))
            )

    def sign_out_everywhere(self, account: Account) -> None:
        """End every session of this account."""
        with self._database.write() as connection:
            _end_sessions(connection, account.id)

    @cached_property
    def _nobody(self) -> str:
        """A hash that takes as long as any; nobody knows its password."""
        return self._passwords.hash(self._make_token())

    def _hashed(self, password: str, name: str) -> str:
        password = rules.clean_password(password)
        _refuse(rules.password_fault(password, name))
        return self._passwords.hash(password)

    def _open(
        self, connection: Connection, account: Account, now: datetime, device: str | None
    ) -> Opened:
        token, ends_ms = self._make_token(), self._end_ms(now, now)
        device = device or self._make_token()
        devices.keep(connection, account.id, device, _ms(now))
        connection.execute(delete(staff_sessions).where(_sessions.expires_ms <= _ms(now)))
        newest = (
            select(_sessions.id)
            .where(_sessions.account_id == account.id)
            .order_by(_sessions.id.desc())
            .limit(_MOST_SESSIONS - 1)
        )
        kept = list(connection.execute(newest).scalars())
        connection.execute(
            delete(staff_sessions).where(
                _sessions.account_id == account.id, _sessions.id.not_in(kept)
            )
        )
        row = {
            "account_id": account.id,
            "token_sha256": _digest(token),
            "created_ms": _ms(now),
            "expires_ms": ends_ms,
        }
        connection.execute(insert(staff_sessions), row)
        return Opened(token, device, account, now + timedelta(days=SESSION_DAYS))

    def _end_ms(self, now: datetime, begun: datetime) -> int:
        return _ms(min(now + self._idle, begun + timedelta(days=SESSION_DAYS)))


def _named(connection: Connection, name: str) -> Account:
    row = connection.execute(
        select(staff_accounts).where(_accounts.name_key == rules.name_key(name))
    ).one_or_none()
    if row is None:
        msg = f"There is no account “{name}”. `flask staff list` shows them all."
        raise NotFound(msg)
    return _account(row)


def _account(row: Row[Any]) -> Account:
    return Account(row.id, row.name, Role(row.role))


def _update(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(staff_accounts).where(_accounts.id == number).values(values))


def _end_sessions(connection: Connection, account: int) -> int:
    return connection.execute(
        delete(staff_sessions).where(_sessions.account_id == account)
    ).rowcount


def _refuse(fault: str | None) -> None:
    if fault is not None:
        raise InvalidInput(fault)


def session_key(token: str) -> str:
    """What names a session and opens nothing."""
    return _digest(token)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
