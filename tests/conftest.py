"""Fixtures of the whole house: a small fictional tour, settings on temporary folders, a clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from tour.settings import Settings

# A busy machine is no failure: examples are bounded in number, not in time.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

LIGHTHOUSE = Path(__file__).parent / "fixtures" / "lighthouse.yaml"


@dataclass
class StoppedClock:
    """A clock that moves only when it is told to."""

    now: datetime = field(default_factory=lambda: datetime(2026, 6, 1, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **kwargs: float) -> None:
        self.now += timedelta(**kwargs)


@pytest.fixture
def stopped_clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(scope="session")
def tour_text() -> str:
    return LIGHTHOUSE.read_text(encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path, tour_text: str) -> Settings:
    stops_file = tmp_path / "stops.yaml"
    stops_file.write_text(tour_text, encoding="utf-8")
    return Settings(
        stops_file=stops_file,
        audio_dir=tmp_path / "audio",
        voices_dir=tmp_path / "voices",
        instance_dir=tmp_path / "instance",
    )
