"""What is said when the tour cannot start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tour.settings import ROOT


def run(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [("gunicorn", "wsgi:app"), ("flask", "--app", "wsgi", "serve")])
def test_every_bad_setting_is_told_at_once_and_nothing_starts(command: tuple[str, ...]) -> None:
    done = run(*command, DATABASE_URL="mysql://x", TOUR_VISIT_DAYS="0", PORT="20999")
    assert done.returncode == 3
    assert "DATABASE_URL='mysql://x': must start with" in done.stderr
    assert "TOUR_VISIT_DAYS='0': must be a whole number above zero" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("workers", "redis", "told"),
    [("2", "", 1), ("2", "redis://127.0.0.1:1/0", 0), ("1", "", 0)],
)
def test_several_processes_that_cannot_wake_each_other_are_told_of_in_one_line(
    workers: str, redis: str, told: int
) -> None:
    command = ("gunicorn", "--workers", workers, "wsgi:app")
    done = run(*command, REDIS_URL=redis, DATABASE_URL="mysql://x", PORT="20997")
    lines = [line for line in done.stderr.splitlines() if "REDIS_URL" in line]
    assert len(lines) == told
    for line in lines:
        assert "2 processes without REDIS_URL" in line


@pytest.mark.parametrize(
    ("command", "variable"), [("serve", "TOUR_INSTANCE"), ("narrate", "TOUR_AUDIO")]
)
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, command: str, variable: str) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    folder = tmp_path / "file" / "folder"
    done = run("flask", "--app", "wsgi", command, **{variable: str(folder), "PORT": "20998"})
    assert done.returncode == 1
    assert str(folder) in done.stderr
    assert "Traceback" not in done.stderr
