"""Writes rows one by one and prints each after its commit, until it is killed."""

import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from sqlalchemy import text

from tour.storage import Database

database = Database(sys.argv[1])
for number in itertools.count():
    with database.write() as connection:
        connection.execute(
            text("INSERT INTO notes (word) VALUES (:word)"), {"word": f"word-{number}"}
        )
    print(f"word-{number}", flush=True)  # noqa: T201 - the acknowledgement
