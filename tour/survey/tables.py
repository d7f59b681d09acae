"""The table of takes. Times are milliseconds since 1970 UTC: the same on both databases."""

from sqlalchemy import BigInteger, Column, Float, Integer, String, Table, Text

from tour.storage import Base

# Takes as their phones sent them, once per id. A dropped one stays, so that a phone that sends it
# again does not bring it back. `surveyor` is a name: it outlives the account.
survey_takes = Table(
    "survey_takes",
    Base.metadata,
    Column("id", String(64), primary_key=True),
    Column("stop", String(64), nullable=False, index=True),
    Column("shape", String(16), nullable=False),
    Column("points", Text, nullable=False),
    Column("uncertainty_m", Float(53), nullable=False),
    Column("spread_m", Float(53), nullable=False),
    Column("recorded_ms", BigInteger, nullable=False),
    Column("duration_s", Float(53), nullable=False),
    Column("fixes", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("surveyor", String(64), nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("dropped_ms", BigInteger),
)
