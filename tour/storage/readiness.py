"""Bringing the database to the newest migration, and telling whether it is there."""

from functools import cache

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade

from tour.storage.database import Database
from tour.storage.extension import MIGRATIONS


def prepare_database(app: Flask) -> None:
    """Make the database if it is missing and run every migration that it lacks. Idempotent.

    Two processes that start at once do it one after the other.
    """
    with app.app_context():
        upgrade()


@cache
def _known_heads() -> frozenset[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return frozenset(ScriptDirectory.from_config(config).get_heads())


def pending_migrations(database: Database) -> frozenset[str]:
    """The newest migrations that this database lacks; empty when it is ready.

    Raises:
        Unavailable: the database cannot be reached.
    """
    with database.read() as connection:
        applied = MigrationContext.configure(connection).get_current_heads()
    return _known_heads() - frozenset(applied)
