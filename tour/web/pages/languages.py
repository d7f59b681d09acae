"""Which language a page is in, and the same page in the others."""

from dataclasses import dataclass

from flask import Request

from tour.catalogue.model import Tour
from tour.web.negotiation import choose_language
from tour.web.pages.words import PAGE_LANGUAGES, words


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in one language, for the switch and for ``hreflang``."""

    language: str
    name: str
    url: str
    current: bool


def page_languages(tour: Tour) -> tuple[str, ...]:
    """The tour's languages that the interface has words for, in the order of the switch."""
    return tuple(language for language in PAGE_LANGUAGES if language in tour.languages)


def visitor_language(request: Request, offered: tuple[str, ...]) -> str:
    """The best of ``offered`` by Accept-Language; English, else the first, when none fits.

    The answer depends on the header: whoever uses it adds ``Vary: Accept-Language``.
    """
    english_first = sorted(offered, key=lambda language: language != "en")
    return choose_language(request.headers.get("Accept-Language", ""), english_first)


def alternates(offered: tuple[str, ...], current: str, path: str) -> tuple[Alternate, ...]:
    """The page at ``/<current>…`` in every language offered."""
    rest = path.removeprefix(f"/{current}")
    return tuple(
        Alternate(
            language,
            words(language)("site.language_name"),
            f"/{language}{rest}",
            language == current,
        )
        for language in offered
    )
