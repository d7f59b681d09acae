"""Stops by their distance from a position, which is used for this answer and kept nowhere."""

from flask import Blueprint, Response, request

from tour.catalogue.model import Stop
from tour.geo import LatLon, bearing_deg, compass_point, distance_m
from tour.geo.place import CompassPoint
from tour.web.api.answers import asked_language, send_once
from tour.web.contract import NearbyOut
from tour.web.guards import public_read
from tour.web.openapi import operation
from tour.web.presenters import Json, position_dict
from tour.web.requests import NearbyQuery
from tour.web.services import services

routes = Blueprint("nearby", __name__)

COMPASS_WORDS: dict[str, dict[CompassPoint, str]] = {
    "kk": {
        "n": "солтүстік",
        "ne": "солтүстік-шығыс",
        "e": "шығыс",
        "se": "оңтүстік-шығыс",
        "s": "оңтүстік",
        "sw": "оңтүстік-батыс",
        "w": "батыс",
        "nw": "солтүстік-батыс",
    },
    "ru": {
        "n": "север",
        "ne": "северо-восток",
        "e": "восток",
        "se": "юго-восток",
        "s": "юг",
        "sw": "юго-запад",
        "w": "запад",
        "nw": "северо-запад",
    },
    "en": {
        "n": "north",
        "ne": "north-east",
        "e": "east",
        "se": "south-east",
        "s": "south",
        "sw": "south-west",
        "w": "west",
        "nw": "north-west",
    },
}


@routes.get("/api/v1/nearby")
@public_read
@operation("Tour", {200: NearbyOut}, query=NearbyQuery, problems=("invalid-input", "bad-catalogue"))
def nearby() -> Response:
    """Stops by distance, the nearest first.

    From a position to each stop's point, in metres, with the direction to walk. Each stop says how
    well its own place is known: a distance is no better than `position.uncertainty_m`. The
    position asked from is neither stored nor logged.
    """
    asked = NearbyQuery.model_validate(request.args.to_dict())
    tour = services().catalogue.current()
    lang = asked_language(tour)
    here = LatLon(asked.lat, asked.lng)
    stops = sorted(
        (_seen_from(here, stop, lang) for stop in tour.stops),
        key=lambda stop: (stop["distance_m"], stop["number"]),
    )
    return send_once({"lang": lang, "stops": stops[: asked.limit]})


def _seen_from(here: LatLon, stop: Stop, lang: str) -> Json:
    bearing = bearing_deg(here, stop.position.place)
    compass = compass_point(bearing)
    words = COMPASS_WORDS.get(lang, COMPASS_WORDS["en"])
    return {
        "id": stop.id,
        "number": stop.number,
        "code": stop.code,
        "title": stop.title[lang],
        "distance_m": round(distance_m(here, stop.position.place), 1),
        "bearing_deg": round(bearing, 1) % 360,
        "compass": compass,
        "direction": words[compass],
        "position": position_dict(stop.position),
        "page_url": f"/{lang}/stops/{stop.id}",
    }
