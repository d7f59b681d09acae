"""Where RHVoice lies on this machine: for this tour alone, or system-wide. Nothing is loaded."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

VOICES = ("aleksandr-hq", "azamat", "nazgul")
LANGUAGES = ("Russian", "Kyrgyz")
RECORD = "installed.json"
_LOAD_ORDER = ("libsonic.so.*", "libRHVoice_core.so.*", "libRHVoice.so.*")


@dataclass(frozen=True, slots=True)
class Installation:
    """A library, its data, and the voices in it that this tour knows."""

    folder: Path
    libraries: tuple[Path, ...]  # in the order in which they must be loaded
    data: Path
    version: str
    voices: tuple[str, ...]


def private_installation(voices_dir: Path) -> Installation | None:
    """What ``flask voices install`` made, or ``None`` when it is absent or something is missing."""
    folder = voices_dir / "rhvoice"
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        version = str(record["packages"]["librhvoice5"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    libraries = _libraries(folder / "lib")
    voices = _voices(folder / "data")
    if len(libraries) != len(_LOAD_ORDER) or not voices:
        return None
    return Installation(folder, libraries, folder / "data", version, voices)


def system_installation(
    prefixes: Iterable[Path] = (Path("/usr/local"), Path("/usr")),
) -> Installation | None:
    """An RHVoice installed for the whole machine, or ``None``.

    The linker finds the libraries under it. The version is a fingerprint of the files.
    """
    for prefix in prefixes:
        data = prefix / "share" / "RHVoice"
        voices = _voices(data)
        folders = [prefix / "lib", *sorted((prefix / "lib").glob("*-linux-gnu*"))]
        libraries = next((found for each in folders if (found := _libraries(each)[-1:])), ())
        if voices and libraries:
            parts = [*libraries, *(data / "voices" / v / "24000" / "voice.data" for v in voices)]
            version = f"system-{_fingerprint(parts)}"
            return Installation(prefix, libraries, data, version, voices)
    return None


def _libraries(folder: Path) -> tuple[Path, ...]:
    """The libraries in load order: one file of each, the one that the others name."""
    found = []
    for pattern in _LOAD_ORDER:
        matches = sorted(folder.glob(pattern), key=lambda path: (len(path.name), path.name))
        found += matches[:1]
    return tuple(found)


def _voices(data: Path) -> tuple[str, ...]:
    """Known voices whose own data and whose language are both there."""
    if not (data / "languages").is_dir():
        return ()
    return tuple(name for name in VOICES if (data / "voices" / name / "voice.info").is_file())


def _fingerprint(paths: Iterable[Path]) -> str:
    sizes = [(path.resolve().name, path.stat().st_size) for path in paths if path.is_file()]
    return hashlib.sha256(repr(sizes).encode()).hexdigest()[:8]
