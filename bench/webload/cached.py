"""What reaches the server when a shared cache obeys the Cache-Control that was served."""

import math
from dataclasses import dataclass

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Served:
    """One answer: its bytes as sent, its Cache-Control, whether it can be asked for by its tag."""

    bytes: int
    cache_control: str
    has_tag: bool


def asked_in_a_day(served: Served, listeners: int) -> tuple[int, int]:
    """(whole answers, answers “unchanged”) of the server, when each listener asks once that day.

    They ask evenly over the day, so a cache asks again each time that its copy is too old, and
    for what must always be asked again with every listener. What may not be kept is sent to each.
    """
    said = [part.strip() for part in served.cache_control.split(",")]
    if "no-store" in said or "private" in said or ("public" not in said and "no-cache" not in said):
        return listeners, 0
    ages = [int(part.partition("=")[2]) for part in said if part.startswith("max-age=")]
    if "no-cache" in said or not ages or not ages[0]:
        again = listeners - 1
    else:
        again = min(listeners, math.ceil(DAY_S / ages[0])) - 1
    return (1, again) if served.has_tag else (1 + again, 0)
