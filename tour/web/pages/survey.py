"""The pages of the survey.

They show nothing of whoever is signed in, so that a phone may keep one of them, the shell, and open
it in place of all where there is no signal.
"""

from flask import Blueprint, Response

from tour.catalogue.model import Tour
from tour.errors import NotFound
from tour.staff import Account, Role
from tour.web.guards import public_page, staff_page
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.render import page

blueprint = Blueprint("survey", __name__)


@blueprint.get(f"{LANG}/staff/survey")
@staff_page(Role.EDITOR)
def stops(lang: str, account: Account) -> Response:  # noqa: ARG001 - the guard gives it
    """Every stop, and how well it is surveyed."""
    return _page(asked_tour(lang), lang)


@blueprint.get(f"{LANG}/staff/survey/<stop_id>")
@staff_page(Role.EDITOR)
def stop(lang: str, stop_id: str, account: Account) -> Response:  # noqa: ARG001 - as above
    """Recording one stop."""
    tour = asked_tour(lang)
    if tour.stop(stop_id) is None:
        raise NotFound("There is no such stop.")
    return _page(tour, lang)


@blueprint.get(f"{LANG}/survey-shell")
@public_page
def shell(lang: str) -> Response:
    """The same page without anything to send to: what a phone keeps for use without signal."""
    response = _page(asked_tour(lang), lang, path=f"/{lang}/staff/survey")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(tour: Tour, lang: str, path: str | None = None) -> Response:
    listed = [
        {
            "id": stop.id,
            "code": stop.code,
            "title": stop.title[lang],
            "kind": stop.kind,
            "shape": "point" if stop.zone.shape == "circle" else stop.zone.shape,
            "source": stop.position.source,
            "uncertainty_m": stop.position.uncertainty_m,
        }
        for stop in tour.stops
    ]
    context = {"listed": listed}
    return page("survey.html", tour, lang, path=path, more_words=("survey",), context=context)
