"""Text → tour or faults: the whole way, everything at once."""

from dataclasses import dataclass
from pathlib import Path

from tour.catalogue.build import build_tour
from tour.catalogue.document import Document, read_document
from tour.catalogue.faults import Fault
from tour.catalogue.model import Tour
from tour.catalogue.report import Report
from tour.catalogue.rules import check_all
from tour.catalogue.rules.signs import Unread, check_signs
from tour.catalogue.shape import read_shape
from tour.errors import BadCatalogue


@dataclass(frozen=True, slots=True)
class CheckResult:
    """``tour`` is None exactly when there are faults; both lists are in the order of the file."""

    tour: Tour | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def check_text(text: str, unread: Unread | None = None) -> CheckResult:
    """Everything that is wrong with the text of a stops.yaml, at once. Never raises.

    With ``unread``, which knows how narration reads, signs that nobody would hear are warned of.
    """
    document = read_document(text)
    if document.data is None:
        return CheckResult(None, _sorted(document.faults), ())
    return _check(document, unread)


def check_bytes(content: bytes, unread: Unread | None = None) -> CheckResult:
    """As ``check_text``, for the bytes of a file; they must be UTF-8."""
    try:
        return check_text(content.decode("utf-8"), unread)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        fault = Fault(
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            "",
            "the file is not saved as UTF-8: this letter cannot be read",
            "save it again with the encoding UTF-8",
        )
        return CheckResult(None, (fault,), ())


def read_tour(path: Path) -> Tour:
    """The tour in this file.

    Raises:
        BadCatalogue: the file cannot be read or has faults; ``details['faults']`` lists them.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise bad_catalogue(path, (unreadable(path, error),)) from error
    result = check_bytes(content)
    if result.tour is None:
        raise bad_catalogue(path, result.faults)
    return result.tour


def unreadable(path: Path, error: OSError) -> Fault:
    """The fault of a file that cannot be opened."""
    advice = "put the file back, or set TOUR_STOPS to where it is"
    return Fault(1, 1, "", f"{path.name} cannot be opened: {error.strerror or error}", advice)


def bad_catalogue(path: Path, faults: tuple[Fault, ...]) -> BadCatalogue:
    """The error that carries these faults."""
    first, count = faults[0], len(faults)
    message = (
        f"{path.name} has {count} fault{'s' * (count != 1)}; "
        f"the first, on line {first.line}: {first.message} - {first.advice}"
    )
    return BadCatalogue(message, faults=[fault.as_json() for fault in faults])


def _check(document: Document, unread: Unread | None) -> CheckResult:
    report = Report(document)
    file = read_shape(report)
    check_all(file, report)
    if unread is not None:
        check_signs(file, report, unread)
    faults = _sorted([*document.faults, *report.faults])
    tour = None if faults else build_tour(file)
    return CheckResult(tour, faults, _sorted(report.warnings))


def _sorted(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults))
