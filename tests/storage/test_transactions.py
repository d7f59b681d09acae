"""Transactions on both databases: whole or not at all, and kept once acknowledged."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tour.errors import Unavailable
from tour.storage import Database

ADD = text("INSERT INTO notes (word) VALUES (:word)")
WRITER = Path(__file__).with_name("acknowledging_writer.py")


@pytest.fixture
def notes(database: Database) -> Database:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE notes (word VARCHAR(40) PRIMARY KEY)"))
    return database


def words(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(text("SELECT word FROM notes")).scalars())


def test_what_was_written_is_read(notes: Database) -> None:
    with notes.write() as connection:
        connection.execute(ADD, {"word": "snow"})
    assert words(notes) == {"snow"}


def test_a_failed_write_leaves_nothing(notes: Database) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(ADD, {"word": "snow"})
        raise LookupError

    with pytest.raises(LookupError), notes.write() as connection:
        fail(connection)
    assert words(notes) == set()


def test_reading_does_not_wait_for_a_writer(notes: Database) -> None:
    with notes.write() as connection:
        connection.execute(ADD, {"word": "snow"})
        assert words(notes) == set()
    assert words(notes) == {"snow"}


def test_many_threads_write_and_none_is_refused(notes: Database) -> None:
    faults: list[Exception] = []

    def work(number: int) -> None:
        try:
            for each in range(20):
                with notes.write() as connection:
                    connection.execute(text("SELECT count(*) FROM notes"))
                    connection.execute(ADD, {"word": f"{number}-{each}"})
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(words(notes)) == 240


@pytest.mark.parametrize("_again", range(3))
def test_what_was_acknowledged_survives_kill_minus_nine(notes: Database, _again: int) -> None:
    address = notes.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, str(WRITER), address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        acknowledged = {writer.stdout.readline().strip() for _ in range(150)}
        writer.kill()
        acknowledged |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    assert len(acknowledged) >= 150
    assert acknowledged <= words(notes)


def test_an_unreachable_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    for url in (
        f"sqlite:///{tmp_path}",  # a folder cannot be opened as a database
        f"postgresql+psycopg://nobody@/nothing?host={tmp_path}",
    ):
        database = Database(url)
        with pytest.raises(Unavailable):
            database.check()


def test_a_full_disk_is_unavailable_and_loses_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'tour.db'}")
    with database.write() as connection:
        connection.execute(text("CREATE TABLE notes (word TEXT)"))
        connection.execute(ADD, {"word": "snow"})

    def fill(connection: Connection) -> None:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        connection.execute(ADD, {"word": "x" * 100_000})

    with pytest.raises(Unavailable, match="disk is full"), database.write() as connection:
        fill(connection)
    assert words(database) == {"snow"}
    database.engine.dispose()


def test_a_fault_of_ours_is_not_called_unavailable(database: Database) -> None:
    with pytest.raises(Exception, match="missing_table") as caught, database.read() as connection:
        connection.execute(text("SELECT * FROM missing_table"))
    assert not isinstance(caught.value, Unavailable)


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'tour.db'}")
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 5000}
    with database.read() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
    database.engine.dispose()
    assert found == wanted
