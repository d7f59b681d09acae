"""The WSGI entry point: `gunicorn wsgi:app`, `flask --app wsgi`."""

import sys

from tour import cli
from tour.app import create_app
from tour.errors import BadSettings
from tour.settings import Settings

try:
    settings = Settings.from_env()
except BadSettings as error:
    print(error.message, file=sys.stderr)  # noqa: T201 - no log is open yet
    sys.exit(3)  # by this number gunicorn knows not to try again

app = create_app(settings)
cli.register(app)
