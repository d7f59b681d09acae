"""One stop in one language, from script to published files. Runs inside a worker process."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tour.errors import TourError, VoiceFailed
from tour.narration.alignment import word_marks
from tour.narration.captions import webvtt, word_times
from tour.narration.effort import Effort
from tour.narration.encode import Encoded, levelled
from tour.narration.failure import Failure
from tour.narration.master import Placed, Trimmed, join, level, trim
from tour.narration.model import AudioFile, Cue, Engine, Publication, Samples, Speech, WordTime
from tour.narration.pcm import MASTER_HZ, resample
from tour.narration.publisher import SENTENCES, put
from tour.narration.recording_sound import load_recording, words_in
from tour.narration.script import Line, Script
from tour.narration.sentence_cache import SentenceCache
from tour.narration.sound import SOUND, Codec
from tour.narration.take_sound import evened, speech_of

_SILENCE_S = 0.3  # what a sentence without a letter or digit ("…") lasts
_SILENCE_HZ = 24_000


class ClipFailed(TourError):
    """Sentences of a clip failed; ``failures`` has each of them. Nothing was published."""

    slug = "voice-failed"
    title = "The voice failed"

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        super().__init__("\n".join(map(str, failures)))
        self.failures = failures


@dataclass(frozen=True, slots=True)
class _Assembled:
    samples: Samples  # at 48 kHz
    cues: tuple[Cue, ...]


@dataclass(slots=True)
class ClipMaker:
    """Makes clips into ``audio_dir``. ``engine_of`` gives the engine that has a script's voice.

    ``heard`` is told the seconds of each sentence as it is there.
    """

    audio_dir: Path
    engine_of: Callable[[Script], Engine]
    heard: Callable[[Script, float], None] = lambda _script, _seconds: None

    def make(self, script: Script) -> tuple[Publication, Effort]:
        """The files of a script, on disk, and the publication that names them.

        Raises:
            ClipFailed: with every sentence that the voice could not speak.
            NoSpace: the disk is full; finished sentences are kept.
        """
        effort = Effort()
        try:
            if script.recording is None:
                assembled = self._speak(script, effort)
            else:
                assembled = self._take(script, script.recording, effort)
            return self._publish(script, assembled, effort), effort
        except VoiceFailed as fault:
            failure = Failure(*script.key, "", fault.message)
            raise ClipFailed((failure,)) from fault

    def _speak(self, script: Script, effort: Effort) -> _Assembled:
        speeches: list[Speech] = []
        sentences: list[Trimmed] = []
        failures: list[Failure] = []
        for line in script.lines:
            try:
                speech, sentence = self._sentence(script, line, effort)
            except VoiceFailed as fault:
                failures.append(Failure(*script.key, line.spoken.written, fault.message))
                continue
            speeches.append(speech)
            sentences.append(sentence)
            self.heard(script, sentence.samples.size / speech.rate_hz)
        if failures:
            raise ClipFailed(tuple(failures))
        with effort.step("mastering"):
            rate_hz = max((speech.rate_hz for speech in speeches), default=MASTER_HZ)
            sentences = [
                _at_rate(sentence, speech.rate_hz, rate_hz)
                for sentence, speech in zip(sentences, speeches, strict=True)
            ]
            numbers = [line.paragraph for line in script.lines]
            quotations = [line.quoted for line in script.lines]
            joined, placed = join(sentences, numbers, rate_hz, script.pauses, quotations)
            words = [
                word_times(line.spoken, speech, place)
                for line, speech, place in zip(script.lines, speeches, placed, strict=True)
            ]
            return _Assembled(resample(joined, rate_hz, MASTER_HZ), _cues(script, placed, words))

    def _sentence(self, script: Script, line: Line, effort: Effort) -> tuple[Speech, Trimmed]:
        if not any(letter.isalnum() for letter in line.spoken.spoken):
            silence = np.zeros(round(_SILENCE_S * _SILENCE_HZ), dtype=np.float32)
            return Speech(silence, _SILENCE_HZ), Trimmed(silence, 0.0, 0.0, _SILENCE_S)
        cache = SentenceCache(self.audio_dir / SENTENCES)
        with effort.step("cache"):
            speech = cache.get(line.key)
        if speech is not None:
            effort.reused += 1
        else:
            with effort.step("speech" if line.take is None else "recording"):
                made = self._said(script, line)
            trim(made.samples, made.rate_hz)  # refuses what must not be cached
            with effort.step("cache"):
                speech = cache.put(line.key, made)
            effort.spoken += 1
        if script.testimony_voice is not None:
            speech = evened(speech)
        return speech, trim(speech.samples, speech.rate_hz)

    def _said(self, script: Script, line: Line) -> Speech:
        take = line.take
        if take is not None:
            # All of the paragraph: a sentence with a take of its own is in the file as well.
            said = [one.spoken for one in script.lines if one.paragraph == line.paragraph]
            return speech_of(take, said if len(take.of) > 1 else [line.spoken], script.language)
        voice = script.voice_of(line)
        speech = self.engine_of(replace(script, voice=voice)).speak(line.spoken, voice)
        if speech.marks:
            return speech
        marks = word_marks(speech.samples, speech.rate_hz, line.spoken, script.language)
        return replace(speech, marks=marks)

    def _take(self, script: Script, recording: Path, effort: Effort) -> _Assembled:
        with effort.step("recording"):
            said = [line.spoken for line in script.lines]
            samples, placed = load_recording(recording, said, script.language, script.pauses)
            words = [
                words_in(samples, sentence, place, script.language)
                for sentence, place in zip(said, placed, strict=True)
            ]
        self.heard(script, samples.size / MASTER_HZ)
        return _Assembled(samples, _cues(script, placed, words))

    def _publish(self, script: Script, assembled: _Assembled, effort: Effort) -> Publication:
        target = (SOUND.target_lufs, SOUND.ceiling_dbtp)
        with effort.step("mastering"):
            mastered = level(assembled.samples, *target)

        def encoded_as(codec: Codec) -> Encoded:
            with effort.step(codec.extension):
                return levelled(assembled.samples, mastered, codec, script.tags, target)

        with ThreadPoolExecutor(len(SOUND.codecs)) as side_by_side:
            files = tuple(side_by_side.map(encoded_as, SOUND.codecs))
        audio, loudness = [], []
        for codec, encoded in zip(SOUND.codecs, files, strict=True):
            with effort.step("writing"):
                digest = put(self.audio_dir, encoded.data, codec.extension)
            size = len(encoded.data)
            audio.append(AudioFile(digest, codec.extension, codec.media_type, size))
            loudness.append(encoded.loudness)
        captions = webvtt(assembled.cues, script.tags.title, script.language)
        return Publication(
            stop_id=script.stop_id,
            language=script.language,
            recipe=script.recipe,
            text=script.text,
            voice=script.voice,
            duration_s=round(assembled.samples.size / MASTER_HZ, 3),
            loudness_lufs=loudness[0].lufs,
            true_peak_dbtp=round(max(one.true_peak_dbtp for one in loudness), 2),
            audio=tuple(audio),
            captions=put(self.audio_dir, captions.encode(), "vtt"),
            cues=assembled.cues,
            testimony_voice=script.testimony_voice,
        )


def _at_rate(sentence: Trimmed, from_hz: int, to_hz: int) -> Trimmed:
    samples = resample(sentence.samples, from_hz, to_hz)
    return Trimmed(samples, sentence.cut_s, sentence.onset_s, sentence.offset_s)


def _cues(
    script: Script, placed: tuple[Placed, ...], words: list[tuple[WordTime, ...]]
) -> tuple[Cue, ...]:
    """Cues to the millisecond, as they are kept and served."""
    return tuple(
        Cue(
            paragraph=line.paragraph,
            text=line.spoken.written,
            start_s=round(place.start_s, 3),
            end_s=round(place.end_s, 3),
            words=tuple(
                WordTime(word.start, word.end, round(word.start_s, 3), round(word.end_s, 3))
                for word in some
            ),
        )
        for line, place, some in zip(script.lines, placed, words, strict=True)
    )
