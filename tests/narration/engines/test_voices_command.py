"""`flask voices` as an operator sees it."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tour.cli.voices import group


@pytest.fixture
def environment(tmp_path: Path, tour_text: str) -> dict[str, str]:
    """A tour and folders of its own; no voices installed for it."""
    (tmp_path / "stops.yaml").write_text(tour_text, encoding="utf-8")
    return {
        "TOUR_STOPS": str(tmp_path / "stops.yaml"),
        "TOUR_VOICES": str(tmp_path / "voices"),
        "TOUR_AUDIO": str(tmp_path / "audio"),
        "COLUMNS": "200",
    }


def run(environment: dict[str, str], *words: str) -> str:
    result = CliRunner().invoke(group, words, env=environment)
    assert result.exit_code == 0, result.output
    return result.output


def part(output: str, language: str) -> str:
    """The part of the list that is about a language."""
    return next(text for text in output.split("\n\n") if f"({language})" in text)


def test_it_lists_the_voices_of_each_language_and_the_chosen_one(
    environment: dict[str, str],
) -> None:
    output = run(environment)
    english = part(output, "en")
    (chosen,) = [line for line in english.splitlines() if "→" in line]
    assert "hibari:heart" in chosen
    assert "good" in chosen
    assert "Apache-2.0" in chosen
    assert "poor, never used" in part(output, "ru")
    assert "yes, only by name" in english


def test_it_says_how_to_get_a_better_voice(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "audio" / "recordings" / "kk"
    folder.mkdir(parents=True)
    (folder / "gate.wav").write_bytes(b"a take")
    kazakh = part(run(environment), "kk")
    assert f"{folder}/<stop-id>.wav" in kazakh
    assert "(1 recorded)" in kazakh
    assert "Kazakh speaker" in kazakh


def test_a_wanted_voice_that_is_not_here_is_told(
    environment: dict[str, str], tmp_path: Path, tour_text: str
) -> None:
    wanted = tour_text.replace("voices: {}", 'voices: {en: "gone:away"}')
    assert wanted != tour_text
    (tmp_path / "stops.yaml").write_text(wanted, encoding="utf-8")
    assert "asks for gone:away" in part(run(environment), "en")


def test_files_that_are_no_voices_are_named_whatever_their_names(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "voices" / "piper" / "a.onnx").mkdir(parents=True)
    (tmp_path / "voices" / "piper" / os.fsdecode(b"\xff.onnx")).write_bytes(b"model")
    (tmp_path / "voices" / "kokoro" / "af_x.bin").mkdir(parents=True)
    lines = run(environment).splitlines()
    assert {
        "a.onnx is no whole voice: it is no file.",
        "\\xff.onnx is no whole voice: its name is not UTF-8; give it another.",
        "af_x.bin is no whole voice: it is no file.",
    } <= set(lines)


def test_without_a_tour_the_usual_languages_are_shown(environment: dict[str, str]) -> None:
    output = run(environment | {"TOUR_STOPS": "/nowhere/stops.yaml"})
    assert all(f"({language})" in output for language in ("kk", "ru", "en"))


def test_an_installation_that_cannot_be_made_says_what_to_do(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # a system without apt
    result = CliRunner().invoke(group, ["install"], env=environment)
    assert result.exit_code == 1
    assert "no apt" in result.output
    assert "apt-get install" in result.output
    assert "goes on with the voices that are here" in result.output
    assert not list(Path(environment["TOUR_VOICES"]).glob(".installing-*"))


@pytest.mark.voices
def test_a_passage_is_spoken_by_every_voice_of_its_language(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment["TOUR_INSTANCE"] = str(tmp_path / "instance")
    output = run(environment, "try", "It was <built> in 1937.", "--lang", "en")
    page = (tmp_path / "instance" / "voices-try" / "en.html").read_text(encoding="utf-8")
    assert str(tmp_path / "instance" / "voices-try" / "en.html") in output
    assert "gtts" not in output, "nothing is sent anywhere unless asked"
    for voice in ("hibari:heart", "espeak:en"):
        assert f"{voice}: " in output
        assert voice in page
    assert "It was &lt;built&gt; in 1937." in page
    files = re.findall(r'src="([0-9a-f]{32}\.(?:webm|mp3))"', page)
    assert len(files) == 4
    assert all(
        (tmp_path / "instance" / "voices-try" / name).stat().st_size > 5000 for name in files
    )


def test_a_passage_in_no_language_of_the_tour_is_refused(environment: dict[str, str]) -> None:
    for words in (["try", "Hello", "--lang", "fr"], ["try", "…", "--lang", "en"]):
        result = CliRunner().invoke(group, words, env=environment)
        assert result.exit_code == 1
        assert "kk, ru, en" in result.output


def test_a_voice_that_cannot_be_fetched_says_why(environment: dict[str, str]) -> None:
    words = ["get", "en_US-joe-medium", "--from", "http://127.0.0.1:9"]
    result = CliRunner().invoke(group, words, env=environment)
    assert result.exit_code == 1
    assert "cannot be reached" in result.output
