"""A tour that somebody has as GPX, KML, GeoJSON or TourML → the draft of a stops.yaml."""

from tour.catalogue.drafts.read import read_found
from tour.catalogue.drafts.write import write_draft

__all__ = ["read_found", "write_draft"]
