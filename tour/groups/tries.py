"""How often codes may be tried, so that nobody finds a walk by trying.

Wrong codes count for ten minutes, in this process's memory only, under digests that mean nothing
elsewhere: no address is written anywhere.
"""

import hashlib
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field

from tour.clock import Clock
from tour.errors import TooManyRequests

WINDOW_S = 600
WRONG_BY_ADDRESS = 10
WRONG_BY_ALL = 300
_KEPT = 20_000
_SALT_BYTES = 16


@dataclass(slots=True)
class _Known:
    """What one address did: moments of wrong codes, and how many phones joined from there."""

    wrong: deque[float] = field(default_factory=deque)
    joined: int = 0


class Tries:
    """Counts wrong codes. Safe to use from many threads.

    An address may be wrong ten times in ten minutes, and once more for each phone that joined from
    there (a whole group may share a hotel's address). When many addresses are wrong at once, those
    that have been wrong before must wait; whoever types the right code at once is never kept out.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._salt = secrets.token_bytes(_SALT_BYTES)
        self._lock = threading.Lock()
        self._known: dict[bytes, _Known] = {}
        self._all: deque[float] = deque()

    def check(self, address: str) -> None:
        """Return if a code may be tried from here.

        Raises:
            TooManyRequests: not now; the message says when.
        """
        now = self._clock().timestamp()
        with self._lock:
            known = self._known.get(self._key(address))
            if known is None:
                return
            _forget(known.wrong, now)
            _forget(self._all, now)
            limit = WRONG_BY_ADDRESS + known.joined if len(self._all) < WRONG_BY_ALL else 1
            if len(known.wrong) < limit:
                return
            wait_s = max(1, int(known.wrong[-limit] + WINDOW_S - now) + 1)
        msg = f"Too many wrong codes. Ask the guide for the code and try again in {wait_s} s."
        raise TooManyRequests(msg, retry_after_s=wait_s)

    def wrong(self, address: str) -> None:
        """A wrong code came from here."""
        now = self._clock().timestamp()
        with self._lock:
            self._of(address).wrong.append(now)
            self._all.append(now)

    def right(self, address: str) -> None:
        """A phone joined from here."""
        with self._lock:
            self._of(address).joined += 1

    def _of(self, address: str) -> _Known:
        if len(self._known) >= _KEPT:
            self._known.pop(next(iter(self._known)))
        key = self._key(address)
        known = self._known.pop(key, None) or _Known()
        self._known[key] = known  # the newest stand last
        return known

    def _key(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self._salt, digest_size=16).digest()


def _forget(moments: deque[float], now: float) -> None:
    while moments and moments[0] <= now - WINDOW_S:
        moments.popleft()
