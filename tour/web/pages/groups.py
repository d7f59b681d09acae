"""The pages of group walks for visitors: a code, joining and following."""

from typing import Final
from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from tour.groups.codes import ALPHABET, normal_code
from tour.web.guards import public_page
from tour.web.pages.languages import LANG, asked_tour, page_languages, visitor_language
from tour.web.pages.render import page
from tour.web.pages.views import to_language
from tour.web.pages.words import words
from tour.web.services import services

blueprint = Blueprint("group_pages", __name__)

_TYPED: Final = 12


@blueprint.get("/g/<code>")
@public_page
def invitation(code: str) -> AnyResponse:
    """The address that a guide shows: to the group's page in the visitor's language."""
    tour = services().catalogue.current()
    meant = normal_code(code) or code[:_TYPED]
    return to_language(
        f"/group/{quote(meant, safe='')}", visitor_language(request, page_languages(tour))
    )


@blueprint.get(f"{LANG}/group")
@public_page
def group_code(lang: str) -> AnyResponse:
    """A group's code: to its page, or a plain word on what was wrong.

    Whether there is such a group is told to whoever joins it, not here: codes are not guessed.
    """
    tour = asked_tour(lang)
    typed = request.args.get("code")
    code = normal_code(typed or "")
    if code is not None:
        return redirect(f"/{lang}/group/{code}", code=302)
    return page(
        "group_code.html",
        tour,
        lang,
        context={
            "typed": (typed or "")[:_TYPED],
            "fault": typed is not None,
            "alphabet": ALPHABET,
            "length": _TYPED,
        },
    )


@blueprint.get(f"{LANG}/group/<code>")
@public_page
def group(lang: str, code: str) -> AnyResponse:
    """Joining a group and following it."""
    tour = asked_tour(lang)
    meant = normal_code(code)
    if meant != code:
        there = f"/{lang}/group/{meant}" if meant else f"/{lang}/group?code={quote(code[:_TYPED])}"
        return redirect(there, code=302)
    return page(
        "group.html",
        tour,
        lang,
        more_words=("group",),
        context={"code": code, "compass": words(lang).group("compass")},
    )
