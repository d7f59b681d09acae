"""How the phones of a walk are: what each told last, and what a guide sees of all together.

No name, no position on the ground: the guide sees numbers.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, update

from tour.groups.model import State
from tour.groups.tables import group_phones
from tour.groups.timing import position_s

Output = Literal["headphones", "loudspeaker"]
SILENT_AFTER_MS = 25_000
"""A phone reports every 10 s; after two that did not come it is asleep or offline."""

_GONE_AFTER_MS = 600_000


@dataclass(frozen=True, slots=True)
class Report:
    """What a phone tells of itself.

    ``following``: the group rather than alone. ``second`` of the stop's own sound in its language.
    ``lag_ms``: behind the group if positive. ``hidden``: its page is not in sight.
    """

    lang: str
    output: Output
    following: bool
    in_step: bool
    hidden: bool
    saved: bool
    stop: str | None = None
    beat: int | None = None
    second: float | None = None
    lag_ms: float | None = None
    clock_error_ms: float | None = None


@dataclass(frozen=True, slots=True)
class DeskView:
    """All phones of a walk together.

    ``seconds``: where the phones of a language are in the present stop (median);
    ``lag_ms`` and ``clock_error_ms``: medians of their amounts over those that follow.
    """

    phones: int
    languages: dict[str, int]
    in_step: int
    behind: int
    alone: int
    asleep: int
    offline: int
    saved: int
    seconds: dict[str, float]
    lag_ms: float | None
    clock_error_ms: float | None


def keep(connection: Connection, phone_id: int, report: Report, now_ms: int) -> None:
    """Keep what a phone told; it replaces what it told before."""
    values = {
        "lang": report.lang,
        "output": report.output,
        "seen_ms": now_ms,
        "following": report.following,
        "in_step": report.in_step,
        "hidden": report.hidden,
        "saved": report.saved,
        "stop": report.stop,
        "beat": report.beat,
        "second": report.second,
        "lag_ms": report.lag_ms,
        "clock_error_ms": report.clock_error_ms,
    }
    connection.execute(update(group_phones).where(group_phones.c.id == phone_id).values(values))


def forget(connection: Connection, group_id: int) -> None:
    """Forget how the phones of a walk were; their secrets still open its end."""
    unknown = dict.fromkeys(("stop", "beat", "second", "lag_ms", "clock_error_ms"))
    connection.execute(
        update(group_phones).where(group_phones.c.group_id == group_id).values(unknown)
    )


def languages(connection: Connection, group_id: int, now_ms: int) -> tuple[str, ...]:
    """The languages of the phones that were heard of in the last ten minutes."""
    found = (
        select(group_phones.c.lang)
        .where(
            group_phones.c.group_id == group_id, group_phones.c.seen_ms > now_ms - _GONE_AFTER_MS
        )
        .distinct()
    )
    return tuple(sorted(connection.execute(found).scalars()))


def desk_view(connection: Connection, group_id: int, state: State, now_ms: int) -> DeskView:
    """What the guide sees of the phones now."""
    found = select(group_phones).where(group_phones.c.group_id == group_id)
    rows = connection.execute(found).all()
    states = Counter(_state_of(row, now_ms) for row in rows)
    following = [row for row in rows if _state_of(row, now_ms) in {"in_step", "behind"}]
    return DeskView(
        phones=len(rows),
        languages=dict(sorted(Counter(row.lang for row in rows).items())),
        in_step=states["in_step"],
        behind=states["behind"],
        alone=states["alone"],
        asleep=states["asleep"],
        offline=states["offline"],
        saved=sum(row.saved for row in rows),
        seconds=_seconds(following, state, now_ms),
        lag_ms=_median(row.lag_ms for row in following),
        clock_error_ms=_median(row.clock_error_ms for row in following),
    )


def _state_of(row: Row[Any], now_ms: int) -> str:
    if now_ms - row.seen_ms > SILENT_AFTER_MS:
        return "asleep" if row.hidden else "offline"
    if not row.following:
        return "alone"
    return "in_step" if row.in_step else "behind"


def _seconds(rows: Iterable[Row[Any]], state: State, now_ms: int) -> dict[str, float]:
    """By language; a report is carried on as the walk went on since.

    Those from before the guide last went to another place say nothing any more.
    """
    found: dict[str, list[float]] = {}
    here = None if state.score is None else state.score.stop.id
    for row in rows:
        if row.second is None or row.stop != here or row.seen_ms < state.at_ms:
            continue
        gone_s = position_s(state, now_ms) - position_s(state, row.seen_ms)
        found.setdefault(row.lang, []).append(row.second + max(0.0, gone_s))
    return {lang: round(median(seconds), 1) for lang, seconds in sorted(found.items())}


def _median(values: Iterable[float | None]) -> float | None:
    known = [abs(value) for value in values if value is not None]
    return round(median(known), 1) if known else None
