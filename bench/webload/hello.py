"""The tour's own app with one bare route more, to measure the others against."""

from flask import Flask

from tour.app import create_app
from tour.settings import Settings


def make() -> Flask:
    """The app, with /hello."""
    app = create_app(Settings.from_env())
    app.add_url_rule("/hello", "hello", lambda: "hello")
    return app
