"""The two tables of visits. Times are milliseconds since 1970 UTC: the same on both databases.

Nothing in them says who or where a visitor is: no address, no device, no coordinates.
"""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Integer, String, Table, Text

from tour.storage import Base

BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up INTEGER keys only

# A random public id, the hash of its secret, and the progress that its events add up to.
visits = Table(
    "visits",
    Base.metadata,
    Column("id", BigId, primary_key=True),
    Column("public_id", String(64), nullable=False, unique=True),
    Column("secret_sha256", String(64), nullable=False),
    Column("lang", String(16), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False, index=True),
    Column("events", Integer, nullable=False),
    Column("state", Text, nullable=False),
)

# Events as their phones sent them, once per (visit, id). The key begins with the visit's
# ascending number, so that a visit's events lie together.
visit_events = Table(
    "visit_events",
    Base.metadata,
    Column("visit_id", BigId, ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("type", String(16), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("stop", String(64)),
    Column("position_s", Float),
    Column("lang", String(16)),
    sqlite_with_rowid=False,
)
