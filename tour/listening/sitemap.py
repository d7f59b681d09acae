"""The list of the tour's pages for search engines, each with the same page in other languages."""

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from tour.catalogue.model import Tour
from tour.listening.markup import add, document

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"

PAGES: Final = ("/", "/listen", "/stops", "/keypad", "/map", "/about", "/closing")
"""The pages of each language beside those of the stops."""


def sitemap(tour: Tour, languages: Sequence[str], base: str) -> bytes:
    """Every page in every one of ``languages``, with hreflang alternates."""
    root = Element("urlset")
    for page in (*PAGES, *(f"/stops/{stop.id}" for stop in tour.stops)):
        for lang in languages:
            entry = add(root, "url")
            add(entry, "loc", f"{base}/{lang}{page}")
            for other in languages:
                same = {"rel": "alternate", "hreflang": other, "href": f"{base}/{other}{page}"}
                add(entry, "xhtml:link", attributes=same)
            default = f"{base}{_default(page, languages)}"
            chosen = {"rel": "alternate", "hreflang": "x-default", "href": default}
            add(entry, "xhtml:link", attributes=chosen)
    return document(root, _SITEMAP)


def _default(page: str, languages: Sequence[str]) -> str:
    """Where a reader of none of the languages goes: ``/`` chooses by what the browser asks for."""
    lang = "en" if "en" in languages else languages[0]
    return page if page == "/" else f"/{lang}{page}"


def robots(base: str) -> bytes:
    """Everything may be read; where the list of pages is."""
    closed = "Disallow: /api/v1/visits\nDisallow: /*/staff\n"
    return f"User-agent: *\n{closed}\nSitemap: {base}/sitemap.xml\n".encode()
