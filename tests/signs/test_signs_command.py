"""`flask signs`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from signs_help import Printed, Run

from tour import cli
from tour.app import create_app
from tour.settings import ROOT, Settings

URL = "https://audio.example.org"


@pytest.fixture
def run(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def run_signs(*arguments: str, public_url: str = URL) -> Result:
        given = {
            name: getattr(settings, name)
            for name in ("stops_file", "audio_dir", "voices_dir", "instance_dir")
        }
        app = create_app(Settings(**given, public_url=public_url))
        cli.register(app)
        return app.test_cli_runner().invoke(args=["signs", *arguments])

    return run_signs


def printed(path: Path) -> Printed:
    return Printed(path.read_bytes())


def test_signs_are_written_where_one_is(run: Run, tmp_path: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    told, advice = result.output.splitlines()
    assert told == f"signs.pdf: 2 signs, A5, leading to {URL}/c/…"
    assert advice.startswith("Outdoors: ")
    signs = printed(tmp_path / "signs.pdf")
    assert [signs.codes(page)[0].text for page in (0, 1)] == [f"{URL}/c/1", f"{URL}/c/2"]
    assert "Ескі шамшырақ" in signs.reader().metadata.title
    assert [path.name for path in tmp_path.glob("*signs*")] == ["signs.pdf"]
    assert (tmp_path / "signs.pdf").stat().st_mode & 0o777 == 0o644


def test_what_a_phone_scans_opens_the_stop(run: Run, settings: Settings, tmp_path: Path) -> None:
    run()
    visitor = create_app(settings).test_client()
    for page, stop_id in enumerate(("gate", "lamp")):
        (code,) = printed(tmp_path / "signs.pdf").codes(page)
        answer = visitor.get(code.text.removeprefix(URL), headers={"Accept-Language": "ru"})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/ru/stops/{stop_id}")


def test_stops_file_and_address_can_be_named(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "one.pdf"
    result = run("--stop", "lamp", "--out", str(out), "--url", "https://other.example.org/")
    assert "1 sign, A5" in result.output
    assert f"saved under {URL} does not open" in result.output
    (code,) = printed(out).codes()
    assert code.text == "https://other.example.org/c/2"
    assert len(printed(out).reader().pages) == 1


def test_pages_are_in_walking_order(run: Run, tmp_path: Path) -> None:
    run("--stop", "lamp", "--stop", "gate", "--stop", "lamp")
    signs = printed(tmp_path / "signs.pdf")
    assert [text.split()[0] for text in signs.texts()] == ["1", "2"]


def test_an_address_of_this_machine_is_warned_of(run: Run) -> None:
    result = run("--url", "http://localhost:8000")
    assert result.exit_code == 0
    assert "this machine alone" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--url", ""), "TOUR_PUBLIC_URL"),
        (("--url", "example.org"), "must look like https://"),
        (("--stop", "nowhere"), "There is no stop “nowhere”. There are: gate, lamp"),
        (("--out", "missing/signs.pdf"), "missing/signs.pdf cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert said in result.output
    assert list(tmp_path.glob("**/*.pdf")) == []


def test_without_an_address_nothing_is_guessed(run: Run) -> None:
    result = run(public_url="")
    assert result.exit_code == 1
    assert "Set TOUR_PUBLIC_URL" in result.output


def test_a_broken_tour_is_not_printed(run: Run, settings: Settings) -> None:
    text = settings.stops_file.read_text(encoding="utf-8")
    settings.stops_file.write_text(text.replace("kind: outdoor", "kind: outdor"), encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert "has 1 fault" in result.output
    assert "flask stops check" in result.output


def test_a_file_that_cannot_be_replaced_stays_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "old.txt").write_text("old", encoding="utf-8")
    result = run("--out", "kept")
    assert result.exit_code != 0
    assert (tmp_path / "kept" / "old.txt").read_text(encoding="utf-8") == "old"
    assert list(tmp_path.glob(".*")) == []


def test_the_same_tour_makes_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):  # of the order of sets; the clock goes on meanwhile, too
        out = tmp_path / f"{seed}.pdf"
        options = ["--stop", "arch-of-sorrow", "--url", URL, "--out", str(out)]
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "signs", *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TOUR_INSTANCE": str(tmp_path)},
            check=True,
            capture_output=True,
        )
        made.append(out.read_bytes())
    assert made[0] == made[1]
