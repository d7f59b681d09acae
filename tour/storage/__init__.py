"""The database floor: one engine, its transactions, the tables' base, the migrations' helper."""

from tour.storage.base import Base
from tour.storage.database import Database
from tour.storage.extension import attach_database
from tour.storage.readiness import pending_migrations, prepare_database

__all__ = [
    "Base",
    "Database",
    "attach_database",
    "pending_migrations",
    "prepare_database",
]
