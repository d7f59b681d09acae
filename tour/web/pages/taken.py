"""What can be taken away of the whole tour: one sound file, a book, the stops as data."""

from dataclasses import dataclass
from typing import Final

from tour.catalogue.model import Tour
from tour.listening import iiif, tourml
from tour.listening.editions import KINDS
from tour.listening.episodes import narrated
from tour.web.services import services
from tour.web.shelf import current_edition


def taken_along(tour: Tour, lang: str) -> list[dict[str, object]]:
    """The files that are there in a language, as links."""
    found = (current_edition(kind, tour, lang) for kind in KINDS)
    return [
        {
            "words": f"listening.take_{one.kind}",
            "address": f"/{lang}/tour.{one.file.extension}",
            "minutes": round(one.duration_s / 60),
            "size_mb": round(one.file.bytes / 1e6),
        }
        for one in found
        if one is not None
    ]


@dataclass(frozen=True, slots=True)
class Data:
    """The stops in one format; ``opens``: a program reads it at its address, it is no download."""

    name: str
    address: str
    media_type: str
    opens: bool = False


_FILES: Final = (
    ("GeoJSON", "geojson", "application/geo+json"),
    ("GPX", "gpx", "application/gpx+xml"),
    ("KML", "kml", "application/vnd.google-earth.kml+xml"),
)


def as_data(tour: Tour, lang: str) -> list[Data]:
    """The formats that there are in a language; a IIIF manifest only when a stop has a sound."""
    found = [
        Data(name, f"/api/v1/tour.{ending}?lang={lang}", media_type)
        for name, ending, media_type in _FILES
    ]
    found.append(Data("TourML", "/api/v1/tour.tourml", tourml.MEDIA_TYPE))
    if narrated(tour, lang, services().clips):
        manifest = f"/api/v1/iiif/{lang}/manifest.json"
        found.append(Data("IIIF", manifest, iiif.MEDIA_TYPE, opens=True))
    return found
