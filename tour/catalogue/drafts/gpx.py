"""GPX 1.0 and 1.1: waypoints, or the points of the first route."""

from xml.etree.ElementTree import Element

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
from tour.catalogue.drafts.trees import attribute, children, text_at
from tour.errors import InvalidInput


def found_in_gpx(root: Element, lang: str) -> FoundTour:
    """The tour; its texts are in the language that the file names, else in ``lang``.

    Raises:
        InvalidInput: it has no waypoints and no route.
    """
    points = list(children(root, "wpt"))
    if not points:
        route = next(children(root, "rte"), None)
        points = list(children(route, "rtept"))
    if not points:
        msg = "The GPX file has no waypoints and no route; a track alone has no stops to tell of."
        raise InvalidInput(msg)
    ours = next(children(points[0], "extensions", "stop"), None)
    lang = (attribute(ours, "language") if ours is not None else "") or lang
    title = text_at(root, "metadata", "name") or text_at(root, "name")
    return FoundTour(
        form="GPX",
        stops=tuple(_stop(point, number, lang) for number, point in enumerate(points, 1)),
        languages=(lang,),
        texts=in_language(lang, title=title),
    )


def _stop(point: Element, number: int, lang: str) -> FoundStop:
    code, title = numbered(text_at(point, "name"))
    place = place_of(attribute(point, "lat"), attribute(point, "lon"), f"Waypoint {number}")
    ours = next(children(point, "extensions", "stop"), None)
    if ours is None:
        told = text_at(point, "desc") or text_at(point, "cmt")
        texts = in_language(lang, title=title, narration=plain(told))
        return FoundStop(FoundPosition(place), texts, code=code)
    known = FoundPosition(
        place, attribute(ours, "position_source"), metres(attribute(ours, "position_uncertainty_m"))
    )
    return FoundStop(
        known,
        in_language(lang, title=title),
        id=attribute(ours, "id"),
        code=attribute(ours, "code"),
        kind=attribute(ours, "kind"),
    )
