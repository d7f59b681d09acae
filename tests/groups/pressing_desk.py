"""A desk in a process of its own: presses and prints each press after it was acknowledged.

pressing_desk.py ADDRESS CODE DESK NAME TIMES [die]: with `die` it is killed by its own hand
between the commit and the waking of the streams.
"""

import os
import signal
import sys
import threading
from datetime import UTC, datetime

from groups_help import FixedProgramme

from tour.geo import LatLon
from tour.groups import commands as do
from tour.groups.codes import random_code
from tour.groups.model import Gathering
from tour.groups.store import Groups
from tour.groups.walks import Walks
from tour.ids import random_token
from tour.storage import Database

address, code, desk, name, times = sys.argv[1:6]


def publish(*_wake: object) -> None:
    if sys.argv[6:] == ["die"]:
        os.kill(os.getpid(), signal.SIGKILL)


walks = Walks(
    Database(address),
    lambda: datetime(2026, 6, 1, 9, tzinfo=UTC),
    FixedProgramme(),
    publish,
    keep_hours=12,
)
groups = Groups.of(walks, random_token, random_code)


def press(thread: int) -> None:
    for number in range(int(times)):
        press_id = f"{name}-{thread}-{number}"
        where = Gathering(place=LatLon(number / 100, thread), accuracy_m=1.0)
        groups.desks.command(code, 1, desk, press_id, do.Gather(where))
        os.write(sys.stdout.fileno(), f"{press_id}\n".encode())  # whole, whatever others write


threads = [threading.Thread(target=press, args=(number,)) for number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
