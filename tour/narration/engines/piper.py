"""Piper voices that an operator has put into ``voices/piper/``: a ``.onnx`` and its ``.onnx.json``.

Piper is no part of the tour: ``pip install piper-tts`` adds it. Without it none is offered.
"""

import importlib.metadata
import importlib.util
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tour.errors import VoiceFailed
from tour.narration.engines.onnx_outputs import also_give, only_output_of
from tour.narration.engines.piper_words import for_espeak, shares, written_words
from tour.narration.engines.soundness import need_words, sound_speech
from tour.narration.engines.voice_files import unfit_line, why_unfit
from tour.narration.model import Samples, Speech, Spoken, Voice

if TYPE_CHECKING:
    import numpy as np
    from piper import PiperVoice

FOLDER = "piper"
_LICENCE = re.compile(r"^\W*licen[cs]e:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_UNKNOWN_LICENCE = "not stated; ask whoever made the voice"


@dataclass(frozen=True, slots=True)
class _Files:
    """A voice's two files, what its description says, and the digest of its model."""

    model: Path
    config: dict[str, Any]
    digest: str

    @property
    def language(self) -> str:
        language = self.config.get("language", {}).get("code") or self.config["espeak"]["voice"]
        return str(re.split("[-_]", language)[0])


class Piper:
    """The Piper voices of this tour. A model is loaded at its first sentence."""

    name = "piper"

    def __init__(self, voices_dir: Path) -> None:
        """``voices_dir``: the voices lie in its folder ``piper``."""
        self._folder = voices_dir / FOLDER
        self._loaded: dict[str, _Loaded] = {}

    def voices(self) -> tuple[Voice, ...]:
        """Every voice whose two files are there and whole, by name."""
        if not importlib.util.find_spec("piper"):
            return ()
        return tuple(
            Voice(
                id=f"{self.name}:{files.model.stem}",
                engine=self.name,
                name=files.model.stem,
                language=files.language,
                version=f"{importlib.metadata.version('piper-tts')}-{files.digest}",
                quality="fair",
                licence=_licence(files.model),
                description="A neural voice (Piper) that was added to this tour. Listen to it.",
                labelled="Synthetic voice",
                takes_phonemes=files.language == "en",  # the table writes English ones
            )
            for files in _found(self._folder)
        )

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Say a sentence; ``[word](/phonemes/)`` in it is said as written there.

        The same sentence always sounds the same: the model's own noise is turned off.

        Raises:
            VoiceFailed: the model cannot be loaded, or gave no sound.
        """
        need_words(sentence.spoken, voice)
        loaded = self._loaded.get(voice.id)
        if loaded is None:
            loaded = self._loaded[voice.id] = _load(self._folder / f"{voice.name}.onnx")
        samples, marks = loaded.say(sentence.spoken)
        return sound_speech(samples, loaded.rate_hz, marks, spoken=sentence.spoken, voice=voice)


class _Loaded:
    """A model that gives, beside the sound, how long each phoneme lasts (where it can)."""

    def __init__(self, voice: "PiperVoice") -> None:
        from piper import SynthesisConfig  # noqa: PLC0415 - only when something is said

        self._voice = voice
        self._quiet = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
        self.rate_hz: int = voice.config.sample_rate

    def say(self, spoken: str) -> tuple[Samples, list[tuple[int, int, float, float]]]:
        """The sound, and each word's span with its times in s."""
        import numpy as np  # noqa: PLC0415 - only when something is said

        parts: list[Samples] = []
        phonemes: list[str] = []
        borders: list[float] = []
        passed = 0
        for sentence in self._voice.phonemize(for_espeak(spoken)):
            ids = self._voice.phonemes_to_ids(sentence)
            given = self._voice.phoneme_ids_to_audio(ids, self._quiet, include_alignments=True)
            sound, lasting = given if isinstance(given, tuple) else (given, None)
            parts.append(np.clip(sound, -1.0, 1.0).astype(np.float32))
            if lasting is not None and len(lasting) == len(ids):
                phonemes += sentence
                borders += [(passed + end) / self.rate_hz for end in self._ends(sentence, lasting)]
            passed += len(parts[-1])
        samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return samples, list(self._marks(spoken, phonemes, borders))

    def _ends(self, phonemes: list[str], lasting: "np.ndarray[Any, Any]") -> Iterator[int]:
        """Where each phoneme ends, in samples; a pad stands after each and counts as its own."""
        signs = self._voice.config.phoneme_id_map
        pad = len(signs["_"])
        ends = [0, *accumulate(int(each) for each in lasting)]
        at = len(signs["^"]) + pad
        for phoneme in phonemes:
            at += len(signs[phoneme]) + pad if phoneme in signs else 0
            yield ends[at]

    def _marks(
        self, spoken: str, phonemes: list[str], borders: list[float]
    ) -> Iterator[tuple[int, int, float, float]]:
        places = written_words(spoken)
        alone = [self._alone(spoken[start:end]) for start, end in places]
        for (start, end), (first, last) in zip(places, shares(phonemes, alone), strict=True):
            if first < last:
                yield start, end, borders[first - 1] if first else 0.0, borders[last - 1]

    def _alone(self, word: str) -> list[str]:
        said = self._voice.phonemize(for_espeak(word))
        return [sign for part in said for sign in part if sign.strip() and sign not in ".,:;!?"]


def _load(model: Path) -> _Loaded:
    import onnxruntime  # noqa: PLC0415 - only when something is said
    from piper import PiperVoice  # noqa: PLC0415
    from piper.config import PiperConfig  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # narration runs in many processes
    try:
        graph = model.read_bytes()
        config = PiperConfig.from_dict(json.loads(_config(model).read_bytes()))
        lasting = only_output_of(graph, "Ceil")  # the rounded length of each phoneme
        session = onnxruntime.InferenceSession(
            graph + also_give(lasting) if lasting else graph,
            sess_options=options,
            providers=["CPUExecutionProvider"],
        )
    except Exception as error:
        msg = (
            f"{model.name} cannot be loaded ({type(error).__name__}). Fetch it anew: "
            f"flask voices get {model.stem} --again"
        )
        raise VoiceFailed(msg) from error
    return _Loaded(PiperVoice(session=session, config=config))


def _found(folder: Path) -> Iterator[_Files]:
    for model in sorted(folder.glob("*.onnx")):
        found = _files(model)
        if isinstance(found, _Files):
            yield found


def _files(model: Path) -> _Files | str:
    """The voice of a model, or why it is none."""
    if why := why_unfit(model):
        return why
    try:
        files = _Files(model, json.loads(_config(model).read_bytes()), _digest(model))
        if files.language and files.config["audio"]["sample_rate"]:
            return files
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return "its .onnx.json is missing or cannot be read"


def unfit_files(voices_dir: Path) -> list[str]:
    """A line for each model in the folder that is no voice, or whose description is none."""
    models = sorted((voices_dir / FOLDER).glob("*.onnx"))
    found = [(model, _files(model)) for model in models]
    return [unfit_line(model, why) for model, why in found if isinstance(why, str)]


def _config(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


def _licence(model: Path) -> str:
    for card in (model.with_name(f"{model.stem}.MODEL_CARD"), model.with_name("MODEL_CARD")):
        with suppress(OSError):
            match = _LICENCE.search(card.read_text(encoding="utf-8", errors="replace"))
            return match[1].strip() if match else _UNKNOWN_LICENCE
    return _UNKNOWN_LICENCE


def _digest(model: Path) -> str:
    found = model.stat()
    return _digest_of(model, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=32)
def _digest_of(model: Path, size: int, changed_ns: int) -> str:  # noqa: ARG001 - a new file, a new digest
    with model.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:12]
