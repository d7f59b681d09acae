"""Flask-SQLAlchemy and Flask-Migrate, hung onto the app with the engine that already exists."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from tour.storage.base import Base
from tour.storage.database import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class _OneEngine(SQLAlchemy):
    """Flask-SQLAlchemy whose engine is the house's: one pool and one way to begin."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(metadata=Base.metadata)
        self._engine = engine

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:  # noqa: ARG002 - its signature
        return self._engine


def attach_database(app: Flask, database: Database) -> None:
    """Give the app a session per request and the ``flask db`` commands. Connects to nothing."""
    app.config["SQLALCHEMY_DATABASE_URI"] = str(database.engine.url)
    extension = _OneEngine(database.engine)
    extension.init_app(app)
    Migrate(app, extension, directory=str(MIGRATIONS))
