"""The store of visits, on both databases."""

import random
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text

from tour.errors import InvalidInput, NotAllowed, NotFound, TooLarge
from tour.progress import store
from tour.progress.model import Event, NewVisit
from tour.progress.store import Visits
from tour.storage import Database

if TYPE_CHECKING:
    from conftest import StoppedClock

BATCH = [
    Event("1", "arrived", 1000, "gate"),
    Event("2", "progressed", 3000, "gate", 12.5),
    Event("3", "progressed", 2000, "gate", 30.0),
    Event("4", "language", 4000, lang="ru"),
]


@pytest.fixture
def visit(visits: Visits) -> NewVisit:
    return visits.create("kk")


def test_a_new_visit_knows_its_language_and_nothing_else(visits: Visits, visit: NewVisit) -> None:
    snapshot = visits.progress(visit.id, visit.secret)
    assert (snapshot.lang, snapshot.stops) == ("kk", {})


def test_a_batch_becomes_progress(visits: Visits, visit: NewVisit) -> None:
    receipt = visits.add_events(visit.id, visit.secret, BATCH)
    assert (receipt.accepted, receipt.known) == (4, 0)
    assert receipt.progress == visits.progress(visit.id, visit.secret)
    assert receipt.progress.lang == "ru"
    gate = receipt.progress.stops["gate"]
    assert (gate.arrived, gate.started, gate.finished) == (True, True, False)
    assert (gate.position_s, gate.heard_s, gate.last_at_ms) == (12.5, 30.0, 3000)


def test_a_batch_sent_again_is_known_and_changes_nothing(
    visits: Visits, visit: NewVisit, stopped_clock: "StoppedClock"
) -> None:
    first = visits.add_events(visit.id, visit.secret, BATCH)
    stopped_clock.advance(hours=1)
    again = visits.add_events(visit.id, visit.secret, BATCH[2:] + BATCH[:2])
    assert (again.accepted, again.known) == (0, 4)
    assert again.progress == first.progress


def test_an_id_twice_in_one_batch_is_one_event(visits: Visits, visit: NewVisit) -> None:
    receipt = visits.add_events(visit.id, visit.secret, [BATCH[0], BATCH[0]])
    assert (receipt.accepted, receipt.known) == (1, 1)


def test_an_empty_batch_is_fine(visits: Visits, visit: NewVisit) -> None:
    receipt = visits.add_events(visit.id, visit.secret, [])
    assert (receipt.accepted, receipt.known) == (0, 0)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    positions=st.lists(st.integers(min_value=0, max_value=9), min_size=1, max_size=8),
    chance=st.randoms(),
)
def test_any_order_and_any_batches_give_the_same_progress(
    visits: Visits, positions: list[int], chance: random.Random
) -> None:
    events = [
        Event(f"{number}", "progressed", 5 * position, "gate", float(position))
        for number, position in enumerate(positions)
    ]
    one, other = visits.create("kk"), visits.create("kk")
    at_once = visits.add_events(one.id, one.secret, events)
    shuffled = events * 2
    chance.shuffle(shuffled)
    for event in shuffled:
        bit_by_bit = visits.add_events(other.id, other.secret, [event])
    assert bit_by_bit.progress.stops == at_once.progress.stops


def test_batches_sent_at_the_same_time_lose_nothing(visits: Visits, visit: NewVisit) -> None:
    faults: list[Exception] = []

    def send(number: int) -> None:
        try:
            for each in range(10):
                event = Event(f"{number}-{each}", "progressed", each, f"stop-{number}", 1.0 * each)
                visits.add_events(visit.id, visit.secret, [event])
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    stops = visits.progress(visit.id, visit.secret).stops
    assert {stop: seen.heard_s for stop, seen in stops.items()} == {
        f"stop-{number}": 9.0 for number in range(6)
    }


def test_only_the_secret_opens_a_visit(visits: Visits, visit: NewVisit) -> None:
    other = visits.create("kk")
    for secret in ("", "wrong", other.secret, visit.secret + "x"):
        with pytest.raises(NotAllowed):
            visits.progress(visit.id, secret)
        with pytest.raises(NotAllowed):
            visits.add_events(visit.id, secret, BATCH)
        with pytest.raises(NotAllowed):
            visits.forget(visit.id, secret)
    assert visits.progress(visit.id, visit.secret).stops == {}


def test_the_secret_is_not_in_the_database(visit: NewVisit, database: Database) -> None:
    with database.read() as connection:
        rows = connection.execute(text("SELECT * FROM visits")).all()
    assert len(rows) == 1
    assert visit.id in rows[0]
    assert visit.secret not in map(str, rows[0])


def test_nothing_in_the_database_says_who_or_where(database: Database) -> None:
    tables = inspect(database.engine)
    columns = {
        table: {column["name"] for column in tables.get_columns(table)}
        for table in tables.get_table_names()
        if table.startswith("visit")
    }
    assert columns == {
        "visits": {
            *("id", "public_id", "secret_sha256", "lang", "created_ms", "updated_ms"),
            *("expires_ms", "events", "state"),
        },
        "visit_events": {"visit_id", "id", "type", "stop", "position_s", "lang", "at_ms"},
    }


def test_a_forgotten_visit_is_gone(visits: Visits, visit: NewVisit, database: Database) -> None:
    visits.add_events(visit.id, visit.secret, BATCH)
    visits.forget(visit.id, visit.secret)
    with pytest.raises(NotFound):
        visits.progress(visit.id, visit.secret)
    with pytest.raises(NotFound):
        visits.forget(visit.id, visit.secret)
    assert _events(database) == 0


def test_a_visit_lives_until_its_days_after_the_last_event_are_over(
    visits: Visits, visit: NewVisit, stopped_clock: "StoppedClock", database: Database
) -> None:
    stopped_clock.advance(days=29)
    visits.add_events(visit.id, visit.secret, BATCH)
    stopped_clock.advance(days=29, hours=23)
    assert visits.expire() == 0
    visits.progress(visit.id, visit.secret)
    stopped_clock.advance(hours=1)
    with pytest.raises(NotFound):
        visits.progress(visit.id, visit.secret)
    with pytest.raises(NotFound):
        visits.add_events(visit.id, visit.secret, BATCH)
    assert visits.expire() == 1
    assert _events(database) == 0


def test_beginning_a_visit_sweeps_away_expired_ones(
    visits: Visits, visit: NewVisit, stopped_clock: "StoppedClock", database: Database
) -> None:
    visits.add_events(visit.id, visit.secret, BATCH)
    stopped_clock.advance(days=31)
    visits.create("en")
    assert _events(database) == 0
    assert visits.expire() == 0


def test_a_batch_has_a_limit(visits: Visits, visit: NewVisit) -> None:
    many = [Event(str(n), "arrived", n, "gate") for n in range(201)]
    with pytest.raises(TooLarge, match="200"):
        visits.add_events(visit.id, visit.secret, many)
    assert visits.add_events(visit.id, visit.secret, many[:200]).accepted == 200


def test_a_visit_has_a_limit_and_known_events_do_not_count(
    visits: Visits, visit: NewVisit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_EVENTS", 5)
    visits.add_events(visit.id, visit.secret, BATCH)
    more = [Event("5", "arrived", 5, "lamp"), Event("6", "arrived", 6, "lamp")]
    with pytest.raises(TooLarge, match="at most 5 events"):
        visits.add_events(visit.id, visit.secret, more)
    assert _events(database) == 4
    assert visits.add_events(visit.id, visit.secret, [*BATCH, more[0]]).accepted == 1


def test_the_number_of_different_stops_has_a_limit(
    visits: Visits, visit: NewVisit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_STOPS", 2)
    events = [Event(str(n), "arrived", n, f"stop-{n}") for n in range(3)]
    with pytest.raises(InvalidInput, match="at most 2 different stops"):
        visits.add_events(visit.id, visit.secret, events)
    assert _events(database) == 0


def test_ids_grow_inside_and_are_random_outside(visits: Visits, database: Database) -> None:
    made = [visits.create("kk") for _ in range(3)]
    with database.read() as connection:
        rows = connection.execute(text("SELECT id, public_id FROM visits ORDER BY id")).all()
    assert [row.public_id for row in rows] == [visit.id for visit in made]
    assert len({visit.secret for visit in made} | {visit.id for visit in made}) == 6


def _events(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM visit_events")).scalar_one())
