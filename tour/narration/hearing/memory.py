"""What was heard once is not heard again: answers kept by the digest of the published file."""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tour.narration.files import DIGEST_LENGTH, canonical, write_whole
from tour.narration.hearing.model import Recogniser
from tour.narration.model import Samples


class Remembered:
    """A recogniser that keeps its answers for one clip in a file; ``save`` writes them.

    The recogniser behind it is asked only when something new is to be heard.
    """

    def __init__(self, recogniser: Recogniser, folder: Path, clip: str) -> None:
        self._recogniser = recogniser
        self._path = folder / f"{clip}.json"
        self._known: dict[str, Any] = {}
        self.version = recogniser.version
        self.new = 0
        with suppress(OSError, ValueError, KeyError, TypeError):
            document = json.loads(self._path.read_bytes())
            if document["version"] == self.version:
                self._known = dict(document["answers"])

    def listen(self, samples: Samples, language: str) -> str:
        """As the recogniser behind it."""
        key = _key(samples, language)
        return str(self._once(key, lambda: self._recogniser.listen(samples, language)))

    def likelihoods(
        self, samples: Samples, language: str, texts: Sequence[str]
    ) -> tuple[float, ...]:
        """As the recogniser behind it."""
        key = _key(samples, language, *texts)
        odds = self._once(key, lambda: self._recogniser.likelihoods(samples, language, texts))
        return tuple(map(float, odds))

    def kept(
        self, question: str, samples: Samples, make: Callable[[], Sequence[Sequence[str]]]
    ) -> tuple[tuple[str, ...], ...]:
        """What ``make`` answers to a question of a sound, asked once."""
        return tuple(tuple(map(str, one)) for one in self._once(_key(samples, question), make))

    def save(self) -> None:
        """Write what is known now.

        Raises:
            NoSpace: the disk is full.
        """
        document = {"version": self.version, "answers": self._known}
        write_whole(self._path, canonical(document), durable=False)

    def _once(self, key: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - as JSON holds it
        if key not in self._known:
            self._known[key] = make()
            self.new += 1
        return self._known[key]


def _key(samples: Samples, *words: str) -> str:
    digest = hashlib.sha256(samples.tobytes())
    for word in words:
        digest.update(b"\0" + word.encode())
    return digest.hexdigest()[:DIGEST_LENGTH]
