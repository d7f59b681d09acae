"""What must be true of a tour beyond the shape of its file; each module one field of concern."""

from tour.catalogue.entries import StopsFile
from tour.catalogue.report import Report
from tour.catalogue.rules.ipa import check_ipa
from tour.catalogue.rules.languages import check_languages
from tour.catalogue.rules.names import check_names
from tour.catalogue.rules.places import check_places
from tour.catalogue.rules.prose import check_prose
from tour.catalogue.rules.rests import check_rests


def check_all(file: StopsFile, report: Report) -> None:
    """Report everything; parts that are absent or of a wrong shape are passed over."""
    check_languages(file, report)
    check_names(file, report)
    check_ipa(file, report)
    check_places(file, report)
    check_prose(file, report)
    check_rests(file, report)
