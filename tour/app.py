"""The Flask application: settings → services → web; nothing else."""

from flask import Flask

from tour import web
from tour.settings import Settings
from tour.storage import attach_database
from tour.wiring import Services, build_services


def create_app(settings: Settings, services: Services | None = None) -> Flask:
    """The application, ready to answer once ``prepare_database`` has run.

    Reads no file of the tour and connects to nothing; ``services`` replaces what ``settings``
    would build.
    """
    app = Flask("tour.web", static_folder=None, instance_path=str(settings.instance_dir))
    services = services or build_services(settings)
    attach_database(app, services.database)
    web.attach(app, services)
    return app
