"""Which kind of file it is, by what stands in it, and what it says."""

from typing import Final

from tour.catalogue.drafts.found import MOST_STOPS, FoundTour
from tour.catalogue.drafts.geojson import found_in_geojson
from tour.catalogue.drafts.gpx import found_in_gpx
from tour.catalogue.drafts.kml import found_in_kml
from tour.catalogue.drafts.tourml import found_in_tourml
from tour.catalogue.drafts.trees import local, tree_of
from tour.errors import InvalidInput

MOST_BYTES: Final = 20_000_000

_READERS: Final = {
    "gpx": found_in_gpx,
    "kml": found_in_kml,
    "Tour": found_in_tourml,
    "TourSet": found_in_tourml,
}


def read_found(content: bytes, name: str, lang: str) -> FoundTour:
    """What the file says; texts whose language it does not tell are in ``lang``.

    Raises:
        InvalidInput: it is of no known kind, broken, a trap, too large, or has no stops.
    """
    if len(content) > MOST_BYTES:
        msg = f"{name} has {len(content) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} are read."
        raise InvalidInput(msg)
    begin = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if content[:4] == b"PK\x03\x04":
        msg = f"{name} is packed (a KMZ?). Unpack it and import the .kml file that is inside."
        raise InvalidInput(msg)
    if begin in (b"{", b"["):
        found = found_in_geojson(content, name, lang)
    elif begin == b"<":
        root = tree_of(content, name)
        reader = _READERS.get(local(root))
        if reader is None:
            msg = f"{name} is XML, but no GPX, KML or TourML: it begins with <{local(root)}>."
            raise InvalidInput(msg)
        found = reader(root, lang)
    else:
        msg = f"{name} is no GPX, KML, GeoJSON or TourML file. Export the tour as one of these."
        raise InvalidInput(msg)
    if len(found.stops) > MOST_STOPS:
        msg = f"{name} has {len(found.stops)} stops; a tour has at most {MOST_STOPS}. Divide it."
        raise InvalidInput(msg)
    return found
