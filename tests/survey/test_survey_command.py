"""``flask survey``: listing, the differences, writing, and every way to leave the file alone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from survey_help import SQUARE_M, take

from tour.app import create_app
from tour.catalogue.check import check_bytes
from tour.cli import register
from tour.cli import survey as command
from tour.settings import Settings
from tour.storage import prepare_database
from tour.survey import Survey
from tour.wiring import build_services

Run = Callable[..., Result]
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    services = build_services(settings)
    app = create_app(settings, services)
    prepare_database(app)
    register(app)
    yield app
    services.database.engine.dispose()


@pytest.fixture
def survey(app: Flask) -> Survey:
    found: Survey = app.extensions["tour"].survey
    return found


@pytest.fixture
def run(app: Flask) -> Run:
    """The command; the zones are judged only where a test asks for it, for that takes seconds."""
    runner = app.test_cli_runner()

    def run(*args: str, typed: str = "") -> Result:
        export = args[0] == "export" and not any("zones" in arg for arg in args)
        return runner.invoke(
            args=["survey", *args, *(["--no-zones"] if export else [])], input=typed
        )

    return run


def test_the_difference_is_shown_and_asked_about(
    run: Run, survey: Survey, settings: Settings
) -> None:
    survey.add([take((3, 4))])
    before = settings.stops_file.read_bytes()
    settings.stops_file.chmod(0o640)
    for args, typed, code in ((("--dry-run",), "", 0), ((), "n\n", 1)):
        done = run("export", *args, typed=typed)
        assert done.exit_code == code
        assert "-    position: {lat: 51.0, lng: 71.0, uncertainty_m: 120, source: sketch}" in (
            done.output
        )
        assert "+    position: {lat: 51.000036," in done.output
        assert settings.stops_file.read_bytes() == before
    done = run("export", typed="y\n")
    assert done.exit_code == 0, done.output
    tour = check_bytes(settings.stops_file.read_bytes()).tour
    assert tour is not None
    assert tour.stops[0].position.source == "surveyed"
    assert settings.stops_file.stat().st_mode & 0o777 == 0o640
    assert run("export").output == "stops.yaml: nothing to change.\n"
    assert [path.name for path in settings.stops_file.parent.glob(".stops*")] == []


def test_what_would_not_pass_the_check_is_refused(
    run: Run, survey: Survey, settings: Settings
) -> None:
    text = settings.stops_file.read_text(encoding="utf-8").replace("kind: indoor", "kind: outdoor")
    settings.stops_file.write_text(text, encoding="utf-8")
    survey.add([take((0, 50)), take(*SQUARE_M, shape="polygon", hours=1)])
    survey.add([take((0, 10), (9, 10), shape="line", stop="lamp")])
    done = run("export", "--yes")
    assert done.exit_code == 1
    assert "overlap" in done.output
    assert "Nothing was written" in done.output
    assert settings.stops_file.read_text(encoding="utf-8") == text
    assert run("export", "--yes", "--stop", "lamp").exit_code in {0, 1}


def test_a_faulty_file_is_left_alone(run: Run, survey: Survey, settings: Settings) -> None:
    survey.add([take((0, 0))])
    settings.stops_file.write_text("tour: {", encoding="utf-8")
    done = run("export", "--yes")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert settings.stops_file.read_text(encoding="utf-8") == "tour: {"


def test_what_an_editor_wrote_meanwhile_is_never_lost(
    run: Run, survey: Survey, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey.add([take((0, 0))])
    show = command._show

    def editor(path: Path, before: bytes, after: bytes) -> None:
        show(path, before, after)
        path.write_bytes(before + b"# a word\n")

    monkeypatch.setattr(command, "_show", editor)
    done = run("export", "--yes")
    assert done.exit_code == 1
    assert "was changed meanwhile" in done.output
    assert settings.stops_file.read_bytes().endswith(b"# a word\n")


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("# yaml", "\ufeff# yaml")])
def test_line_ends_and_marks_of_the_file_stay(
    run: Run, survey: Survey, settings: Settings, change: tuple[str, str]
) -> None:
    text = settings.stops_file.read_text(encoding="utf-8")
    before = text.replace(*change, text.count("\n") if change[0] == "\n" else 1).encode()
    settings.stops_file.write_bytes(before)
    survey.add([take((3, 4))])
    assert run("export", "--yes").exit_code == 0
    after = settings.stops_file.read_bytes()
    assert after.count(b"\r\n") == before.count(b"\r\n")
    assert after[:3] == before[:3]
    assert sum(a != b for a, b in zip(before.split(b"\n"), after.split(b"\n"), strict=True)) == 1


def test_a_link_stays_a_link(run: Run, survey: Survey, settings: Settings) -> None:
    real = settings.stops_file.rename(settings.stops_file.with_name("real.yaml"))
    settings.stops_file.symlink_to(real)
    survey.add([take((3, 4))])
    assert run("export", "--yes").exit_code == 0
    assert settings.stops_file.is_symlink()
    assert b"source: surveyed, " not in real.read_bytes()
    assert real.read_bytes().count(b"source: surveyed}") == 2


def test_single_stops_and_unknown_ones(run: Run, survey: Survey) -> None:
    survey.add([take((3, 4)), take((0, 0), stop="gone")])
    done = run("export", "--dry-run")
    assert "Not written, gone: it is no longer in the tour." in done.output
    assert "gone" not in run("export", "--dry-run", "--stop", "gate").output
    missing = run("export", "--stop", "nowhere")
    assert missing.exit_code == 1
    assert "There are: gate, gone" in missing.output


def test_the_list_names_takes_that_disagree(run: Run, survey: Survey) -> None:
    assert "sketch, 120 m" in run("list").output
    survey.add([take((0, 0)), take((0, 1), hours=1), take((50, 0), hours=2, take_id="odd")])
    assert "odd" in run("list").output
    assert run("drop", "odd").exit_code == 0
    assert "odd" not in run("list").output
    assert run("drop", "nothing").exit_code == 1


@needs_node
def test_the_zones_of_the_changed_tour_are_judged_before_it_is_asked(
    run: Run, survey: Survey, settings: Settings
) -> None:
    text = settings.stops_file.read_text(encoding="utf-8").replace("kind: indoor", "kind: outdoor")
    settings.stops_file.write_text(text, encoding="utf-8")
    survey.add([take((0, 30))])
    done = run("export", "--zones", "--walks", "15", typed="n\n")
    assert done.exit_code == 1
    shown, judged, asked = (
        done.output.index(part)
        for part in ("source: surveyed}", "15 simulated visits", "Write this into")
    )
    assert shown < judged < asked
    assert "\nZones: " in done.output
    assert settings.stops_file.read_text(encoding="utf-8") == text
    assert "simulated" not in run("export", "--dry-run", "--no-zones").output


def test_without_node_the_export_says_that_the_zones_are_not_judged(
    run: Run, survey: Survey, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    survey.add([take((3, 4))])
    done = run("export", "--zones", "--yes")
    assert done.exit_code == 0, done.output
    assert "Zones are not judged." in done.output
    assert b"source: surveyed" in settings.stops_file.read_bytes()


def test_gates_and_places_to_wait_stay_as_they_are(
    run: Run, survey: Survey, settings: Settings
) -> None:
    rest = "  rests:\n    - {lat: 51.0003, lng: 71.0008, uncertainty_m: 4, source: map} # a bench\n"
    gate = '    code: "1"\n'
    text = settings.stops_file.read_text(encoding="utf-8")
    text = text.replace("voices: {}", f"{rest}voices: {{}}")
    text = text.replace(gate, f"{gate}    passthrough: true # all go in here\n")
    settings.stops_file.write_text(text, encoding="utf-8")
    survey.add([take((3, 4))])
    assert run("export", "--yes").exit_code == 0
    after = settings.stops_file.read_text(encoding="utf-8")
    assert rest in after
    assert "    passthrough: true # all go in here\n" in after
    tour = check_bytes(after.encode()).tour
    assert tour is not None
    assert tour.stops[0].passthrough
    assert len(tour.rests) == 1
