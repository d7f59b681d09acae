"""What search engines and previews are told of the tour and its stops, in schema.org's terms.

``base`` is the server's address without a slash at its end. A place that is only a sketch is not
told as a coordinate: schema.org has no word for how uncertain it is.
"""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final

from tour.catalogue.model import Position, Stop, Tour
from tour.listening.editions import Edition, file_address
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


def walk_document(
    tour: Tour, lang: str, base: str, name: str, whole: Edition | None = None
) -> Json:
    """The page with the tour as one walk; with its sound in chapters when there is one."""
    address = f"{base}/{lang}/listen"
    trip = tour_document(tour, lang, base)
    del trip["@context"]
    sound = {} if whole is None else {"audio": _whole_sound(tour, lang, base, whole)}
    return {
        "@context": _CONTEXT,
        **_page(tour, address, lang),
        "@id": address,
        "name": name,
        "about": trip,
    } | sound


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


def _whole_sound(tour: Tour, lang: str, base: str, whole: Edition) -> Json:
    address = f"{base}/{lang}/listen"
    ends = [after for _, after in pairwise(whole.starts_s)] + [whole.duration_s]
    document = {
        "@type": "AudioObject",
        "name": tour.title[lang],
        "contentUrl": f"{base}{file_address(tour, lang, whole.file)}",
        "encodingFormat": "audio/mpeg",
        "contentSize": str(whole.file.bytes),
        "duration": duration(whole.duration_s),
        "uploadDate": datetime.fromtimestamp(whole.made_at, UTC).isoformat(),
        "inLanguage": lang,
        "hasPart": [
            {
                "@type": "Clip",
                "name": stop.title[lang],
                "startOffset": round(start),
                "endOffset": round(end),
                "url": f"{address}#{stop.id}",
            }
            for stop, start, end in zip(tour.stops, whole.starts_s, ends, strict=True)
        ],
    }
    if whole.captions is None:
        return document
    captions = f"{base}{file_address(tour, lang, whole.captions)}"
    return document | {
        "caption": {
            "@type": "MediaObject",
            "contentUrl": captions,
            "encodingFormat": "text/vtt",
            "inLanguage": lang,
        }
    }


def _coordinates(position: Position) -> Json:
    if position.source == "sketch":
        return {}
    place = position.place
    return {"geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lng}}
