"""Error pages in the visitor's language, for every address that is a page and not the API."""

from typing import Final

from flask import Response, make_response, render_template, request

from tour.errors import TourError
from tour.web.pages.languages import page_languages, visitor_language
from tour.web.pages.render import page
from tour.web.pages.words import PAGE_LANGUAGES, words
from tour.web.services import services

_KINDS: Final = {403: "not_allowed", 404: "not_found", 410: "not_found", 503: "unavailable"}
_LAST_REFUSAL: Final = 499


def error_kind(status: int) -> str:
    """Which of the interface's error texts speaks of an HTTP status."""
    return _KINDS.get(status, "refused" if status <= _LAST_REFUSAL else "gone_wrong")


def error_page(status: int, detail: str | None = None) -> Response:
    """The HTML page for a failed request; never raises.

    In the language of the address (``/kk/…``), else by Accept-Language. When the tour itself
    cannot be read or nothing is built, the page is bare, and says ``detail`` to the operator.
    """
    kind = error_kind(status)
    try:
        tour = services().catalogue.current()
        language = _language(page_languages(tour))
        response: Response = page(
            "error.html",
            tour,
            language,
            status=status,
            path=f"/{language}/",
            context={"kind": kind},
        )
    except TourError as error:
        language = _language(PAGE_LANGUAGES)
        html = render_template(
            "bare_error.html",
            t=words(language),
            lang=language,
            kind=kind,
            detail=detail or error.message,
        )
        response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept-Language")
    return response


def _language(offered: tuple[str, ...]) -> str:
    first = request.path.split("/")[1]
    return first if first in offered else visitor_language(request, offered)
