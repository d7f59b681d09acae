"""Helpers of the web's tests: published clips, the one shape of every problem, real sockets."""

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from tour.catalogue import Tour
from tour.narration.model import AudioFile, Cue, Publication, Voice, WordTime
from tour.narration.notes import is_note, note_of, stop_of
from tour.narration.records import FORMAT, to_record
from tour.narration.sentences import split_sentences
from tour.narration.store import PUBLISHED, text_digest

VOICE = Voice("null:test", "null", "Test", "en", "1", "good", "CC0", "A test voice", "Synthetic")
SENTENCE_S = 2.0


class Answered(Protocol):
    """What is looked at of a response, from the test client."""

    status_code: int
    headers: Any
    json: Any
    content_type: str


class Clips:
    """Publishes narration: files named by their digest and the list of what belongs where."""

    def __init__(self, audio_dir: Path) -> None:
        self._dir = audio_dir
        self._dir.mkdir(parents=True, exist_ok=True)
        self._records: list[dict[str, Any]] = []

    def add(self, content: bytes, extension: str) -> str:
        """Store a file; its digest."""
        digest = sha256(content).hexdigest()[:32]
        (self._dir / f"{digest}.{extension}").write_bytes(content)
        return digest

    def publish(
        self,
        tour: Tour,
        stop_id: str,
        lang: str,
        words: Mapping[str, tuple[WordTime, ...]] = MappingProxyType({}),
        testimony_voice: Voice | None = None,
        lasts: Callable[[str], float] = lambda _: SENTENCE_S,
    ) -> Publication:
        """Publish a narration of today's text of one stop, or of its note.

        ``words``: of a sentence, in s from its start. ``lasts``: how long a sentence is, in s.
        """
        stop = tour.stop(stop_of(stop_id))
        if stop is not None and is_note(stop_id):
            stop = note_of(stop)
        assert stop is not None
        paragraphs = stop.paragraphs(lang)
        sentences = [
            (number, sentence)
            for number, paragraph in enumerate(paragraphs)
            for sentence in split_sentences(paragraph, lang)
        ]
        starts_s = [0.0, *accumulate(lasts(text) for _, text in sentences)]
        sound = f"sound of {stop_id} in {lang}".encode() * 100
        publication = Publication(
            stop_id=stop_id,
            language=lang,
            recipe="recipe",
            text=text_digest(paragraphs),
            voice=VOICE,
            duration_s=starts_s[-1],
            loudness_lufs=-16.0,
            true_peak_dbtp=-1.0,
            audio=(
                AudioFile(self.add(sound, "webm"), "webm", "audio/webm; codecs=opus", len(sound)),
                AudioFile(self.add(sound, "mp3"), "mp3", "audio/mpeg", len(sound)),
            ),
            captions=self.add(b"WEBVTT\n", "vtt"),
            cues=tuple(
                Cue(number, text, start_s, end_s, _from(start_s, words.get(text, ())))
                for (number, text), (start_s, end_s) in zip(
                    sentences, pairwise(starts_s), strict=True
                )
            ),
            testimony_voice=testimony_voice,
        )
        self._records.append(to_record(publication))
        document = {"format": FORMAT, "publications": self._records}
        partial = self._dir / "published.partial"
        partial.write_text(json.dumps(document), encoding="utf-8")
        partial.replace(self._dir / PUBLISHED)
        return publication


def _from(start_s: float, words: tuple[WordTime, ...]) -> tuple[WordTime, ...]:
    return tuple(
        replace(word, start_s=start_s + word.start_s, end_s=start_s + word.end_s) for word in words
    )


def assert_problem(response: Answered, status: int, slug: str) -> dict[str, Any]:
    """The response is the problem document of this slug; its members."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem: dict[str, Any] = response.json
    assert problem["type"] == f"/problems/{slug}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert "no-store" in response.headers["Cache-Control"]
    return problem


@contextmanager
def listening_socket() -> Iterator[socket.socket]:
    """A socket that listens already: whoever connects waits until the server takes it over."""
    for port in range(21_000, 32_000):
        with socket.socket() as listener, suppress(OSError):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            listener.listen(64)
            yield listener
            return
