from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from databases import database, database_url, make_token
from groups_help import FixedProgramme

from tour.groups.codes import random_code
from tour.groups.store import Groups
from tour.groups.walks import Walks
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

__all__ = ["database", "database_url", "make_token"]


@pytest.fixture
def woken() -> list[tuple[int, int]]:
    """(walk, seq) of everything that was published."""
    return []


@pytest.fixture
def groups(
    database: Database,
    stopped_clock: "StoppedClock",
    make_token: Callable[[], str],
    woken: list[tuple[int, int]],
) -> Groups:
    walks = Walks(
        database,
        stopped_clock,
        FixedProgramme(),
        publish=lambda walk, seq, _kept: woken.append((walk, seq)),
        keep_hours=12,
    )
    return Groups.of(walks, make_token, random_code)
