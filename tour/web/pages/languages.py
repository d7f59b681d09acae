"""Which language a page is in, and the same page in the others."""

from dataclasses import dataclass
from typing import Final

from flask import Request
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from tour.catalogue.model import Tour
from tour.errors import NotFound
from tour.web.negotiation import choose_language
from tour.web.pages.words import PAGE_LANGUAGES, words
from tour.web.services import services

LANG: Final = "/<language:lang>"
"""The beginning of every page's address."""


class LanguageTag(BaseConverter):
    """A tag as tours have them; which of them this tour has is asked by ``asked_tour``."""

    regex = r"(?!api\b)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in one language, for the switch and for ``hreflang``."""

    language: str
    name: str
    url: str
    current: bool


def page_languages(tour: Tour) -> tuple[str, ...]:
    """The tour's languages in the order of the switch; those without words of their own last."""
    known = [language for language in PAGE_LANGUAGES if language in tour.languages]
    return (*known, *(language for language in tour.languages if language not in PAGE_LANGUAGES))


def asked_tour(lang: str) -> Tour:
    """The tour, if it can be shown in this language.

    Raises:
        NotFound: it cannot.
    """
    tour = services().catalogue.current()
    if lang not in page_languages(tour):
        raise NotFound("The tour is not in this language.")
    return tour


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
            words(language)("site.language_name") if language in PAGE_LANGUAGES else language,
            f"/{language}{rest}",
            language == current,
        )
        for language in offered
    )


def default_address(offered: tuple[Alternate, ...]) -> str:
    """Where a reader of none of these languages goes (``hreflang="x-default"``).

    To the address that chooses by Accept-Language, where a page has one; else to the page that
    such a reader would be led to.
    """
    first = next((each for each in offered if each.language == "en"), offered[0])
    return "/" if first.url == f"/{first.language}/" else first.url


def told_in(lang: str) -> Markup:
    """The ``lang`` attribute of what the tour says, where the words around it are in another one.

    The page itself is in the tour's language; its body, with the interface's words, may not be.
    """
    return Markup("") if words(lang).language == lang else Markup(' lang="{}"').format(lang)
