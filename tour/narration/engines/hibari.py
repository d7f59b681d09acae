"""English: the hibari model on onnxruntime, with the time of every word."""

import importlib.metadata
import importlib.util
import math
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from tour.errors import VoiceFailed
from tour.narration.engines.hibari_words import Token, clauses, said, word_places
from tour.narration.engines.onnx_outputs import also_give
from tour.narration.engines.soundness import Marks, need_words, sound_speech
from tour.narration.model import Samples, Speech, Spoken, Voice

_DURATIONS = "/Clip_output_0"  # the graph's inner tensor: units per phoneme
_SAMPLES_PER_UNIT = 600
_NOISE_SEED = 0  # the model adds noise; a fixed seed makes it the same each time
# The model's durations run late. Against two independent alignments (bench/words.py) words began
# 45 ms late with a shift of 40 ms. Their ends before a pause lie where 40 ms put them: most of the
# power is then inside the words, and the pauses are empty.
_LATE_S = 0.07
_ENDS_LATE_S = 0.04
_TIMES = "times-3"  # counts up with these, so that kept speech is made anew
_SPEED = 0.84  # durations are whole units: measured, sentences then last 12 % longer


class Hibari:
    """A small neural English voice. Loading takes about a second, at the first sentence."""

    name = "hibari"

    def voices(self) -> tuple[Voice, ...]:
        """The one voice that lies inside the package."""
        if not (importlib.util.find_spec("hibari") and importlib.util.find_spec("onnxruntime")):
            return ()
        return (
            Voice(
                id="hibari:heart",
                engine=self.name,
                name="Heart",
                language="en",
                version=f"{importlib.metadata.version('hibari-tts')}/{_TIMES}/speed-{_SPEED}",
                quality="good",
                licence="Apache-2.0",
                description="A neural American English voice, distilled from Kokoro-82M.",
                labelled="Synthetic voice",
                takes_phonemes=True,
            ),
        )

    def speak(self, sentence: Spoken, voice: Voice) -> Speech:
        """Say a sentence; ``[word](/phonemes/)`` in it is said as written there.

        Raises:
            VoiceFailed: nothing in it can be said, or no sound came.
        """
        need_words(sentence.spoken, voice)
        tokens = self._model.tokens(sentence.spoken)
        samples, times = self._model.sound(tokens)
        marks: Marks = ()
        places = word_places(sentence.spoken, [token.text for token in tokens])
        if places is not None:
            marks = _in_time(
                [(*place, *time) for place, time in zip(places, times, strict=True) if time]
            )
        return sound_speech(
            samples, self._model.rate_hz, marks, spoken=sentence.spoken, voice=voice
        )

    def load(self, languages: Collection[str]) -> None:
        """Load the model and its dictionary, if they are installed."""
        if any(voice.language in languages for voice in self.voices()):
            self._model.load()

    @cached_property
    def _model(self) -> "_Model":
        return _Model()


class _Model:
    """The package with its inner durations laid open."""

    def __init__(self) -> None:
        from hibari import SAMPLE_RATE, Hibari  # noqa: PLC0415 - loads onnxruntime
        from hibari.voices import voice_path  # noqa: PLC0415

        graph = Path(voice_path("heart")).read_bytes() + also_give(_DURATIONS)
        self._package = Hibari(model=graph, threads=1)  # narration runs in many processes
        self.rate_hz: int = SAMPLE_RATE

    def load(self) -> None:
        """The dictionary is loaded when it is first asked for."""
        self.tokens("a")

    def tokens(self, spoken: str) -> list[Token]:
        """The words and signs of the text, each with its phonemes."""
        from hibari.g2p import normalize  # noqa: PLC0415

        g2p = self._package.g2p
        return [
            Token(token.text, token.phonemes or "", spaced=bool(token.whitespace))
            for token in g2p.phonemize_tokens(g2p.tokenize(normalize(spoken)))
        ]

    def sound(self, tokens: list[Token]) -> tuple[Samples, list[tuple[float, float] | None]]:
        """The sound, and start and end in it of each token in s (``None``: it has no sound)."""
        import numpy as np  # noqa: PLC0415
        from hibari import dsp  # noqa: PLC0415

        phonemes = said(tokens, known=self._package.vocab)
        noise = np.random.default_rng(_NOISE_SEED)
        parts: list[Samples] = []
        times: list[tuple[float, float] | None] = [None] * len(tokens)
        passed = 0
        for first, last in clauses([phoneme.sign for phoneme in phonemes]):
            ids = self._package.ids([phoneme.sign for phoneme in phonemes[first:last]])
            *spectrum, units = self._package.sess.run(
                None,
                {"ids": np.asarray([ids], np.int64), "speed": np.full(1, _SPEED, np.float32)},
            )
            parts.append(dsp.synth(*(each[0] for each in spectrum), noise))
            # a silent id stands before the phonemes, so phoneme i begins at ends[i]
            ends = (passed + np.cumsum(units) * _SAMPLES_PER_UNIT) / self.rate_hz
            for place, phoneme in enumerate(phonemes[first:last]):
                if phoneme.token is None:
                    continue
                before = times[phoneme.token]
                start_s = before[0] if before else float(ends[place])
                times[phoneme.token] = (start_s, float(ends[place + 1]))
            passed += len(parts[-1])
        if not parts:
            raise VoiceFailed("The English voice knows no sound for this sentence.")
        return np.concatenate(parts), times


def _in_time(marks: list[tuple[int, int, float, float]]) -> Marks:
    """The marks as they are heard; a word ends at the latest where the next one begins."""
    until_s = math.inf
    heard = []
    for first, last, start_s, end_s in reversed(marks):
        heard.append((first, last, max(start_s - _LATE_S, 0.0), min(end_s - _ENDS_LATE_S, until_s)))
        until_s = heard[-1][2]
    return reversed(heard)
