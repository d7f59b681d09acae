"""The WSGI entry point: `gunicorn wsgi:app`, `flask --app wsgi`."""

from tour import cli
from tour.app import create_app
from tour.settings import Settings

app = create_app(Settings.from_env())
cli.register(app)
