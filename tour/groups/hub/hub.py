"""The hub: one thread that owns the sockets of every open stream of its process.

A phone that reads too slowly is cut off when its buffer is full; one that has hung up is dropped
as soon as the kernel knows, one that vanished without a word when it has acknowledged nothing for
a while. Whoever comes back names the last event it got and misses none. Every stream ends after a
while on purpose, each at another moment. With every heartbeat it is asked whose streams are still
allowed: who has left, or was signed out, hears no more within one heartbeat.
"""

import logging
import os
import random
import resource
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import Final

from tour.groups.broker import Broker, Logged
from tour.groups.hub.frames import Frame, event_frames
from tour.groups.hub.limits import Holder, Limits, Opening, StillAdmitted
from tour.groups.hub.reader import LogReader, ReadEvents
from tour.groups.hub.switchboard import SLOTS, Switchboard

log = logging.getLogger(__name__)

SUPPORTED: Final = hasattr(select, "epoll") and hasattr(os, "eventfd")
"""Whether this system has what a hub is made of. Linux has."""

_AT_ONCE: Final = 1024
_OTHER_FILES: Final = 400  # descriptors that the rest of the process may need


class Hub:
    """The open streams of one process. Nothing runs before the first one is adopted.

    Everything may be called from any thread.
    """

    def __init__(
        self,
        read_events: ReadEvents,
        broker: Broker,
        still_admitted: StillAdmitted = frozenset,
        *,
        limits: Limits | None = None,
        now_s: Callable[[], float] = time.monotonic,
        random_share: Callable[[], float] = random.random,
    ) -> None:
        self._read_events = read_events
        self._broker = broker
        self._still_admitted = still_admitted
        self._limits = limits or Limits()
        self._now_s = now_s
        self._random_share = random_share
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._closed = False

    def has_room(self) -> bool:
        """Whether a stream would be taken now."""
        return SUPPORTED and not self._closed and self.count() < self._most()

    def count(self, group_id: int | None = None) -> int:
        """How many streams are open, in one group or in all."""
        return self._running.board.count(group_id) if self._running else 0

    def adopt(self, connection: socket.socket, opening: Opening) -> None:
        """Take a connection over for good; nobody else may use it any more.

        The stream gets what ``opening`` says first and then every event of its group with a higher
        number, each once and in order. A hub that is closed only closes the connection.
        """
        running = self._started()
        if running is None:
            connection.close()
            return
        _settle(connection, self._limits)
        fd = connection.detach()
        running.post(lambda: running.board.begin(fd, opening))

    def close(self) -> None:
        """Say farewell to every stream, then end. Returns at once; signal handlers may call it."""
        self._closed = True
        if self._running is not None:
            self._running.post(self._running.leave)

    def join(self, timeout_s: float) -> bool:
        """Wait after ``close``; whether everything has ended."""
        if self._running is None:
            return True
        self._running.thread.join(timeout_s)
        return not self._running.thread.is_alive()

    def _most(self) -> int:
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return min(self._limits.streams, files - _OTHER_FILES)

    def _started(self) -> "_Running | None":
        with self._lock:
            if self._running is None and not self._closed:
                self._running = _Running(
                    self._read_events,
                    self._broker,
                    self._still_admitted,
                    self._limits,
                    self._now_s,
                    self._random_share,
                )
            return None if self._closed else self._running


class _Running:
    """The thread, its inbox and what it works with."""

    def __init__(
        self,
        read_events: ReadEvents,
        broker: Broker,
        still_admitted: StillAdmitted,
        limits: Limits,
        now_s: Callable[[], float],
        random_share: Callable[[], float],
    ) -> None:
        self._limits = limits
        self._now_s = now_s
        self._inbox: deque[Callable[[], None]] = deque()
        self._rung = False
        self._leave_at_s: float | None = None
        self._epoll = select.epoll()
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._epoll.register(self._bell, select.EPOLLIN)
        self._reader = LogReader(read_events, self._found, still_admitted, self._expel)
        asking = self._reader.ask, self._reader.check
        self.board = Switchboard(self._epoll, *asking, limits, now_s, random_share)
        self._listening = broker.listen(self._woken)
        self.thread = threading.Thread(target=self._run, name="streams", daemon=True)
        self.thread.start()

    def post(self, work: Callable[[], None]) -> None:
        """Have something done in the hub's thread."""
        self._inbox.append(work)
        if not self._rung:
            self._rung = True
            os.eventfd_write(self._bell, 1)

    def leave(self) -> None:
        """Begin to end; in the hub's thread."""
        if self._leave_at_s is None:
            self._leave_at_s = self._now_s() + self._limits.farewell_s
            self.board.leave()

    def _woken(self, group_id: int, seq: int, kept: Sequence[Logged]) -> None:
        frames = event_frames(kept)
        self.post(lambda: self.board.look(group_id, seq, frames))

    def _found(self, group_id: int, after: int, events: Sequence[Frame] | None) -> None:
        self.post(lambda: self.board.give(group_id, after, events))

    def _expel(self, holders: Collection[Holder]) -> None:
        self.post(lambda: self.board.expel(holders))

    def _run(self) -> None:
        try:
            self._loop()
        except Exception:
            log.exception("the streams' thread failed")
            raise
        finally:
            self._listening.close()
            self._reader.close()
            self.board.drop_all()
            self._epoll.close()

    def _loop(self) -> None:
        period_s = self._limits.heartbeat_s / SLOTS
        tick_at_s = self._now_s() + period_s
        while True:
            for fd, events in self._epoll.poll(max(0.0, tick_at_s - self._now_s()), _AT_ONCE):
                if fd != self._bell:
                    self.board.stirred(fd, events)
                    continue
                os.eventfd_read(self._bell)
                self._rung = False  # in this order: whoever finds it so rings, and nobody's is lost
            # After the kernel's news: a new descriptor may bear the number of one just closed.
            while self._inbox:
                self._inbox.popleft()()
            now_s = self._now_s()
            if now_s >= tick_at_s:
                tick_at_s = max(tick_at_s + period_s, now_s)
                self.board.tick()
            if self._leave_at_s is not None and (
                self.board.count(None) == 0 or now_s >= self._leave_at_s
            ):
                return


def _settle(connection: socket.socket, limits: Limits) -> None:
    """Set a connection up for small messages that must not pile up in the kernel."""
    connection.setblocking(False)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.kernel_buffer_bytes)
    if connection.family in {socket.AF_INET, socket.AF_INET6}:
        patience_ms = round(limits.unacknowledged_s * 1000)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience_ms)
