"""KML 2: placemarks that are points, in the order of the file, whatever folder they are in."""

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
from tour.catalogue.drafts.trees import attribute, children, local, text_at
from tour.errors import InvalidInput


def found_in_kml(root: Element, lang: str) -> FoundTour:
    """The tour; its texts are in the language that the file names, else in ``lang``.

    Raises:
        InvalidInput: it has no placemark that is a point.
    """
    whole = next((each for each in root.iter() if local(each) in {"Document", "Folder"}), root)
    spoken = _data(whole).get("language", lang)
    marks = [each for each in root.iter() if local(each) == "Placemark"]
    stops = [
        stop
        for number, mark in enumerate(marks, 1)
        if (stop := _stop(mark, number, spoken)) is not None
    ]
    if not stops and any(local(each) == "NetworkLink" for each in root.iter()):
        msg = (
            "The KML file only links to a map elsewhere. Export it again without keeping it up to "
            "date through a link, so that the map itself is in the file."
        )
        raise InvalidInput(msg)
    if not stops:
        msg = "The KML file has no placemark that is a point; lines and areas are no stops."
        raise InvalidInput(msg)
    return FoundTour(
        form="KML",
        stops=tuple(stops),
        languages=(spoken,),
        texts=in_language(spoken, title=text_at(whole, "name")),
    )


def _stop(mark: Element, number: int, lang: str) -> FoundStop | None:
    written = text_at(mark, "Point", "coordinates")
    if not written:
        return None
    lng, _, rest = written.partition(",")
    place = place_of(rest.partition(",")[0], lng, f"Placemark {number}")
    code, title = numbered(text_at(mark, "name"))
    data = _data(mark)
    if "position_source" not in data:
        texts = in_language(lang, title=title, narration=plain(text_at(mark, "description")))
        return FoundStop(FoundPosition(place), texts, code=code)
    known = FoundPosition(
        place, data["position_source"], metres(data.get("position_uncertainty_m"))
    )
    return FoundStop(
        known,
        in_language(lang, title=title),
        id=attribute(mark, "id"),
        code=code,
        kind=data.get("kind", ""),
        review={lang: data["review"]} if "review" in data else {},
    )


def _data(parent: Element) -> dict[str, str]:
    return {
        attribute(each, "name"): text_at(each, "value")
        for each in children(parent, "ExtendedData", "Data")
    }
