"""TourML of 2011, and of 2012, where ``TourMetadata`` holds what is said of the tour.

Stops come in the order of their connections, else of the file, in every language.
"""

import json
import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from tour.catalogue.drafts.found import FoundPosition, FoundStop, FoundTour, metres, place_of
from tour.catalogue.drafts.plain import plain
from tour.catalogue.drafts.trees import attribute, children, local, text_at
from tour.errors import InvalidInput
from tour.geo import LatLon

_TOUR_TEXTS: Final = ("subtitle", "summary", "getting_there", "closing")
_TEXT_USAGES: Final = {"orientation": "orientation", "transcription": "narration"}
_NUMBERS: Final = re.compile(r"-?\d+(?:\.\d+)?")

Localised = dict[str, str]


def found_in_tourml(root: Element, lang: str) -> FoundTour:
    """The tour; texts without a language of their own are in ``lang``.

    Raises:
        InvalidInput: it has no stop with a place.
    """
    tour = root if local(root) == "Tour" else next(children(root, "Tour"), None)
    if tour is None:
        msg = "The TourML file only refers to tours elsewhere; import one of those."
        raise InvalidInput(msg)
    about = next(children(tour, "TourMetadata"), tour)
    assets = {attribute(each, "id"): each for each in children(tour, "Asset")}
    stops = [
        stop for each in _in_order(tour, about) if (stop := _stop(each, assets, lang)) is not None
    ]
    if not stops:
        msg = (
            "No stop of the TourML file has a place. Give each stop an asset of the usage “geo” "
            "with a GeoJSON point or a gml:pos, then import it again."
        )
        raise InvalidInput(msg)
    properties = _Properties(about, lang)
    texts = {"title": _localised(about, "Title", lang)}
    texts |= {name: properties.texts(name) for name in _TOUR_TEXTS if properties.texts(name)}
    said = properties.one("languages").split()
    used = [
        key for each in (texts["title"], *(one.texts["title"] for one in stops)) for key in each
    ]
    return FoundTour(
        form="TourML",
        stops=tuple(stops),
        languages=tuple(said or dict.fromkeys(used)),
        id=attribute(tour, "id"),
        texts=texts,
        facts=_facts(properties),
        anchor=properties.position("anchor"),
        licence=_licence(properties),
        sources=_sources(properties),
    )


class _Properties:
    """The property set of a tour or a stop."""

    def __init__(self, parent: Element, lang: str) -> None:
        self._found = [
            (attribute(each, "name"), attribute(each, "lang") or lang, "".join(each.itertext()))
            for each in children(parent, "PropertySet", "Property")
        ]

    def texts(self, name: str) -> Localised:
        return {lang: text for key, lang, text in self._found if key == name}

    def all(self, name: str) -> list[str]:
        return [text.strip() for key, _, text in self._found if key == name]

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def position(self, name: str) -> FoundPosition | None:
        lat, comma, lng = self.one(name).partition(",")
        if not comma:
            return None
        certain = metres(self.one(f"{name}_uncertainty_m"))
        source = self.one(f"{name}_source") or None
        return FoundPosition(place_of(lat, lng, f"The property “{name}”"), source, certain)


def _in_order(tour: Element, about: Element) -> list[Element]:
    """The stops along the connections from the root stop; those never reached at the end."""
    stops = {attribute(each, "id"): each for each in children(tour, "Stop")}
    ways: dict[str, list[tuple[float, str]]] = {}
    for way in children(tour, "Connection"):
        weight = _NUMBERS.match(attribute(way, "priority"))
        end = (float(weight[0]) if weight else 0.0, attribute(way, "destId"))
        ways.setdefault(attribute(way, "srcId"), []).append(end)
    first = next((attribute(each, "id") for each in children(about, "RootStopRef")), "")
    ordered: dict[str, Element] = {}
    ahead = [first]
    while ahead:
        here = ahead.pop(0)
        if here in stops and here not in ordered:
            ordered[here] = stops[here]
            ahead += [end for _, end in sorted(ways.get(here, []))]
    return list((ordered | stops).values())


def _stop(stop: Element, assets: Mapping[str, Element], lang: str) -> FoundStop | None:
    used = {attribute(each, "usage"): attribute(each, "id") for each in children(stop, "AssetRef")}
    refs = [attribute(each, "id") for each in children(stop, "AssetRef")]
    properties = _Properties(stop, lang)
    position = properties.position("position")
    if position is None:
        place = next((found for ref in refs if (found := _place(assets.get(ref)))), None)
        if place is None:
            return None
        position = FoundPosition(place)
    texts = {"title": _localised(stop, "Title", lang)}
    for usage, name in _TEXT_USAGES.items():
        if content := _content(assets.get(used.get(usage, "")), lang):
            texts[name] = content
    described = _localised(stop, "Description", lang)
    if described:
        texts["content_note" if "narration" in texts else "narration"] = described
    return FoundStop(
        position,
        texts,
        id=attribute(stop, "id"),
        code=properties.one("code"),
        kind=properties.one("kind"),
        sources=tuple(properties.one("sources").split()),
        review=properties.texts("review"),
        zone=_zone(properties),
    )


def _place(asset: Element | None) -> LatLon | None:
    if asset is None:
        return None
    for data in children(asset, "Content", "Data"):
        if written := next((text_at(each, "pos") for each in data if local(each) == "Point"), ""):
            lat, lng, *_ = [*written.split(), "", ""]
            return place_of(lat, lng, "A gml:pos")
        try:
            point = json.loads("".join(data.itertext()))
            point = point.get("geometry", point)
            lng_deg, lat_deg, *_ = point["coordinates"]
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        return place_of(lat_deg, lng_deg, "A GeoJSON point")
    return None


def _content(asset: Element | None, lang: str) -> Localised:
    return {
        attribute(each, "lang") or lang: text
        for each in children(asset, "Content")
        if (text := plain(text_at(each, "Data")))
    }


def _localised(parent: Element, name: str, lang: str) -> Localised:
    return {
        attribute(each, "lang") or lang: text
        for each in children(parent, name)
        if (text := plain("".join(each.itertext()).strip()))
    }


def _zone(properties: _Properties) -> str:
    """The zone as stops.yaml writes it; empty when the file does not say it."""
    margin_m = properties.one("zone_margin_m")
    if metres(margin_m) is None and margin_m != "0":
        return ""
    shape = properties.one("zone_shape") or "circle"
    points = [pair.split(",") for pair in properties.one("zone_points").split()]
    shown = ", ".join(f"[{pair[0]}, {pair[-1]}]" for pair in points if all(map(_is_number, pair)))
    between = f"points: [{shown}], " if shown and shape != "circle" else ""
    return f"{{shape: {shape}, {between}margin_m: {margin_m}}}" if shape.isalpha() else ""


def _is_number(text: str) -> bool:
    return _NUMBERS.fullmatch(text) is not None


def _facts(properties: _Properties) -> dict[str, object]:
    facts: dict[str, object] = {}
    if (minutes := properties.one("duration_min")).isdecimal():
        facts["duration_min"] = int(minutes)
    facts |= {name: properties.one(name) for name in ("phone", "website") if properties.one(name)}
    return facts


def _licence(properties: _Properties) -> tuple[str, str] | None:
    name = properties.one("licence")
    return (name, properties.one("licence_address")) if name else None


def _sources(properties: _Properties) -> dict[str, tuple[str, str]]:
    found = {}
    for line in properties.all("source"):
        key, _, rest = line.partition(" ")
        address, _, title = rest.partition(" ")
        found[key] = (title, address)
    return found
