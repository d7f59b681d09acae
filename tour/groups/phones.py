"""The visitors' side of walks: join with the code, follow, tell how it goes, leave.

A walk's code lets phones in; what they do afterwards needs the secret that they got for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select

from tour.errors import NotAllowed, TooLarge
from tour.groups import log as events
from tour.groups import presence
from tour.groups.codes import normal_code
from tour.groups.log import Logged
from tour.groups.model import State
from tour.groups.presence import Output, Report
from tour.groups.tables import group_phones, group_walks
from tour.groups.tries import Tries, Who
from tour.groups.walks import Walks, digest
from tour.ids import MakeToken

MAX_PHONES = 20_000
_NO_SECRET = "This opens no walk here. The walk may be over: join again with the code."  # noqa: S105 - a sentence

_ADMITTED = (
    select(group_phones.c.id, group_phones.c.group_id)
    .join(group_walks, group_walks.c.id == group_phones.c.group_id)
    .where(
        group_phones.c.secret_sha256 == bindparam("secret"),
        group_walks.c.code == bindparam("walk"),
        group_walks.c.expires_ms > bindparam("now_ms"),
    )
)


@dataclass(frozen=True, slots=True)
class Joined:
    """What a phone that joined needs. ``secret`` is told this once."""

    code: str
    secret: str
    state: State


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who may hear what happens in a walk: its number and the phone's."""

    group_id: int
    phone_id: int


class Phones:
    """What phones do with walks."""

    def __init__(self, walks: Walks, make_token: MakeToken) -> None:
        self._walks = walks
        self._make_token = make_token
        self._tries = Tries(walks)

    def join(self, code: str, lang: str, output: Output, address: str) -> Joined:
        """Let a phone in. ``address`` only counts against trying codes, as a digest.

        A phone that does not report within ten minutes is forgotten.

        Raises:
            NotFound: no such walk.
            WalkEnded: it is over.
            InvalidInput: the tour is not in this language.
            TooManyRequests: the code is one of many wrong ones from there; or very many tries or
                very many phones came from there.
            TooLarge: the walk has too many phones.
        """
        self._walks.require_language(lang)
        secret = self._make_token()

        def work(connection: Connection) -> tuple[int, Joined, bool]:
            walk = self._walks.find(connection, code)
            self._add_phone(connection, walk.id, secret, lang, output)
            state, is_new = self._walks.with_language(connection, walk.id, lang)
            return walk.id, Joined(walk.code, secret, state), is_new

        group_id, joined, is_new = self._tries.joining(Who("address", address), code, work)
        if is_new:
            self._walks.wake(group_id, joined.state.seq)
        return joined

    def report(self, code: str, secret: str, report: Report) -> State:
        """Keep what a phone tells of itself; the state that it is to follow.

        Raises:
            NotAllowed: the secret opens no walk.
            InvalidInput: the tour is not in this language.
        """
        self._walks.require_language(report.lang)

        def work(connection: Connection) -> tuple[int, State, bool]:
            phone = self._phone(connection, code, secret)
            state, is_new = self._walks.with_language(connection, phone.group_id, report.lang)
            if state.phase != "ended":
                presence.keep(connection, phone.id, report, self._walks.now_ms())
            return phone.group_id, state, is_new

        group_id, state, is_new = events.whole(self._walks.database, work)
        if is_new:
            self._walks.wake(group_id, state.seq)
        return state

    def events_after(self, code: str, secret: str, seq: int) -> tuple[Logged, ...]:
        """The events that a phone has missed, oldest first; of more than 200 the newest.

        Raises:
            NotAllowed: the secret opens no walk.
        """
        with self._walks.database.read() as connection:
            phone = self._phone(connection, code, secret)
            return events.after(connection, phone.group_id, seq)

    def leave(self, code: str, secret: str) -> None:
        """Forget a phone.

        Raises:
            NotAllowed: the secret opens no walk.
        """
        with self._walks.database.write() as connection:
            phone = self._phone(connection, code, secret)
            connection.execute(delete(group_phones).where(group_phones.c.id == phone.id))

    def admit(self, code: str, secret: str) -> Admitted:
        """The walk that a phone follows, and the phone.

        Raises:
            NotAllowed: the secret opens no walk.
        """
        with self._walks.database.read() as connection:
            phone = self._phone(connection, code, secret)
            return Admitted(int(phone.group_id), int(phone.id))

    def still_there(self, phones: Collection[int]) -> set[int]:
        """Which of these phones have not left, nor been forgotten."""
        known = select(group_phones.c.id).where(group_phones.c.id.in_(phones))
        with self._walks.database.read() as connection:
            return set(connection.execute(known).scalars())

    def _phone(self, connection: Connection, code: str, secret: str) -> Row[Any]:
        shown = {
            "secret": digest(secret),
            "walk": normal_code(code) or "",
            "now_ms": self._walks.now_ms(),
        }
        phone = connection.execute(_ADMITTED, shown).one_or_none()
        if phone is None:  # a wrong code looks like a wrong secret: nobody learns of codes here
            raise NotAllowed(_NO_SECRET)
        return phone

    def _add_phone(
        self, connection: Connection, group_id: int, secret: str, lang: str, output: Output
    ) -> None:
        now_ms = self._walks.now_ms()
        presence.forget_unreported(connection, group_id, now_ms)
        count = select(func.count()).where(group_phones.c.group_id == group_id)
        if connection.execute(
            count
        ).scalar_one() >= MAX_PHONES and not presence.forget_longest_gone(
            connection, group_id, now_ms
        ):
            msg = f"A walk has room for {MAX_PHONES} phones."
            raise TooLarge(msg, limit=MAX_PHONES)
        row = {
            "group_id": group_id,
            "secret_sha256": digest(secret),
            "lang": lang,
            "output": output,
            "seen_ms": now_ms,
            "in_step": False,
            "hidden": False,
            "saved": False,
            "reported": False,
        }
        connection.execute(insert(group_phones), row)
