"""How Alembic reaches the database: through the app's own engine, in one transaction."""

from alembic import context
from flask import current_app
from sqlalchemy import text

import tour.progress.tables
import tour.staff.tables  # noqa: F401 - the tables must stand on the metadata

_LOCK = 4_113_250  # any number, the same in every process: "migrations of this tour"


def run_online() -> None:
    migrate = current_app.extensions["migrate"]
    with migrate.db.engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.configure(
            connection=connection, target_metadata=migrate.db.metadata, **migrate.configure_args
        )
        with context.begin_transaction():
            context.run_migrations()


def run_offline() -> None:
    migrate = current_app.extensions["migrate"]
    context.configure(
        url=str(migrate.db.engine.url), target_metadata=migrate.db.metadata, literal_binds=True
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
