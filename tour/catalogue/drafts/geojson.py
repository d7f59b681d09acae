"""GeoJSON (RFC 7946): features that are points, in the order of the file."""

import json
from typing import Any

from tour.catalogue.drafts.found import (
    FoundPosition,
    FoundStop,
    FoundTour,
    in_language,
    metres,
    numbered,
    place_of,
)
from tour.catalogue.drafts.plain import plain
from tour.errors import InvalidInput

_TITLES = ("title", "name", "label")
_TEXTS = ("description", "desc", "text")
_DEGREES = ("crs84", "epsg::4326", "epsg:4326", "wgs84")


def found_in_geojson(content: bytes, name: str, lang: str) -> FoundTour:
    """The tour; its texts are in the language that the file names, else in ``lang``.

    Raises:
        InvalidInput: it is no GeoJSON, or has no feature that is a point.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as fault:
        msg = f"{name} is no whole JSON file ({fault}). Export it again from where it comes from."
        raise InvalidInput(msg) from fault
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        msg = (
            f"{name} is JSON but no GeoJSON: a FeatureCollection with a list “features” is needed."
        )
        raise InvalidInput(msg)
    _refuse_other_systems(document.get("crs"), name)
    spoken = document.get("language") if isinstance(document.get("language"), str) else lang
    sources: dict[str, tuple[str, str]] = {}
    stops = [
        stop
        for number, feature in enumerate(features, 1)
        if (stop := _stop(feature, number, str(spoken), sources)) is not None
    ]
    if not stops:
        msg = f"{name} has no feature that is a point; lines and areas are no stops."
        raise InvalidInput(msg)
    return FoundTour(
        form="GeoJSON",
        stops=tuple(stops),
        languages=(str(spoken),),
        texts=in_language(str(spoken), title=_text(document, "name", "title")),
        licence=_licence(document.get("licence")),
        sources=sources,
    )


def _stop(
    feature: object, number: int, lang: str, sources: dict[str, tuple[str, str]]
) -> FoundStop | None:
    given = feature if isinstance(feature, dict) else {}
    coordinates = _coordinates(given.get("geometry"))
    if coordinates is None:
        return None
    lng, lat, *_ = [*(coordinates if isinstance(coordinates, list) else []), None, None]
    place = place_of(lat, lng, f"Feature {number}")
    properties = given.get("properties")
    said: dict[str, Any] = {}
    for key, value in properties.items() if isinstance(properties, dict) else ():
        said.setdefault(key.lower(), value)
    code, title = numbered(_text(said, *_TITLES))
    position = FoundPosition(
        place,
        _text(said, "position_source") or None,
        metres(str(said.get("position_uncertainty_m"))),
    )
    texts = in_language(
        lang,
        title=title,
        content_note=_text(said, "content_note"),
        narration=plain(_text(said, *_TEXTS)),
    )
    return FoundStop(
        position,
        texts,
        id=_text(given, "id"),
        code=_text(said, "code") or _whole_number(said.get("code")) or code,
        kind=_text(said, "kind"),
        sources=_sources(said.get("sources"), sources),
        review={lang: _text(said, "review")} if _text(said, "review") else {},
    )


def _refuse_other_systems(crs: object, name: str) -> None:
    """GeoJSON of 2008 could name its system of coordinates; only degrees can be read here."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    system = named.get("name") if isinstance(named, dict) else None
    if isinstance(system, str) and not system.lower().endswith(_DEGREES):
        msg = (
            f"{name} has its coordinates in the system {system}. Export it again in EPSG:4326 "
            "(WGS 84), which is degrees of longitude and latitude."
        )
        raise InvalidInput(msg)


def _coordinates(geometry: object) -> object:
    """Those of a point, also of one that is kept as a list of one; None of anything else."""
    if not isinstance(geometry, dict):
        return None
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        return coordinates or []
    if geometry.get("type") != "MultiPoint" or not isinstance(coordinates, list):
        return None
    return coordinates[0] if len(coordinates) == 1 else None


def _whole_number(value: object) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _sources(listed: object, sources: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """The keys of a stop's sources; each source gets one key for the whole tour."""
    keys = []
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and _text(each, "title"):
            source = (_text(each, "title"), _text(each, "address"))
            known = {value: key for key, value in sources.items()}
            key = known.get(source, f"S{len(sources) + 1}")
            sources[key] = source
            keys.append(key)
    return tuple(keys)


def _licence(value: object) -> tuple[str, str] | None:
    if not isinstance(value, dict) or not _text(value, "name"):
        return None
    return _text(value, "name"), _text(value, "url")


def _text(values: dict[str, Any], *names: str) -> str:
    found = (values.get(name) for name in names)
    return next((each.strip() for each in found if isinstance(each, str) and each.strip()), "")
