"""The catalogue: stops.yaml, what an editor edits, as one frozen Tour."""

from tour.catalogue.check import CheckResult, check_text, read_tour
from tour.catalogue.faults import Fault
from tour.catalogue.file import TourFile
from tour.catalogue.model import Stop, Texts, Tour

__all__ = [
    "CheckResult",
    "Fault",
    "Stop",
    "Texts",
    "Tour",
    "TourFile",
    "check_text",
    "read_tour",
]
