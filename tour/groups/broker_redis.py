"""Wakes the streams of several processes through Redis, or whatever speaks its protocol.

Each process keeps two connections, however many streams it has: one listens, one publishes. Redis
may stop and come back at any time. Publishing never waits for it: a thread of its own sends the
newest number of each group as soon as Redis can be reached, and after every gap in listening the
listeners are told to look at every group.
"""

import logging
import random
import threading
from collections.abc import Callable, Sequence
from typing import Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from tour.groups.broker import EVERY_GROUP, Closeable, InProcessBroker, Logged, Wake

log = logging.getLogger(__name__)

_CHANNEL: Final = "tour:groups"
_TIMEOUT_S: Final = 2.0
_QUIET_S: Final = 1.0  # after so long without a word Redis is asked whether it is there
_UNANSWERED: Final = 4  # so often in a row, then the connection is given up
_REST_S: Final = 1.0  # between two attempts to reach it, give or take a half


class RedisBroker:
    """A broker for any number of processes. Building it connects to nothing."""

    def __init__(self, url: str, *, random_share: Callable[[], float] = random.random) -> None:
        self._url = url
        self._random_share = random_share
        self._here = InProcessBroker()
        self._changed = threading.Condition()
        self._unsent: dict[int, int] = {}
        self._threads: list[threading.Thread] = []
        self._ended = threading.Event()

    def publish(self, group_id: int, seq: int, kept: Sequence[Logged] = ()) -> None:
        """Wake this process at once and the others as soon as Redis can be reached."""
        self._here.publish(group_id, seq, kept)
        with self._changed:
            self._start_once()
            self._unsent[group_id] = max(seq, self._unsent.get(group_id, 0))
            self._changed.notify()

    def listen(self, wake: Wake) -> Closeable:
        """Call ``wake`` for what any process publishes, and after every gap in listening."""
        listening = self._here.listen(wake)
        with self._changed:
            self._start_once()
        return listening

    def close(self) -> None:
        """End the threads and connections, within about a second."""
        self._ended.set()
        with self._changed:
            self._changed.notify()
        for thread in self._threads:
            thread.join()

    def _start_once(self) -> None:
        if self._threads or self._ended.is_set():
            return
        for work in (self._send, self._receive):
            keeper = threading.Thread(target=self._keep_at, args=(work,), daemon=True)
            self._threads.append(keeper)
            keeper.start()

    def _keep_at(self, work: Callable[[Callable[[], None]], None]) -> None:
        """Do ``work`` again whenever its connection breaks; say so once per outage."""
        told = False

        def reached() -> None:
            nonlocal told
            if told:
                log.warning("Redis is back.")
            told = False

        while not self._ended.is_set():
            try:
                work(reached)
            except (RedisError, OSError) as error:
                if not told:
                    log.warning("Redis cannot be reached (%s); streams look at the log.", error)
                told = True
                self._ended.wait(_REST_S * (0.5 + self._random_share()))

    def _send(self, reached: Callable[[], None]) -> None:
        with self._connect() as client:
            client.ping()
            reached()
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._unsent or self._ended.is_set())
                    if self._ended.is_set():
                        return
                    group_id, seq = next(iter(self._unsent.items()))
                client.publish(_CHANNEL, f"{group_id} {seq}")
                with self._changed:
                    if self._unsent[group_id] == seq:
                        del self._unsent[group_id]

    def _receive(self, reached: Callable[[], None]) -> None:
        with self._connect() as client, client.pubsub() as subscription:
            subscription.subscribe(_CHANNEL)
            unanswered = 0
            while not self._ended.is_set():
                message = subscription.get_message(timeout=_QUIET_S)
                if message is None:
                    unanswered += 1
                    if unanswered > _UNANSWERED:
                        raise RedisError("it does not answer")
                    subscription.ping()
                    continue
                unanswered = 0
                if message["type"] == "subscribe":
                    reached()
                    self._here.publish(EVERY_GROUP, 0)
                elif message["type"] == "message":
                    self._pass_on(message["data"])

    def _pass_on(self, data: bytes) -> None:
        try:
            group_id, seq = (int(part) for part in data.split())
        except ValueError:
            log.warning("Somebody else writes on the channel %s: %.80r", _CHANNEL, data)
            return
        self._here.publish(group_id, seq)

    def _connect(self) -> Redis:
        return Redis.from_url(
            self._url,
            socket_connect_timeout=_TIMEOUT_S,
            socket_timeout=_TIMEOUT_S,
            # A connection that is mended in silence would hide what was missed meanwhile.
            retry=Retry(NoBackoff(), 0),
            client_name="tour",
        )
