"""The guide's desk: opening a group, leading it, showing its code."""

import io

import segno
from flask import Blueprint, Response, redirect
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from tour.groups.codes import normal_code
from tour.staff import Role
from tour.web.address import base_address
from tour.web.guards import staff_page
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.render import page

blueprint = Blueprint("desk_pages", __name__)
_WORDS = ("group", "desk")


@blueprint.get(f"{LANG}/desk")
@staff_page(Role.GUIDE)
def desk(lang: str, **_account: object) -> Response:
    """The guide's own groups; opening one, or taking one up by its code."""
    return page("desk.html", asked_tour(lang), lang, more_words=_WORDS, context={})


@blueprint.get(f"{LANG}/desk/<code>")
@staff_page(Role.GUIDE)
def desk_group(lang: str, code: str, **_account: object) -> AnyResponse:
    """Leading one group."""
    tour = asked_tour(lang)
    meant = normal_code(code)
    if meant != code:
        return redirect(f"/{lang}/desk" if meant is None else f"/{lang}/desk/{meant}", code=302)
    join_url = f"{base_address()}/g/{code}"
    return page(
        "desk_group.html",
        tour,
        lang,
        more_words=_WORDS,
        context={"code": code, "join_url": join_url, "qr": qr_drawing(join_url)},
    )


def qr_drawing(address: str) -> Markup:
    """A QR code as SVG that stands in a page: black on white in every colour scheme."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff"
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here, from our own address
