"""The tables of guided walks. Times are milliseconds since 1970 UTC: the same on both databases.

Nothing in them says who a visitor is, nor where: no name, no address, no device, no coordinates
but the place at which a guide asked the group to gather. All of it goes with the walk; digests of
addresses from which codes are tried go sooner, and belong to no walk.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    true,
)

from tour.storage import Base

BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up INTEGER keys only


def _walk_id(*, primary_key: bool = False, index: bool = False) -> Column[int]:
    walk = ForeignKey("group_walks.id", ondelete="CASCADE")
    return Column("group_id", BigId, walk, primary_key=primary_key, index=index, nullable=False)


# `seq` is that of the newest event; `led_by` the leading account, `desk_sha256` its present desk;
# `languages` those that the guide asked for, apart by spaces.
group_walks = Table(
    "group_walks",
    Base.metadata,
    Column("id", BigId, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("seq", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("led_by", BigInteger, nullable=False, index=True),
    Column("desk_sha256", String(64), nullable=False),
    Column("languages", String(200), nullable=False),
    Column("opened_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
)

# The log, which is the truth: each event as the JSON that phones are sent.
group_events = Table(
    "group_events",
    Base.metadata,
    _walk_id(primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("body", Text, nullable=False),
)

# Every command that was taken, by the id that the desk made for it: none is done twice.
group_commands = Table(
    "group_commands",
    Base.metadata,
    _walk_id(primary_key=True),
    Column("id", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# A visitor's phone as it last told of itself; `reported` when it did so at all. `following` is used
# no longer: the version before, which may run beside this one, writes it and reads it.
group_phones = Table(
    "group_phones",
    Base.metadata,
    Column("id", BigId, primary_key=True),
    _walk_id(index=True),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("lang", String(16), nullable=False),
    Column("output", String(16), nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("following", Boolean, nullable=False, server_default=true()),
    Column("in_step", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("saved", Boolean, nullable=False),
    Column("reported", Boolean, nullable=False, server_default=true()),
    Column("stop", String(64)),
    Column("beat", Integer),
    Column("second", Float),
    Column("lag_ms", Float),
    Column("clock_error_ms", Float),
)

# Tries of codes by the digest of an address or account: levels as they were at `at_ms`.
group_tries = Table(
    "group_tries",
    Base.metadata,
    Column("subject", String(64), primary_key=True),
    Column("wrong", Float, nullable=False),
    Column("joins", Float, nullable=False),
    Column("last_code", String(64)),
    Column("at_ms", BigInteger, nullable=False, index=True),
)
