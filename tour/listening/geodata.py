"""The stops as GeoJSON (RFC 7946), GPX 1.1 and KML 2.2.

Each point says whence its position is known and how uncertain it is, in words and as values.
"""

import json
from typing import Any, Final
from xml.etree.ElementTree import Element

from tour.catalogue.model import Source, Stop, Tour
from tour.listening.markup import add, document
from tour.listening.say import Say, about_the_tour, position_in_words

_GPX: Final = "http://www.topografix.com/GPX/1/1"
_KML: Final = "http://www.opengis.net/kml/2.2"


def geojson(tour: Tour, lang: str, base: str, say: Say) -> bytes:
    """The stops as features; what is true of all of them stands beside as foreign members."""
    licence = tour.licence
    collection = {
        "type": "FeatureCollection",
        "name": tour.title[lang],
        "description": about_the_tour(tour, lang, say),
        "language": lang,
        "version": tour.version,
        "licence": {"name": licence.name, "url": licence.address} if licence else None,
        "url": f"{base}/{lang}/",
        "features": [_feature(tour, stop, lang, base, say) for stop in tour.stops],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(tour: Tour, stop: Stop, lang: str, base: str, say: Say) -> dict[str, Any]:
    place = stop.position.place
    return {
        "type": "Feature",
        "id": stop.id,
        "geometry": {"type": "Point", "coordinates": [place.lng, place.lat]},
        "properties": {
            "number": stop.number,
            "code": stop.code,
            "title": stop.title[lang],
            "kind": stop.kind,
            "position": position_in_words(stop.position, say),
            "position_source": stop.position.source,
            "position_uncertainty_m": stop.position.uncertainty_m,
            "content_note": stop.content_note[lang] if stop.content_note else None,
            "review": stop.review[lang],
            "url": _page(base, lang, stop),
            "sources": [
                {"title": source.title, "address": source.address}
                for source in _sources(tour, stop)
            ],
        },
    }


def gpx(tour: Tour, lang: str, base: str, say: Say) -> bytes:
    """A waypoint for each stop, and a route through those that are not off the site.

    The route is the order of the stops and says so: it is no path on the ground. What GPX has no
    element for stands in each point's extensions, as values.
    """
    root = Element("gpx", {"version": "1.1", "creator": f"{base}/"})
    metadata = add(root, "metadata")
    add(metadata, "name", tour.title[lang])
    add(metadata, "desc", about_the_tour(tour, lang, say))
    copyright_ = add(metadata, "copyright", attributes={"author": tour.title[lang]})
    if tour.licence is not None:
        add(copyright_, "license", tour.licence.address)
    add(metadata, "link", attributes={"href": f"{base}/{lang}/"})
    for stop in tour.stops:
        _gpx_point(root, "wpt", tour, stop, lang, base, say)
    route = add(root, "rte")
    add(route, "name", tour.title[lang])
    add(route, "desc", say("listening.route"))
    for stop in tour.stops:
        if stop.kind != "off-site":
            _gpx_point(route, "rtept", tour, stop, lang, base, say)
    return document(root, _GPX)


def _gpx_point(
    parent: Element, name: str, tour: Tour, stop: Stop, lang: str, base: str, say: Say
) -> None:
    place = stop.position.place
    point = add(parent, name, attributes={"lat": f"{place.lat:.6f}", "lon": f"{place.lng:.6f}"})
    known = position_in_words(stop.position, say)
    add(point, "name", f"{stop.code}. {stop.title[lang]}")
    add(point, "cmt", known)
    add(point, "desc", _about(tour, stop, lang, say))
    add(point, "src", known)
    link = add(point, "link", attributes={"href": _page(base, lang, stop)})
    add(link, "text", stop.title[lang])
    add(point, "type", stop.kind)
    add(
        add(point, "extensions"),
        "tour:stop",
        attributes={
            "id": stop.id,
            "code": stop.code,
            "kind": stop.kind,
            "language": lang,
            "position_source": stop.position.source,
            "position_uncertainty_m": f"{stop.position.uncertainty_m:g}",
        },
    )


def kml(tour: Tour, lang: str, base: str, say: Say) -> bytes:
    """A placemark for each stop, its position's worth in the description and as data."""
    root = Element("kml")
    whole = add(root, "Document")
    add(whole, "name", tour.title[lang])
    add(whole, "description", about_the_tour(tour, lang, say))
    licence = {"licence": tour.licence.address} if tour.licence else {}
    _kml_data(whole, licence | {"url": f"{base}/{lang}/", "language": lang})
    for stop in tour.stops:
        mark = add(whole, "Placemark", attributes={"id": stop.id})
        add(mark, "name", f"{stop.code}. {stop.title[lang]}")
        add(mark, "description", _about(tour, stop, lang, say))
        position = stop.position
        _kml_data(
            mark,
            {
                "number": str(stop.number),
                "kind": stop.kind,
                "position": position_in_words(position, say),
                "position_source": position.source,
                "position_uncertainty_m": f"{position.uncertainty_m:g}",
                "review": stop.review[lang],
                "url": _page(base, lang, stop),
            },
        )
        point = add(mark, "Point")
        add(point, "coordinates", f"{position.place.lng:.6f},{position.place.lat:.6f}")
    return document(root, _KML)


def _kml_data(parent: Element, values: dict[str, str]) -> None:
    data = add(parent, "ExtendedData")
    for name, value in values.items():
        add(add(data, "Data", attributes={"name": name}), "value", value)


def _about(tour: Tour, stop: Stop, lang: str, say: Say) -> str:
    named = "; ".join(f"{source.title} ({source.address})" for source in _sources(tour, stop))
    lines = [
        stop.content_note[lang] if stop.content_note else "",
        say("listening.place", position=position_in_words(stop.position, say)),
        say("stop.draft") if stop.review[lang] == "draft" else "",
        f"{say('listening.sources')} {named}",
    ]
    return "\n".join(filter(None, lines))


def _sources(tour: Tour, stop: Stop) -> list[Source]:
    return [tour.sources[key] for key in stop.sources]


def _page(base: str, lang: str, stop: Stop) -> str:
    return f"{base}/{lang}/stops/{stop.id}"
