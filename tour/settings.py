"""Every setting of the house, read once at the start from the environment.

``Settings.from_env()`` reports every fault at once. `flask settings` prints this table.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from tour.errors import BadSettings

ROOT = Path(__file__).resolve().parent.parent


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _database_url(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg://{rest}"
    if scheme in {"sqlite", "postgresql+psycopg"}:
        return text
    msg = "must start with sqlite:// or postgresql://"
    raise ValueError(msg)


def _positive_int(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        msg = "must be a whole number above zero"
        raise ValueError(msg)
    return int(text)


def _web_address(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        msg = "must start with http:// or https://"
        raise ValueError(msg)
    return text.rstrip("/")


def _setting(variable: str, default: Any, help_line: str, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401 - dataclasses.field is typed by its default
    return field(
        default=default,
        metadata={"variable": variable, "help": help_line, "parse": parse},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set, each by one environment variable. Paths are absolute."""

    stops_file: Path = _setting(
        "TOUR_STOPS", ROOT / "stops.yaml", "The tour that is served.", _path
    )
    audio_dir: Path = _setting(
        "TOUR_AUDIO", ROOT / "audio", "Where published narration and recordings lie.", _path
    )
    voices_dir: Path = _setting(
        "TOUR_VOICES", ROOT / "voices", "Where voices installed for this tour lie.", _path
    )
    piper_url: str = _setting(
        "TOUR_PIPER_URL",
        "https://huggingface.co/rhasspy/piper-voices/resolve/main",
        "Where `flask voices get` fetches Piper voices.",
        _web_address,
    )
    instance_dir: Path = _setting(
        "TOUR_INSTANCE", ROOT / "instance", "Where the SQLite database and lock files lie.", _path
    )
    dist_dir: Path = _setting(
        "TOUR_DIST", ROOT / "tour" / "web" / "dist", "The phone's built files.", _path
    )
    database_url: str = _setting(
        "DATABASE_URL",
        "",
        "PostgreSQL or SQLite address; empty: instance/tour.db (SQLite).",
        _database_url,
    )
    public_url: str = _setting(
        "TOUR_PUBLIC_URL",
        "",
        "Address under which visitors reach the tour, for feeds and signs; empty: as asked.",
        _web_address,
    )
    visit_days: int = _setting(
        "TOUR_VISIT_DAYS",
        30,
        "Days after its last event until a visit is forgotten.",
        _positive_int,
    )
    staff_hours: int = _setting(
        "TOUR_STAFF_HOURS",
        12,
        "Hours without use until staff have to sign in again.",
        _positive_int,
    )
    narrate_jobs: int = _setting(
        "TOUR_NARRATE_JOBS",
        os.cpu_count() or 1,
        "Processes that narrate side by side.",
        _positive_int,
    )
    tiles_url: str = _setting(
        "TOUR_TILES_URL",
        "",
        "Map tiles, as https://host/{z}/{x}/{y}.png; empty: the plan alone, no third party.",
        _web_address,
    )
    tiles_attribution: str = _setting(
        "TOUR_TILES_ATTRIBUTION", "", "The credit that the tiles' provider asks for.", str
    )

    def __post_init__(self) -> None:
        """Fill in what follows from other settings."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.instance_dir / 'tour.db'}")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the environment.

        Raises:
            BadSettings: with every fault in one message.
        """
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        faults: list[str] = []
        for item in fields(cls):
            text = environ.get(item.metadata["variable"], "").strip()
            if not text:
                continue
            try:
                values[item.name] = item.metadata["parse"](text)
            except ValueError as error:
                faults.append(f"{item.metadata['variable']}={text!r}: {error}")
        if faults:
            msg = "These settings cannot be used:\n  " + "\n  ".join(faults)
            raise BadSettings(msg)
        return cls(**values)

    @classmethod
    def describe(cls) -> list[tuple[str, str, str]]:
        """(variable, default, help) of every setting, in order."""
        return [
            (item.metadata["variable"], str(item.default), item.metadata["help"])
            for item in fields(cls)
        ]
