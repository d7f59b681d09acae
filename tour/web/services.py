"""The one door from a view to the rooms below."""

from flask import Flask, current_app

from tour.wiring import Services

_KEY = "tour"


def attach_services(app: Flask, services: Services) -> None:
    """Hang the services onto the app; ``services()`` finds them there."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the app that answers this request."""
    found: Services = current_app.extensions[_KEY]
    return found
