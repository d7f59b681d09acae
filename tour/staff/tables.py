"""The tables of staff. Times are milliseconds since 1970 UTC: the same on both databases."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from tour.storage import Base

_BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up INTEGER keys only

# `name_key` is the name without regard to case; `signed_in_ms` the last time.
staff_accounts = Table(
    "staff_accounts",
    Base.metadata,
    Column("id", _BigId, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("name_key", String(200), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("signed_in_ms", BigInteger),
)


def _token_of_account() -> list[Column[Any]]:
    """Columns of a token that an account may show: only its digest is kept.

    Who reads the table cannot sign in with it.
    """
    account = ForeignKey("staff_accounts.id", ondelete="CASCADE")
    return [
        Column("id", _BigId, primary_key=True),
        Column("account_id", _BigId, account, nullable=False, index=True),
        Column("token_sha256", String(64), nullable=False, unique=True),
    ]


staff_sessions = Table(
    "staff_sessions",
    Base.metadata,
    *_token_of_account(),
    Column("created_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
)

# Browsers in which an account has signed in, each by a token of its own.
staff_devices = Table(
    "staff_devices",
    Base.metadata,
    *_token_of_account(),
    Column("used_ms", BigInteger, nullable=False),
)

# Failed attempts by the digest of a name, an address or a device, for a day.
staff_attempts = Table(
    "staff_attempts",
    Base.metadata,
    Column("subject", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_ms", BigInteger, nullable=False, index=True),
)
