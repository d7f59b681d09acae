"""Takes of single sentences, as the recording page keeps and plays them."""

from dataclasses import asdict
from typing import Final

from flask import Blueprint, Response, request

from tour.catalogue.model import Stop
from tour.errors import NotFound
from tour.narration.recipe import sentences_of
from tour.narration.taking import drop_take, keep_take, take_file
from tour.staff import Account, Role
from tour.web.api.answers import send_once
from tour.web.contract import ReadingOut
from tour.web.guards import staff_api
from tour.web.openapi import operation
from tour.web.services import services

routes = Blueprint("takes", __name__)

_MOST_BYTES: Final = 12 * 1024 * 1024
_TAG: Final = "Recording"
_PATH: Final = "/api/v1/takes/<lang>/<stop_id>/<digest>"
_STAFF: Final = ("sign-in-needed", "not-allowed", "not-found")


def written_sentences(stop: Stop, lang: str) -> tuple[str, ...]:
    """The stop's sentences in a language, in order."""
    return tuple(text for _, text in sentences_of(stop.paragraphs(lang), lang))


@routes.put(_PATH)
@staff_api(Role.EDITOR)
@operation(_TAG, {200: ReadingOut}, problems=(*_STAFF, "invalid-input", "too-large", "unavailable"))
def put_take(lang: str, stop_id: str, digest: str, account: Account) -> Response:  # noqa: ARG001 - who may is settled
    """Keep a take of one sentence, in place of the one before.

    The body is the sound (WAV, FLAC, MP4, MP3, Ogg or WebM). The answer says how it sounds; a stop
    is read by a person once every sentence has a take. `reason` says why one is refused: `length`,
    `unreadable`, `silent`.
    """
    request.max_content_length = _MOST_BYTES
    stop = _stop(lang, stop_id)
    audio_dir = services().settings.audio_dir
    sentences = written_sentences(stop, lang)
    judged = keep_take(audio_dir, lang, stop.id, sentences, digest, request.get_data())
    return send_once(asdict(judged))


@routes.get(_PATH)
@staff_api(Role.EDITOR)
@operation(_TAG, {200: "audio/flac"}, problems=_STAFF)
def get_take(lang: str, stop_id: str, digest: str, account: Account) -> Response:  # noqa: ARG001 - who may is settled
    """Hear a take again."""
    stop = _stop(lang, stop_id)
    audio_dir = services().settings.audio_dir
    path = take_file(audio_dir, lang, stop.id, written_sentences(stop, lang), digest)
    sound = path.read_bytes()
    response = Response(sound, content_type=f"audio/{path.suffix[1:]}")
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound))
    return response


@routes.delete(_PATH)
@staff_api(Role.EDITOR)
@operation(_TAG, {204: None}, problems=_STAFF)
def delete_take(lang: str, stop_id: str, digest: str, account: Account) -> Response:  # noqa: ARG001 - who may is settled
    """Forget a take."""
    stop = _stop(lang, stop_id)
    drop_take(services().settings.audio_dir, lang, stop.id, digest)
    return Response(status=204)


def _stop(lang: str, stop_id: str) -> Stop:
    tour = services().catalogue.current()
    stop = tour.stop(stop_id)
    if stop is None or lang not in tour.languages:
        raise NotFound("There is no such stop in this language.")
    return stop
