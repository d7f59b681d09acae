"""The streams of one process, their groups, and what is written to whom.

Everything here runs in the hub's thread and nothing waits. ``ask`` has the log read elsewhere; the
answer comes back through ``give``. ``check`` has it looked up elsewhere whose streams are still
allowed, with the heartbeat and for all of a tick at once; ``expel`` is told whose are not.

Who gets what rests on numbers alone: every stream knows the last event it got, and a reading of
the log from `after` on is given to a stream only if it has got that far. So nothing is skipped and
nothing repeated, in whatever order phones come and the log is read.
"""

import os
import select
from collections.abc import Callable, Collection, Sequence
from typing import Final

from tour.groups.broker import EVERY_GROUP
from tour.groups.hub.frames import HEARTBEAT, Frame, farewell
from tour.groups.hub.limits import Holder, Limits, Opening
from tour.groups.hub.stream import Stream

SLOTS: Final = 16
"""A heartbeat's period in ticks; each stream has its own tick."""


class _Group:
    """The streams of one group, and how far its log was given and is said to go."""

    __slots__ = ("asked", "behind", "given", "id", "said", "streams")

    def __init__(self, group_id: int, given: int) -> None:
        self.id = group_id
        self.given = given
        self.said = given
        self.asked: int | None = None  # what was said when the reading that goes on was asked for
        self.behind: int | None = None  # the oldest number from which a stream must catch up
        self.streams: dict[int, Stream] = {}


class Switchboard:
    """Connects streams and groups. Closes the descriptors that it was given."""

    def __init__(
        self,
        epoll: select.epoll,
        ask: Callable[[int, int], None],
        check: Callable[[frozenset[Holder]], None],
        limits: Limits,
        now_s: Callable[[], float],
        random_share: Callable[[], float],
    ) -> None:
        self._epoll = epoll
        self._ask = ask
        self._check = check
        self._limits = limits
        self._now_s = now_s
        self._random_share = random_share
        self._streams: dict[int, Stream] = {}
        self._groups: dict[int, _Group] = {}
        self._held: dict[Holder, tuple[Stream, ...]] = {}  # the oldest first
        self._wheel: tuple[set[Stream], ...] = tuple(set() for _ in range(SLOTS))
        self._slot = 0
        self._look_at_s = now_s() + self._jittered(limits.poll_s)
        self._leaving = False

    def count(self, group_id: int | None) -> int:
        """How many streams are open, in one group or in all. Safe in any thread."""
        if group_id is None:
            return len(self._streams)
        group = self._groups.get(group_id)
        return len(group.streams) if group else 0

    # What comes from other threads, through the hub

    def begin(self, fd: int, opening: Opening) -> None:
        """Take a descriptor over and write what comes first."""
        stream = Stream(
            fd,
            opening,
            slot=int(self._random_share() * SLOTS),
            ends_at_s=self._now_s() + self._jittered(self._limits.life_s),
        )
        self._epoll.register(fd, select.EPOLLRDHUP)
        self._streams[fd] = stream
        self._wheel[stream.slot].add(stream)
        if stream.holder is not None:
            self._hold(stream, stream.holder)
        self._join(stream)
        self._write(stream, opening.first)
        if self._leaving and fd in self._streams:
            self._end(stream)

    def look(self, group_id: int, seq: int, brought: Sequence[Frame] = ()) -> None:
        """The log of a group is said to go as far as ``seq``.

        The events that were ``brought`` along are given without a reading where they are the next.
        """
        if group_id == EVERY_GROUP:
            self._look_everywhere()
        elif (group := self._groups.get(group_id)) is not None:
            group.said = max(group.said, seq)
            if brought and group.asked is None and brought[0].seq == group.given + 1:
                self._spread(group, group.given, brought)
                group.given = brought[-1].seq
            if group.streams:
                self._read_on(group)

    def give(self, group_id: int, after: int, events: Sequence[Frame] | None) -> None:
        """Write what was read of a log after a number; None when it could not be read."""
        group = self._groups.get(group_id)
        if group is None or group.asked is None:
            return
        said, group.asked = group.asked, None
        if events is None:
            group.behind = after if group.behind is None else min(group.behind, after)
            self._look_at_s = min(self._look_at_s, self._now_s() + self._limits.retry_s)
            return
        if events:
            self._spread(group, after, events)
            group.given = max(group.given, events[-1].seq)
        if group.behind is not None and group.behind >= after:
            group.behind = None
        if group.said == said:  # nothing was said meanwhile: what was not found is not there
            group.said = group.given
        if group.streams:
            self._read_on(group)

    def expel(self, holders: Collection[Holder]) -> None:
        """Cut every stream of these."""
        for holder in holders:
            for stream in self._held.get(holder, ()):
                self._drop(stream)

    # What the loop tells

    def stirred(self, fd: int, events: int) -> None:
        """The kernel has something to tell about a descriptor."""
        stream = self._streams.get(fd)
        if stream is None:
            return
        if events & (select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR):
            self._drop(stream)
            return
        try:
            done = stream.flush()
        except OSError:
            self._drop(stream)
            return
        if not done:
            return
        if stream.leaving:
            self._drop(stream)
        else:
            self._epoll.modify(fd, select.EPOLLRDHUP)

    def tick(self) -> None:
        """Heartbeats, planned ends and looks at the log: ``SLOTS`` times per heartbeat."""
        now_s = self._now_s()
        if now_s >= self._look_at_s:
            self._look_at_s = now_s + self._jittered(self._limits.poll_s)
            self._look_everywhere()
        self._slot = (self._slot + 1) % SLOTS
        holders = frozenset(each.holder for each in self._wheel[self._slot] if each.holder)
        if holders:
            self._check(holders)
        for stream in tuple(self._wheel[self._slot]):
            if stream.leaving:
                if now_s >= stream.ends_at_s:
                    self._drop(stream)
            elif now_s >= stream.ends_at_s:
                self._end(stream)
            elif stream.waiting is None:
                self._write(stream, HEARTBEAT)

    def leave(self) -> None:
        """Say farewell to every stream, also to those that still come."""
        self._leaving = True
        for stream in tuple(self._streams.values()):
            if not stream.leaving:
                self._end(stream)

    def drop_all(self) -> None:
        """Close every descriptor."""
        for stream in tuple(self._streams.values()):
            self._drop(stream)

    # Inside

    def _hold(self, stream: Stream, holder: Holder) -> None:
        """Count a holder's stream; the oldest of too many is cut: as a rule it is dead already."""
        others = self._held.get(holder, ())
        if len(others) >= self._limits.streams_each:
            self._drop(others[0])
            others = others[1:]
        self._held[holder] = (*others, stream)

    def _let_go(self, stream: Stream, holder: Holder) -> None:
        others = tuple(each for each in self._held.get(holder, ()) if each is not stream)
        if others:
            self._held[holder] = others
        else:
            self._held.pop(holder, None)

    def _join(self, stream: Stream) -> None:
        group = self._groups.get(stream.group_id)
        if group is None:
            group = self._groups[stream.group_id] = _Group(stream.group_id, stream.seq)
            group.said += 1  # what was said before anybody was here was not heard
        elif stream.seq < group.said:
            group.behind = stream.seq if group.behind is None else min(group.behind, stream.seq)
        group.streams[stream.fd] = stream
        self._read_on(group)

    def _read_on(self, group: _Group) -> None:
        if group.asked is not None or (group.behind is None and group.said <= group.given):
            return
        group.asked = group.said
        after = group.given if group.behind is None else min(group.behind, group.given)
        self._ask(group.id, after)

    def _look_everywhere(self) -> None:
        for group in self._groups.values():
            group.said = max(group.said, group.given + 1)
            self._read_on(group)

    def _spread(self, group: _Group, after: int, events: Sequence[Frame]) -> None:
        last = events[-1].seq
        pieces: dict[int, bytes] = {}
        for stream in tuple(group.streams.values()):
            seq = stream.seq
            if not after <= seq < last:
                continue
            data = pieces.get(seq)
            if data is None:
                data = b"".join(event.data for event in events if event.seq > seq)
                pieces[seq] = data
            stream.seq = last
            self._write(stream, data)

    def _write(self, stream: Stream, data: bytes) -> None:
        waited = stream.waiting is not None
        try:
            done = stream.write(data)
        except OSError:
            self._drop(stream)
            return
        if done:
            return
        if stream.waiting is not None and len(stream.waiting) > self._limits.waiting_bytes:
            self._drop(stream)
        elif not waited:
            self._epoll.modify(stream.fd, select.EPOLLRDHUP | select.EPOLLOUT)

    def _end(self, stream: Stream) -> None:
        first, last = self._limits.back_after_ms
        stream.leaving = True
        stream.ends_at_s = self._now_s() + self._limits.farewell_s
        self._part(stream)
        self._write(stream, farewell(first + round(self._random_share() * (last - first))))
        if stream.waiting is None and stream.fd in self._streams:
            self._drop(stream)

    def _part(self, stream: Stream) -> None:
        group = self._groups.get(stream.group_id)
        if group is None:
            return
        group.streams.pop(stream.fd, None)
        if not group.streams:
            del self._groups[group.id]

    def _drop(self, stream: Stream) -> None:
        if self._streams.pop(stream.fd, None) is None:
            return
        self._part(stream)
        if stream.holder is not None:
            self._let_go(stream, stream.holder)
        self._wheel[stream.slot].discard(stream)
        os.close(stream.fd)

    def _jittered(self, span_s: float) -> float:
        share = self._limits.jitter
        return span_s * (1 - share + 2 * share * self._random_share())
