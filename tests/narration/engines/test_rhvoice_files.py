"""Finding RHVoice on a machine, and putting its packages in order."""

from pathlib import Path

import pytest
from voices_help import PACKED

from tour.errors import Unavailable
from tour.narration.engines.rhvoice import RHVoice
from tour.narration.engines.rhvoice_files import private_installation, system_installation
from tour.narration.install.rhvoice import arrange, install

VERSIONS = {"librhvoice5": "1.14-2", "rhvoice-russian": "1.14-2"}


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """What the packages hold, in small."""
    for name in PACKED:
        path = tmp_path / "whole" / "usr" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path / "whole"


def test_only_the_known_voices_are_kept_with_their_licences(unpacked: Path, tmp_path: Path) -> None:
    ready = tmp_path / "voices" / "rhvoice"
    arrange(unpacked, ready, VERSIONS)
    kept = {path.name for path in (ready / "data").glob("*/*")}
    assert kept == {"Russian", "Kyrgyz", "aleksandr-hq", "azamat", "nazgul"}
    assert (ready / "licences" / "librhvoice5.txt").is_file()
    found = private_installation(tmp_path / "voices")
    assert found is not None
    assert found.version == "1.14-2"
    assert [path.name for path in found.libraries] == [
        "libsonic.so.0",
        "libRHVoice_core.so.10",
        "libRHVoice.so.5",
    ]


def test_a_package_without_a_voice_is_refused(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / "usr/share/RHVoice/voices/nazgul/voice.info").unlink()
    (unpacked / "usr/share/RHVoice/voices/nazgul").rmdir()
    with pytest.raises(Unavailable, match="nazgul"):
        arrange(unpacked, tmp_path / "ready", VERSIONS)


@pytest.mark.parametrize("lost", ["installed.json", "lib/libRHVoice_core.so.10", "data/languages"])
def test_a_damaged_installation_counts_as_none(unpacked: Path, tmp_path: Path, lost: str) -> None:
    ready = tmp_path / "voices" / "rhvoice"
    arrange(unpacked, ready, VERSIONS)
    (ready / lost).rename(tmp_path / "lost")
    assert private_installation(tmp_path / "voices") is None


def test_an_installation_that_is_there_is_used_without_the_network(
    unpacked: Path, tmp_path: Path
) -> None:
    arrange(unpacked, tmp_path / "rhvoice", VERSIONS)
    said: list[str] = []
    assert install(tmp_path, said.append).version == "1.14-2"
    assert len(said) == 1
    assert "is installed" in said[0]


def test_a_system_wide_installation_is_found(unpacked: Path) -> None:
    found = system_installation([unpacked / "usr" / "local", unpacked / "usr"])
    assert found is not None
    assert found.voices == ("aleksandr-hq", "azamat", "nazgul")
    assert [path.name for path in found.libraries] == ["libRHVoice.so.5"]
    assert found.version.startswith("system-")
    (unpacked / "usr/share/RHVoice/voices/azamat/24000/voice.data").write_text("another voice")
    changed = system_installation([unpacked / "usr"])
    assert changed is not None
    assert changed.version != found.version


def test_voices_carry_version_language_and_honest_grades(unpacked: Path, tmp_path: Path) -> None:
    arrange(unpacked, tmp_path / "rhvoice", VERSIONS)
    voices = {voice.id: voice for voice in RHVoice(tmp_path).voices()}
    assert voices["rhvoice:aleksandr-hq"].quality == "good"
    assert voices["rhvoice:aleksandr-hq"].version == "1.14-2"
    for name in ("rhvoice:azamat", "rhvoice:nazgul"):
        assert voices[name].language == "kk"
        assert voices[name].quality == "fair"
        assert "Kyrgyz" in voices[name].description
        assert "approved" in voices[name].description
        assert voices[name].version.startswith("1.14-2/letters-")
