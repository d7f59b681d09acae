"""The guide's side of walks: open, lead, command, see how the phones are.

Only the desk that leads may command. Another guide, or the same one on another phone, takes the
walk over with its code.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from tour.groups import log as events
from tour.groups import presence
from tour.groups.commands import Command, End, Lead, Next, Play
from tour.groups.errors import LedElsewhere
from tour.groups.log import Advanced
from tour.groups.machine import opened
from tour.groups.model import State
from tour.groups.presence import DeskView
from tour.groups.tables import group_phones, group_walks
from tour.groups.tries import Tries, Who
from tour.groups.walks import Walks, digest
from tour.ids import MakeToken

_SWEEP = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """A walk in a desk's hands; ``token`` lets this desk command until another one leads."""

    code: str
    token: str
    state: State


@dataclass(frozen=True, slots=True)
class OpenWalk:
    """A walk that is led by an account and not over."""

    code: str
    opened_ms: int
    phones: int
    state: State


class Desks:
    """What guides do with walks."""

    def __init__(self, walks: Walks, make_token: MakeToken, make_code: Callable[[], str]) -> None:
        self._walks = walks
        self._make_token = make_token
        self._make_code = make_code
        self._tries = Tries(walks)

    def open(self, account_id: int, languages: tuple[str, ...] = ()) -> Desk:
        """Begin a walk, led by this account; on the way, forget a few that have expired.

        Raises:
            InvalidInput: the tour is not in one of these languages.
        """
        for lang in languages:
            self._walks.require_language(lang)
        token = self._make_token()

        def work(connection: Connection) -> Desk:
            self._walks.forget_expired(connection, _SWEEP)
            now_ms = self._walks.now_ms()
            first = opened(languages, now_ms)
            code = self._make_code()  # when it is taken, all of this is done again
            row = {
                "code": code,
                "seq": first.seq,
                "ended": False,
                "led_by": account_id,
                "desk_sha256": digest(token),
                "languages": " ".join(languages),
                "opened_ms": now_ms,
                "expires_ms": self._walks.expires_ms(),
            }
            added = connection.execute(insert(group_walks).returning(group_walks.c.id), row)
            events.keep(connection, added.scalar_one(), first)
            return Desk(code, token, first.state)

        return events.whole(self._walks.database, work)

    def lead(self, code: str, account_id: int) -> Desk:
        """Take a walk over for this account and a new desk; the former one commands no more.

        Raises:
            NotFound: no such walk.
            WalkEnded: it is over.
            TooManyRequests: this account tried many wrong codes.
        """
        token = self._make_token()

        def work(connection: Connection) -> tuple[int, Desk]:
            walk = self._walks.find(connection, code)
            state = self._walks.advance(connection, walk.id, Lead()).state
            values = {"led_by": account_id, "desk_sha256": digest(token)}
            connection.execute(
                update(group_walks).where(group_walks.c.id == walk.id).values(values)
            )
            return walk.id, Desk(walk.code, token, state)

        group_id, desk = self._tries.changing(_who(account_id), code, work)
        self._walks.wake(group_id, desk.state.seq)
        return desk

    def command(
        self, code: str, account_id: int, desk: str, command_id: str, command: Command
    ) -> State:
        """Do a command of the leading desk; the state after it. What it tells is kept.

        Idempotent: an id that was taken before changes nothing.

        Raises:
            NotFound: no such walk.
            WalkEnded: it is over.
            LedElsewhere: another desk leads.
            NotNow: the command means nothing in this phase.
            InvalidInput: what it names cannot be used.
            TooManyRequests: this account tried many wrong codes.
        """

        def work(connection: Connection) -> tuple[int, Advanced]:
            walk = self._walks.find(connection, code, even_ended=True)
            _require_leading(walk, account_id, desk)
            if events.is_done(connection, walk.id, command_id):
                return walk.id, Advanced(events.newest(connection, walk.id).event.state, ())
            present = self._in_present_languages(connection, walk, command)
            done = self._walks.advance(connection, walk.id, present, seen_seq=walk.seq)
            if isinstance(command, End):
                presence.forget(connection, walk.id)
            return walk.id, done

        self._walks.programme.stops()  # an edited tour is read while the database is free
        group_id, done = self._tries.answering(
            _who(account_id), code, lambda: events.whole(self._walks.database, work)
        )
        self._walks.wake(group_id, done.state.seq, done.kept)
        return done.state

    def led_by(self, account_id: int) -> tuple[OpenWalk, ...]:
        """The walks that this account leads and that are not over, the newest first."""
        now_ms = self._walks.now_ms()
        phones = (
            select(func.count())
            .select_from(group_phones)
            .where(group_phones.c.group_id == group_walks.c.id, presence.is_here(now_ms))
            .scalar_subquery()
        )
        found = (
            select(group_walks, phones.label("phones"))
            .where(
                group_walks.c.led_by == account_id,
                group_walks.c.ended.is_(False),
                group_walks.c.expires_ms > now_ms,
            )
            .order_by(group_walks.c.id.desc())
        )
        with self._walks.database.read() as connection:
            return tuple(
                OpenWalk(
                    row.code,
                    row.opened_ms,
                    row.phones,
                    events.newest(connection, row.id).event.state,
                )
                for row in connection.execute(found).all()
            )

    def view(self, code: str, account_id: int) -> tuple[DeskView, State]:
        """How the phones are, and the state, for the account that leads.

        Raises:
            NotFound: no such walk.
            LedElsewhere: another account leads.
            TooManyRequests: this account tried many wrong codes.
        """

        def work() -> tuple[DeskView, State]:
            with self._walks.database.read() as connection:
                walk = self._walks.find(connection, code, even_ended=True)
                _require_leading(walk, account_id)
                state = events.newest(connection, walk.id).event.state
                return presence.desk_view(connection, walk.id, state, self._walks.now_ms()), state

        return self._tries.answering(_who(account_id), code, work)

    def admit(self, code: str, account_id: int, *, leads_all: bool = False) -> int:
        """The number of a walk that an account may listen to: it leads it, or may lead all.

        Raises:
            NotFound: no such walk.
            LedElsewhere: another account leads.
            TooManyRequests: this account tried many wrong codes.
        """

        def work() -> int:
            with self._walks.database.read() as connection:
                walk = self._walks.find(connection, code, even_ended=True)
            if not leads_all:
                _require_leading(walk, account_id)
            return int(walk.id)

        if leads_all:
            self._tries.require(_who(account_id))
        return self._tries.answering(_who(account_id), code, work)

    def leaders(self, walks: Collection[int]) -> dict[int, int]:
        """Which account leads each of these walks."""
        found = select(group_walks.c.id, group_walks.c.led_by).where(group_walks.c.id.in_(walks))
        with self._walks.database.read() as connection:
            return {row.id: row.led_by for row in connection.execute(found)}

    def _in_present_languages(
        self, connection: Connection, walk: Row[Any], command: Command
    ) -> Command:
        """Nobody is to wait for a language in which nobody listens any more."""
        if not isinstance(command, Play | Next):
            return command
        here = presence.languages(connection, walk.id, self._walks.now_ms())
        named = walk.languages.split()
        return replace(command, languages=tuple(dict.fromkeys((*named, *here))))


def _who(account_id: int) -> Who:
    return Who("account", str(account_id))


def _require_leading(walk: Row[Any], account_id: int, desk: str | None = None) -> None:
    if walk.led_by != account_id or (desk is not None and walk.desk_sha256 != digest(desk)):
        msg = "Another desk leads this walk now. Take it up again with the code to lead it here."
        raise LedElsewhere(msg)
