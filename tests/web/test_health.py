"""Whether the server lives and is ready."""

from flask import Flask
from flask.testing import FlaskClient
from web_help import Clips, assert_problem

from tour.narration.heard import Mark, Reason, hold, note
from tour.settings import Settings
from tour.storage import prepare_database
from tour.wiring import Services


def test_alive_says_nothing_about_the_rest(lone_client: FlaskClient, settings: Settings) -> None:
    settings.stops_file.unlink()
    assert lone_client.get("/healthz").json == {"status": "alive"}


def test_ready_on_both_databases(client: FlaskClient) -> None:
    none = {"heard": 0, "unheard": 0, "refused": 0}
    assert client.get("/readyz").json == {"status": "ready", "warnings": [], "narration": none}


def test_ready_says_which_sounds_were_heard(
    client: FlaskClient, services: Services, settings: Settings
) -> None:
    clips, tour = Clips(settings.audio_dir), services.catalogue.current()
    for lang in ("en", "ru", "kk"):
        clips.publish(tour, "gate", lang)
    lamp = clips.publish(tour, "lamp", "en")
    marks = {
        one.audio[0].digest: Mark(
            lang, one.voice.id, (Reason("lost", "lost"),) if lang == "ru" else ()
        )
        for (stop_id, lang), one in services.clips.publications().items()
        if stop_id == "gate" and lang != "kk"
    }
    note(settings.audio_dir, marks)
    hold(settings.audio_dir, lamp, Mark("en", lamp.voice.id, (Reason("twelve → –", "word"),)))
    answer = client.get("/readyz").json
    assert answer["narration"] == {"heard": 1, "unheard": 1, "refused": 2}
    assert answer["warnings"] == [
        "The sound of gate ru was heard otherwise: `make verify` says where.",
        "The new sound of lamp en is held back: `flask narrate` says why.",
    ]


def test_not_ready_before_the_migrations(lone_app: Flask, lone_client: FlaskClient) -> None:
    problem = assert_problem(lone_client.get("/readyz"), 503, "unavailable")
    assert list(problem["failing"]) == ["migrations"]
    assert "flask db upgrade" in problem["failing"]["migrations"]
    prepare_database(lone_app)
    assert lone_client.get("/readyz").status_code == 200


def test_not_ready_without_a_tour(client: FlaskClient, settings: Settings) -> None:
    settings.stops_file.write_text("tour: {", encoding="utf-8")
    problem = assert_problem(client.get("/readyz"), 503, "unavailable")
    assert list(problem["failing"]) == ["tour"]


def test_not_ready_without_its_database(client: FlaskClient, services: Services) -> None:
    assert client.get("/readyz").status_code == 200
    services.database.check = _unreachable  # type: ignore[method-assign]
    problem = assert_problem(client.get("/readyz"), 503, "unavailable")
    assert "database" in problem["failing"]


def _unreachable() -> None:
    from tour.errors import Unavailable  # noqa: PLC0415

    raise Unavailable("gone")
