"""The JSON API, its description, and what tells an operator how the server is."""

from flask import Blueprint

from tour.web.api import (
    clock,
    description,
    groups,
    health,
    nearby,
    phones,
    survey,
    takes,
    tour,
    visits,
)

blueprint = Blueprint("api", __name__)
for part in (
    *(tour, nearby, visits, clock, groups, phones),
    *(survey, takes, health, description),
):
    blueprint.register_blueprint(part.routes)

quick_clock = clock.quick_clock
quick_manifest = tour.quick_manifest

__all__ = ["blueprint", "quick_clock", "quick_manifest"]
