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
from tour.errors import InvalidInput

_TITLES = ("title", "name", "Name", "label")
_TEXTS = ("description", "desc", "text")


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
    geometry = given.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    coordinates = geometry.get("coordinates")
    lng, lat, *_ = [*(coordinates if isinstance(coordinates, list) else []), None, None]
    place = place_of(lat, lng, f"Feature {number}")
    properties = given.get("properties")
    said: dict[str, Any] = properties if isinstance(properties, dict) else {}
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
        narration=_text(said, *_TEXTS),
    )
    return FoundStop(
        position,
        texts,
        id=_text(given, "id"),
        code=_text(said, "code") or code,
        kind=_text(said, "kind"),
        sources=_sources(said.get("sources"), sources),
        review={lang: _text(said, "review")} if _text(said, "review") else {},
    )


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
