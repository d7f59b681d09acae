"""Recording a reading with a phone or laptop, sentence by sentence."""

from dataclasses import dataclass

from flask import Blueprint, Response

from tour.catalogue.model import Stop
from tour.errors import NotFound
from tour.narration.heard import Reason, read_heard
from tour.narration.notes import note_id
from tour.narration.readings import Reading, reading_of
from tour.staff import Account, Role
from tour.web.guards import staff_page
from tour.web.headers import with_microphone
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.render import page
from tour.web.services import services

blueprint = Blueprint("record", __name__)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a sound was found wrong; ``is_held``: so it is not served."""

    reason: Reason
    is_held: bool

    @property
    def address(self) -> str:
        """Where it is heard; empty where no place is known."""
        if not self.reason.file:
            return ""
        return f"/audio/{self.reason.file}" + (
            "" if self.reason.at_s is None else f"#t={max(0.0, self.reason.at_s - 1):.1f}"
        )


@blueprint.get(f"{LANG}/staff/record")
@staff_page(Role.EDITOR)
def readings(lang: str, account: Account) -> Response:  # noqa: ARG001 - who may is settled
    """Every stop: how much of it has been read in this language, and whether it was heard."""
    tour = asked_tour(lang)
    heard, published = read_heard(services().settings.audio_dir), services().clips.publications()
    shown = [
        {
            "stop": stop,
            "reading": _reading(stop, lang),
            "standing": heard.standing((stop.id, lang), published.get((stop.id, lang))),
        }
        for stop in tour.stops
    ]
    return page("readings.html", tour, lang, context={"shown": shown})


@blueprint.get(f"{LANG}/staff/record/<stop_id>")
@staff_page(Role.EDITOR)
def reading(lang: str, stop_id: str, account: Account) -> Response:  # noqa: ARG001 - who may is settled
    """One stop: its sentences as a prompter, each with its take, and what a recogniser doubts."""
    tour = asked_tour(lang)
    stop = tour.stop(stop_id)
    if stop is None:
        raise NotFound("There is no such stop.")
    context = {"stop": stop, "reading": _reading(stop, lang), "doubts": _doubts(stop, lang)}
    response = page("reading.html", tour, lang, context=context, more_words=("recording_page",))
    return with_microphone(response)


def _reading(stop: Stop, lang: str) -> Reading:
    return reading_of(services().settings.audio_dir, lang, stop)


def _doubts(stop: Stop, lang: str) -> list[Doubt]:
    """What somebody must listen to in the sounds of a stop and its note, held back or served."""
    heard, published = read_heard(services().settings.audio_dir), services().clips.publications()
    found = []
    for key in ((note_id(stop.id), lang), (stop.id, lang)):
        clip = heard.held.get(key) or published.get(key)
        if clip is not None:
            found += [Doubt(one, is_held=key in heard.held) for one in heard.reasons_of(clip)]
    return found
