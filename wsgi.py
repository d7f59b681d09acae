"""The WSGI entry point: `gunicorn wsgi:app`, `flask --app wsgi`."""

import sys

from flask import Flask

from tour.cli.asked import command_asked
from tour.errors import BadSettings
from tour.settings import Settings


def _app(settings: Settings) -> Flask:
    """The whole app; for `flask narrate`, which an editor waits for, one without the web."""
    if command_asked(sys.argv) == "narrate":
        from tour.cli.alone import create_narrating_app  # noqa: PLC0415 - half a second less

        return create_narrating_app(settings)
    from tour import cli  # noqa: PLC0415 - the whole web
    from tour.app import create_app  # noqa: PLC0415

    app = create_app(settings)
    cli.register(app)
    return app


try:
    app = _app(Settings.from_env())
except BadSettings as error:
    print(error.message, file=sys.stderr)  # noqa: T201 - no log is open yet
    sys.exit(3)  # by this number gunicorn knows not to try again
