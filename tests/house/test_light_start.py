"""`flask narrate` is waited for by an editor: it loads neither the web nor the database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tour.cli.asked import command_asked
from tour.settings import ROOT

_HEAVY = ("tour.app", "tour.web", "tour.wiring", "tour.storage", "sqlalchemy", "flask_migrate")
_OF_SOUND = ("numpy", "av", "geopy", "requests", "onnxruntime")
_TOLD = """
import atexit, runpy, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
sys.argv = ["flask", "--app", "wsgi", *sys.argv[1:]]
runpy.run_module("flask", run_name="__main__", alter_sys=False)
"""


def modules_after(tmp_path: Path, *words: str) -> tuple[str, set[str]]:
    """What the command says, and what was loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", _TOLD, *words],
        cwd=ROOT,
        env=os.environ | {"TOUR_AUDIO": str(tmp_path / "audio"), "TOUR_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.splitlines()[-1].split())


def loaded_by(code: str, **environ: str) -> set[str]:
    """What is loaded in a process of its own after this."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=ROOT,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "said"), [(("--help",), "--watch"), (("--plan", "--lang", "kk"), "clips would be")]
)
def test_narrating_loads_no_web(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    output, loaded = modules_after(tmp_path, "narrate", *words)
    assert said in output
    assert "tour.cli.narrate" in loaded
    assert loaded.isdisjoint(_HEAVY)
    assert loaded.isdisjoint(_OF_SOUND)  # planning makes none; a process of its own does


def test_a_process_is_started_before_what_it_works_with_is_loaded() -> None:
    loaded = loaded_by("import tour.narration.workers, tour.narration.engines")
    assert loaded.isdisjoint({"numpy", "av", "pydantic", "ruamel.yaml"})


def test_a_process_that_makes_sound_loads_nothing_of_the_plan() -> None:
    loaded = loaded_by("import tour.narration.labour")
    assert {"numpy", "av"} <= loaded
    assert loaded.isdisjoint({"num2words", "pydantic", "ruamel.yaml", "flask", "geopy"})


def test_a_worker_has_loaded_what_measures_distances_before_anybody_asks(tmp_path: Path) -> None:
    begun = """
import logging, runpy, types, wsgi
worker = types.SimpleNamespace(wsgi=wsgi.app, log=logging.getLogger())
runpy.run_path("gunicorn.conf.py")["_warm"](worker)
"""
    assert "geopy.distance" in loaded_by(begun, TOUR_INSTANCE=str(tmp_path))


def test_other_commands_have_the_whole_app(tmp_path: Path) -> None:
    output, loaded = modules_after(tmp_path, "routes")
    assert "/healthz" in output
    assert loaded.issuperset(_HEAVY)
    output, _ = modules_after(tmp_path, "--help")
    assert "narrate" in output
    assert "serve" in output


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("/venv/bin/flask", "narrate", "--watch"), "narrate"),
        (("/venv/flask/__main__.py", "--app", "wsgi", "narrate"), "narrate"),
        (("flask", "--app=wsgi", "--debug", "-e", "narrate", "stops", "check"), "stops"),
        (("flask", "--app", "narrate"), ""),
        (("flask",), ""),
        (("/venv/bin/gunicorn", "--name", "narrate", "wsgi:app"), ""),
        (("",), ""),
    ],
)
def test_the_command_is_read_from_the_words_of_the_process(
    arguments: tuple[str, ...], command: str
) -> None:
    assert command_asked(arguments) == command
