"""Engines that other packages bring."""

from dataclasses import replace
from pathlib import Path

import pytest

from tour.narration.engines import all_engines, choose_voices, engine_for
from tour.settings import Settings

ENGINE = """
from tour.narration.model import Voice


class Parrot:
    name = "parrot"

    def __init__(self, settings):
        self.folder = settings.voices_dir

    def voices(self):
        return (
            Voice("parrot:polly", "parrot", "Polly", "en", "1", "good", "none", "", "Synthetic"),
        )

    def speak(self, sentence, voice):
        raise NotImplementedError


def broken(settings):
    raise RuntimeError("no key")
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that is installed, as pip leaves it."""
    (tmp_path / "parrot_engine.py").write_text(ENGINE, encoding="utf-8")
    about = tmp_path / "parrot_engine-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: parrot-engine\nVersion: 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return about / "entry_points.txt"


def test_an_installed_package_adds_an_engine(package: Path, tmp_path: Path) -> None:
    package.write_text("[alzhir_tour.engines]\nparrot = parrot_engine:Parrot\n")
    engines = all_engines(replace(Settings(), voices_dir=tmp_path))
    chosen = choose_voices(engines, ["en"], {"en": "parrot:polly"})
    assert chosen["en"].name == "Polly"
    assert engine_for(engines, chosen["en"]).folder == tmp_path  # type: ignore[attr-defined]


def test_a_broken_one_is_told_and_left_out(package: Path) -> None:
    package.write_text("[alzhir_tour.engines]\nbad = parrot_engine:broken\n")
    with pytest.warns(UserWarning, match="parrot_engine:broken cannot be used.*no key"):
        names = [engine.name for engine in all_engines(Settings())]
    assert names == ["hibari", "rhvoice", "piper", "kokoro", "espeak", "gtts"]
