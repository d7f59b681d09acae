"""The JSON API, its description, and what tells an operator how the server is."""

from flask import Blueprint

from tour.web.api import description, health, nearby, survey, tour, visits

blueprint = Blueprint("api", __name__)
for part in (tour, nearby, visits, survey, health, description):
    blueprint.register_blueprint(part.routes)

quick_manifest = tour.quick_manifest

__all__ = ["blueprint", "quick_manifest"]
