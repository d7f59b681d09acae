"""The command as an operator types it, with the real voices of this machine."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Workshop

from tour.narration.progress_bar import clock
from tour.narration.store import ClipStore

pytestmark = pytest.mark.voices
ROOT = Path(__file__).parents[3]


def start(workshop: Workshop, *words: str) -> subprocess.Popen[str]:
    settings = workshop.settings
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "narration_app", "narrate", *words],
        cwd=Path(__file__).parent,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "TOUR_STOPS": str(settings.stops_file),
            "TOUR_AUDIO": str(settings.audio_dir),
            "TOUR_VOICES": str(settings.voices_dir),
            "TOUR_INSTANCE": str(settings.instance_dir),
            "TOUR_NARRATE_JOBS": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(workshop: Workshop, *words: str) -> tuple[int, str]:
    with start(workshop, *words) as process:
        output, _ = process.communicate(timeout=120)
    return process.returncode, output


def test_narrate_check_and_plan_agree(workshop: Workshop) -> None:
    only = ("--stop", "gate", "--lang", "en")
    code, output = run(workshop, "--plan", *only)
    assert code == 0
    assert "1 of 1 clips would be made, 4 new sentences" in output
    assert not list(workshop.audio_dir.glob("*.webm"))
    code, output = run(workshop, "--check", *only)
    assert code == 1
    assert "gate en: not narrated yet" in output
    code, output = run(workshop, *only)
    assert code == 0, output
    assert "gate en" in output
    made = ClipStore(workshop.audio_dir).publication("gate", "en")
    assert made is not None
    assert clock(made.duration_s) in output
    assert made.voice.name in output
    assert "Not heard: 1 of 1 published clips. `make verify` hears them" in output
    code, output = run(workshop, "--check", *only)
    assert code == 0
    assert output.startswith("All 1 clips fit stops.yaml and are whole.\nWords a minute: en 1")
    (workshop.audio_dir / f"{made.captions}.vtt").write_text("", encoding="utf-8")
    code, output = run(workshop, "--check", *only)
    assert code == 1
    assert f"gate en: {made.captions}.vtt is damaged" in output
    code, output = run(workshop, "--prune")
    assert (code, output) == (0, "Removed 0 files, 0.0 MB.\n")


def test_what_does_not_exist_is_named_with_what_does(workshop: Workshop) -> None:
    code, output = run(workshop, "--stop", "gat")
    assert code == 1
    assert "There is no stop “gat”. There are: gate, lamp" in output
    workshop.settings.stops_file.write_text("tour: [", encoding="utf-8")
    code, output = run(workshop)
    assert code == 1
    assert "flask stops check" in output
    assert "Traceback" not in output


def test_watch_follows_edits_and_ends_at_once(workshop: Workshop) -> None:
    with start(workshop, "--watch") as process:
        assert process.stdout is not None
        first = [next(process.stdout)]
        while " 0 left" not in first[-1]:
            assert "FAILED" not in first[-1]
            first.append(next(process.stdout))
        assert next(process.stdout).startswith("The whole tour as one sound and as a book: ")
        workshop.edit("Look at the lamp.", "Look at the old lamp.")
        edited = [next(process.stdout), next(process.stdout)]
        assert "1 clips" in edited[0]
        assert "lamp en" in edited[1]
        assert next(process.stdout).startswith("The whole tour as one sound and as a book: en (")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0
    now = ClipStore(workshop.audio_dir).build_state()
    assert now is not None
    assert not now.running
