"""How the phones of a walk are: what each told last, and what a guide sees of all together.

No name, no position on the ground: the guide sees numbers.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    literal,
    select,
    union_all,
    update,
)

from tour.groups.model import State
from tour.groups.tables import group_phones
from tour.groups.timing import position_s

Output = Literal["headphones", "loudspeaker"]
SILENT_AFTER_MS = 25_000
"""A phone reports every 10 s; after two that did not come it is asleep or offline."""

_GONE_AFTER_MS = 600_000
"""A phone from which nothing came for so long counts no longer, until it reports again."""

_LATEST_MS = 2**53
_phones = group_phones.c
_KEEP = update(group_phones).where(_phones.id == bindparam("phone"))  # every 10 s from each phone


@dataclass(frozen=True, slots=True)
class Report:
    """What a phone tells of itself.

    A phone that goes on alone has left and tells nothing: whoever tells follows the group.
    ``second`` of the stop's own sound in its language. ``lag_ms``: behind the group if positive.
    ``hidden``: its page is not in sight.
    """

    lang: str
    output: Output
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
    ``lag_ms`` and ``clock_error_ms``: medians of their amounts over those that are not silent.
    """

    phones: int
    languages: dict[str, int]
    in_step: int
    behind: int
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
        "reported": True,
        "in_step": report.in_step,
        "hidden": report.hidden,
        "saved": report.saved,
        "stop": report.stop,
        "beat": report.beat,
        "second": report.second,
        "lag_ms": report.lag_ms,
        "clock_error_ms": report.clock_error_ms,
    }
    connection.execute(_KEEP, {"phone": phone_id, **values})


def forget(connection: Connection, group_id: int) -> None:
    """Forget how the phones of a walk were; their secrets still open its end."""
    unknown = dict.fromkeys(("stop", "beat", "second", "lag_ms", "clock_error_ms"))
    connection.execute(
        update(group_phones).where(group_phones.c.group_id == group_id).values(unknown)
    )


def is_here(now_ms: int) -> ColumnElement[bool]:
    """Which phones count: those that were heard of in the last ten minutes."""
    return _phones.seen_ms > now_ms - _GONE_AFTER_MS


def forget_unreported(connection: Connection, group_id: int, now_ms: int) -> None:
    """Forget the phones that joined, never told anything and are gone."""
    gone = and_(_phones.group_id == group_id, _phones.reported.is_(False), ~is_here(now_ms))
    connection.execute(delete(group_phones).where(gone))


def forget_longest_gone(connection: Connection, group_id: int, now_ms: int) -> bool:
    """Make room for another phone; whether there was one that is gone."""
    longest = (
        select(_phones.id)
        .where(_phones.group_id == group_id, ~is_here(now_ms))
        .order_by(_phones.seen_ms)
        .limit(1)
    )
    done = connection.execute(delete(group_phones).where(_phones.id.in_(longest)))
    return done.rowcount == 1


def languages(connection: Connection, group_id: int, now_ms: int) -> tuple[str, ...]:
    """The languages of the phones that were heard of in the last ten minutes."""
    found = select(_phones.lang).where(_phones.group_id == group_id, is_here(now_ms)).distinct()
    return tuple(sorted(connection.execute(found).scalars()))


def desk_view(connection: Connection, group_id: int, state: State, now_ms: int) -> DeskView:
    """What the guide sees of the phones now: two queries, however many phones there are."""
    here = and_(_phones.group_id == group_id, is_here(now_ms))
    counts = {name: func.sum(case((which, 1), else_=0)) for name, which in _kinds(now_ms).items()}
    by_lang = (
        select(_phones.lang, func.count(), *(each.label(name) for name, each in counts.items()))
        .where(here)
        .group_by(_phones.lang)
        .order_by(_phones.lang)
    )
    rows = connection.execute(by_lang).all()
    sums = {name: sum(getattr(row, name) for row in rows) for name in counts}
    middles = _medians(connection, here, state, now_ms)
    return DeskView(
        phones=sum(row[1] for row in rows),
        languages={row.lang: row[1] for row in rows},
        **sums,
        seconds={key: at_s for (kind, key), at_s in middles.items() if kind == "second"},
        lag_ms=middles.get(("lag", "")),
        clock_error_ms=middles.get(("clock", "")),
    )


def _kinds(now_ms: int) -> dict[str, ColumnElement[bool]]:
    """The members of a view that count phones, each with which phones it counts."""
    silent = now_ms - _phones.seen_ms > SILENT_AFTER_MS
    return {
        "in_step": and_(~silent, _phones.in_step),
        "behind": and_(~silent, ~_phones.in_step),
        "asleep": and_(silent, _phones.hidden),
        "offline": and_(silent, ~_phones.hidden),
        "saved": _phones.saved.is_(True),
    }


def _medians(
    connection: Connection, here: ColumnElement[bool], state: State, now_ms: int
) -> dict[tuple[str, str], float]:
    """Medians over the phones that still tell, by (kind, language), rounded to a tenth."""
    follows = and_(here, now_ms - _phones.seen_ms <= SILENT_AFTER_MS)
    values = union_all(
        _told("lag", literal(""), func.abs(_phones.lag_ms), follows),
        _told("clock", literal(""), func.abs(_phones.clock_error_ms), follows),
        _seconds(state, now_ms, follows),
    ).subquery()
    group = (values.c.kind, values.c.lang)
    ranked = select(
        *group,
        values.c.value,
        func.row_number().over(partition_by=group, order_by=values.c.value).label("place"),
        func.count().over(partition_by=group).label("of"),
    ).subquery()
    twice = 2 * ranked.c.place  # the middle one, or the two middle ones
    middle = (
        select(ranked.c.kind, ranked.c.lang, func.avg(ranked.c.value).label("value"))
        .where(twice >= ranked.c.of, twice <= ranked.c.of + 2)
        .group_by(ranked.c.kind, ranked.c.lang)
        .order_by(ranked.c.lang)
    )
    rows = connection.execute(middle)
    return {(row.kind, row.lang): round(float(row.value), 1) for row in rows}


def _told(
    kind: str,
    lang: ColumnElement[str],
    value: ColumnElement[Any],
    which: ColumnElement[bool],
) -> Select[Any]:
    """Rows (kind, lang, value) of the phones that told this value."""
    told = select(literal(kind).label("kind"), lang.label("lang"), value.label("value"))
    return told.where(which, value.is_not(None))


def _seconds(state: State, now_ms: int, follows: ColumnElement[bool]) -> Select[Any]:
    """By language; a report is carried on as the walk went on since.

    Those from before the guide last went to another place say nothing any more.
    """
    score = state.score
    told = and_(
        follows,
        false() if score is None else _phones.stop == score.stop.id,
        _phones.seen_ms >= state.at_ms,
    )
    # As in ``position_s``: from where it began with the clock, at most to where it stands.
    stand_s = position_s(state, _LATEST_MS)
    began_s = position_s(state, state.at_ms)
    went_s = began_s + (_phones.seen_ms - state.at_ms) / 1000.0
    then_s = case((went_s > stand_s, stand_s), else_=went_s)
    gone_s = position_s(state, now_ms) - then_s
    carried = _phones.second + case((gone_s > 0, gone_s), else_=0.0)
    return _told("second", _phones.lang, carried, and_(told, _phones.second.is_not(None)))
