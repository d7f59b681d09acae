"""Recording a reading with a phone or laptop, sentence by sentence."""

from typing import Any

from flask import Blueprint, Response

from tour.catalogue.model import Stop
from tour.errors import NotFound
from tour.narration.recipe import sentences_of
from tour.narration.recordings import find_recording
from tour.narration.takes import find_takes, sentence_digest
from tour.staff import Account, Role
from tour.web.guards import staff_page
from tour.web.headers import with_microphone
from tour.web.pages.languages import LANG, asked_tour
from tour.web.pages.render import page
from tour.web.services import services

blueprint = Blueprint("record", __name__)


@blueprint.get(f"{LANG}/staff/record")
@staff_page(Role.EDITOR)
def readings(lang: str, account: Account) -> Response:  # noqa: ARG001 - who may is settled
    """Every stop: how much of it has been read in this language."""
    tour = asked_tour(lang)
    audio_dir = services().settings.audio_dir
    shown = [
        {
            "stop": stop,
            "done": sum(each["recorded"] for each in _sentences(stop, lang)),
            "all": len(_sentences(stop, lang)),
            "whole": find_recording(audio_dir, lang, stop.id) is not None,
        }
        for stop in tour.stops
    ]
    return page("readings.html", tour, lang, context={"shown": shown})


@blueprint.get(f"{LANG}/staff/record/<stop_id>")
@staff_page(Role.EDITOR)
def reading(lang: str, stop_id: str, account: Account) -> Response:  # noqa: ARG001 - who may is settled
    """One stop: its sentences as a prompter, each with its take."""
    tour = asked_tour(lang)
    stop = tour.stop(stop_id)
    if stop is None:
        raise NotFound("There is no such stop.")
    context = {"stop": stop, "sentences": _sentences(stop, lang)}
    response = page("reading.html", tour, lang, context=context, more_words=("recording_page",))
    return with_microphone(response)


def _sentences(stop: Stop, lang: str) -> list[dict[str, Any]]:
    written = sentences_of(stop.paragraphs(lang), lang)
    takes = find_takes(services().settings.audio_dir, lang, stop.id, written)
    return [
        {"text": text, "digest": sentence_digest(text), "recorded": take is not None}
        for (_, text), take in zip(written, takes, strict=True)
    ]
