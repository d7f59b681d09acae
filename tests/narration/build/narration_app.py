"""A Flask app that can do nothing but narrate: `flask --app narration_app narrate`."""

from flask import Flask

from tour.cli.narrate import command
from tour.settings import Settings
from tour.wiring import build_services


def create_app() -> Flask:
    app = Flask(__name__)
    app.extensions["tour"] = build_services(Settings.from_env())
    app.cli.add_command(command)
    return app
