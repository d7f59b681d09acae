"""What search engines and previews are told of the tour and its stops, in schema.org's terms.

``base`` is the server's address without a slash at its end. A place that is only a sketch is not
told as a coordinate: schema.org has no word for how uncertain it is.
"""

from typing import Any, Final

from tour.catalogue.model import Position, Stop, Tour
from tour.listening.episodes import Episode

Json = dict[str, Any]
_CONTEXT: Final = "https://schema.org"


def tour_document(tour: Tour, lang: str, base: str) -> Json:
    """The whole tour as a TouristTrip whose itinerary is its stops in walking order."""
    home = f"{base}/{lang}/"
    return {
        "@context": _CONTEXT,
        "@type": "TouristTrip",
        "@id": home,
        "url": home,
        "name": tour.title[lang],
        "description": tour.subtitle[lang],
        "image": f"{base}/podcast.png",
        "subjectOf": _page(tour, home, lang),
        "itinerary": {
            "@type": "ItemList",
            "itemListOrder": "https://schema.org/ItemListOrderAscending",
            "numberOfItems": len(tour.stops),
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": stop.number,
                    "name": stop.title[lang],
                    "url": f"{home}stops/{stop.id}",
                }
                for stop in tour.stops
            ],
        },
    }


def stop_document(
    tour: Tour, stop: Stop, lang: str, base: str, episode: Episode | None = None
) -> Json:
    """A stop as a TouristAttraction, with its sound and the words of it when it is narrated."""
    address = f"{base}/{lang}/stops/{stop.id}"
    subjects = [_page(tour, address, lang)]
    if episode is not None:
        subjects.append(_sound(stop, lang, base, episode))
    return {
        "@context": _CONTEXT,
        "@type": "TouristAttraction",
        "@id": address,
        "url": address,
        "name": stop.title[lang],
        "description": in_short(tour, stop, lang),
        "image": f"{base}/podcast.png",
        "availableLanguage": list(tour.languages),
        "containedInPlace": {
            "@type": "LandmarksOrHistoricalBuildings",
            "name": tour.title[lang],
            **_coordinates(tour.anchor),
        },
        **_coordinates(stop.position),
        "subjectOf": subjects,
    }


def in_short(tour: Tour, stop: Stop, lang: str) -> str:
    """What a preview may say of a stop: nothing of what a content note warns of."""
    _, *paragraphs = stop.paragraphs(lang)
    if stop.content_note is not None or not paragraphs:
        return tour.subtitle[lang]
    return paragraphs[0]


def duration(seconds: float) -> str:
    """As ISO 8601 writes it: ``PT1M23S``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"PT{minutes}M{rest}S"


def _page(tour: Tour, address: str, lang: str) -> Json:
    licence = {"license": tour.licence.address} if tour.licence else {}
    return {
        "@type": "WebPage",
        "url": address,
        "inLanguage": lang,
        "isAccessibleForFree": True,
    } | licence


def _sound(stop: Stop, lang: str, base: str, episode: Episode) -> Json:
    sound, publication = episode.sound, episode.publication
    return {
        "@type": "AudioObject",
        "name": stop.title[lang],
        "contentUrl": f"{base}/audio/{sound.digest}.{sound.extension}",
        "encodingFormat": sound.media_type,
        "contentSize": str(sound.bytes),
        "duration": duration(publication.duration_s),
        "uploadDate": episode.published_at.isoformat(),
        "inLanguage": lang,
        "transcript": "\n\n".join(stop.paragraphs(lang)),
    }


def _coordinates(position: Position) -> Json:
    if position.source == "sketch":
        return {}
    place = position.place
    return {"geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lng}}
