from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from databases import database, database_url, make_token

from tour.staff import Accounts
from tour.staff.passwords import Argon2Passwords
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

__all__ = ["database", "database_url", "make_token"]


@pytest.fixture
def accounts(
    database: Database, stopped_clock: "StoppedClock", make_token: Callable[[], str]
) -> Accounts:
    return Accounts(
        database,
        stopped_clock,
        make_token,
        Argon2Passwords(passes=1, memory_kib=64),
        session_hours=12,
    )
