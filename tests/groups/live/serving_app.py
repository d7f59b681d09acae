"""The tour's own app with a few bare routes more, for tests of the real server."""

import json
import os
from dataclasses import replace
from pathlib import Path

from flask import Flask, request

from tour.app import create_app
from tour.groups.commands import Play
from tour.groups.hub import Hub
from tour.settings import Settings
from tour.web.services import services

GUIDE = 1


def make() -> Flask:
    """The app; LIMITS may say how its hub treats streams: tests do not wait for 15 s of silence."""
    app = create_app(Settings.from_env())
    streams: Hub = app.extensions["tour"].streams
    streams._limits = replace(streams._limits, **json.loads(os.environ.get("LIMITS", "{}")))
    app.add_url_rule("/hello", "hello", lambda: "hello")
    app.add_url_rule("/count", "count", lambda: str(services().streams.count()))
    app.add_url_rule("/press", "press", _press, methods=["POST"])
    app.add_url_rule("/wait", "wait", _wait)
    return app


def _press() -> str:
    """Do what the guide's desk does; the number of the event."""
    asked = request.args
    desks = services().groups.desks
    state = desks.command(asked["code"], GUIDE, asked["desk"], asked["id"], Play(asked["stop"]))
    return str(state.seq)


def _wait() -> str:
    """Answer when somebody writes into a named pipe."""
    return Path(request.args["pipe"]).read_text(encoding="utf-8")
