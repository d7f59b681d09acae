"""Makes the answer of a page: template, language headers, compression, a validator."""

import gzip
from collections.abc import Mapping, Sequence
from typing import Final

from flask import Response, render_template, request

from tour.catalogue.model import Tour
from tour.web.assets import asset_text, asset_url
from tour.web.headers import with_style
from tour.web.negotiation import accepts_gzip
from tour.web.pages.languages import alternates, default_address, page_languages
from tour.web.pages.words import words
from tour.web.services import services

_WORTH_PACKING_BYTES: Final = 600


class Page(Response):
    """An HTML page, as it is sent; ``html`` is what it says, not packed."""

    html: bytes = b""


def page(
    template: str,
    tour: Tour,
    language: str,
    *,
    status: int = 200,
    path: str | None = None,
    more_words: tuple[str, ...] = (),
    context: Mapping[str, object],
) -> Page:
    """An HTML page in one language.

    ``path`` is the page's own address when it differs from the one that was asked for; the
    language switch leads to the same page in the other languages. ``more_words`` are groups of
    texts that only this page's program needs.
    """
    style = asset_text("page.css")
    others = alternates(page_languages(tour), language, path or request.path)
    html = render_template(
        template,
        t=words(language),
        tour=tour,
        lang=language,
        origin=services().settings.public_url or request.host_url.rstrip("/"),
        alternates=others,
        by_default=default_address(others),
        asset_url=asset_url,
        asset_text=asset_text,
        page_style=style,
        client_words=client_words(language, more_words),
        **context,
    )
    response = Page(html, status)
    response.html = response.get_data()
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-cache"
    packed(with_style(response, services().settings, style))
    return response


def client_words(language: str, more: Sequence[str] = ()) -> dict[str, str]:
    """The texts that the page's program says, by their short keys."""
    return {
        key: text
        for group in ("client", *more)
        for key, text in words(language).group(group).items()
    }


def packed(response: Response) -> Response:
    """Compressed where the browser takes it, and answered by 304 where it has this already."""
    body = response.get_data()
    response.vary.add("Accept-Encoding")
    if len(body) >= _WORTH_PACKING_BYTES and accepts_gzip(
        request.headers.get("Accept-Encoding", "")
    ):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.set_data(body)
    response.add_etag(weak=True)
    if response.status_code == 200:  # noqa: PLR2004 - only a whole page has a validator
        response.make_conditional(request)
    return response
