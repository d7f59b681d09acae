"""What is missing, in the order in which visitors will need it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tour.catalogue.model import Stop, Tour
from tour.narration.failure import Failure
from tour.narration.model import Publication, Voice
from tour.narration.notes import is_note, note_of, stop_of
from tour.narration.publisher import SENTENCES, damage, sentence_file
from tour.narration.recipe import sentences_of, write_script
from tour.narration.recordings import find_recording, recording_voice
from tour.narration.script import Script
from tour.narration.sound import SOUND, Pauses
from tour.narration.store import ClipStore, Key
from tour.narration.take_faults import incomplete, silent, stale
from tour.narration.takes import every_take, takes_voice

_FIRST_LANGUAGE = "en"
# The silence before the stop lies in the note's own file: a phone in a pocket runs no clock.
_NOTE_PAUSES = Pauses(lead_out_s=2.0)


@dataclass(frozen=True, slots=True)
class Task:
    """A clip to make: why, and which of its sentences are in no cache yet."""

    script: Script
    reason: str
    new_sentences: int
    new_characters: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Every script of the tour in the order of work, and the tasks among them.

    ``voiceless``: languages without a fit voice; ``unspoken``: stops × languages that have
    therefore no script; ``unheard``: voices wanted for testimony that are not installed here;
    ``take_faults``: what people have read, and is not used because the text is another by now or
    nothing can be heard.
    """

    scripts: tuple[Script, ...]
    tasks: tuple[Task, ...]
    voiceless: tuple[str, ...]
    unspoken: tuple[Key, ...]
    unheard: tuple[str, ...] = ()
    take_faults: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of the tour is meant; None: all of it."""

    stops: Collection[str] | None = None
    languages: Collection[str] | None = None

    def has(self, stop_id: str, language: str) -> bool:
        """Whether this stop, or its note, in this language is meant."""
        return (self.stops is None or stop_of(stop_id) in self.stops) and (
            self.languages is None or language in self.languages
        )


def walking_order(tour: Tour) -> tuple[tuple[Stop, str], ...]:
    """Stops in walking order, the languages of one stop together, each after its note.

    The first stop starts with English, whose voice is the fastest: somebody can begin to listen.
    """
    pairs: list[tuple[Stop, str]] = []
    for index, stop in enumerate(tour.stops):
        languages = list(tour.languages)
        if index == 0:
            languages.sort(key=lambda language: language != _FIRST_LANGUAGE)
        note = note_of(stop)
        for language in languages:
            pairs += [(note, language)] if note else []
            pairs.append((stop, language))
    return tuple(pairs)


def write_scripts(
    tour: Tour,
    voices: Mapping[str, Voice],
    audio_dir: Path,
    choice: Choice,
    testimony_voices: Mapping[str, Voice],
) -> tuple[tuple[Script, ...], tuple[Failure, ...]]:
    """The script of every stop × language that has a voice or is read, in order of work.

    And what is wrong with takes: those are not used, so that nothing is heard under other words.
    """
    scripts: list[Script] = []
    faults: list[Failure] = []
    for stop, language in walking_order(tour):
        if not choice.has(stop.id, language):
            continue
        pauses = _NOTE_PAUSES if is_note(stop.id) else SOUND.pauses
        faults += silent(audio_dir, language, stop.id)
        read = _read_by_people(tour, stop, language, audio_dir, pauses)
        old = stale(read) if read else ()
        if read is not None and not old:
            scripts.append(read)
            continue
        faults += old
        if read is None:
            sentences = sentences_of(stop.paragraphs(language), language)
            faults += incomplete(audio_dir, language, stop.id, sentences)
        voice, other = voices.get(language), testimony_voices.get(language)
        if voice is not None:
            scripts.append(
                write_script(tour, stop, language, voice, pauses=pauses, testimony_voice=other)
            )
    return tuple(scripts), tuple(faults)


def _read_by_people(
    tour: Tour, stop: Stop, language: str, audio_dir: Path, pauses: Pauses
) -> Script | None:
    """The script of a stop's own recording, or of the takes of all its sentences.

    The takes come first where the recording was made for other words.
    """
    whole = None
    recording = find_recording(audio_dir, language, stop.id)
    if recording is not None:
        voice = recording_voice(recording, language)
        whole = write_script(tour, stop, language, voice, recording, pauses=pauses)
        if not stale(whole):
            return whole
    sentences = sentences_of(stop.paragraphs(language), language)
    takes = every_take(audio_dir, language, stop.id, sentences)
    if takes is None:
        return whole
    voice = takes_voice(language, stop.id, takes)
    return write_script(tour, stop, language, voice, takes=takes, pauses=pauses)


def make_plan(
    tour: Tour,
    voices: Mapping[str, Voice],
    audio_dir: Path,
    choice: Choice | None = None,
    testimony_voices: Mapping[str, Voice] = MappingProxyType({}),
) -> Plan:
    """Compare the tour with what is published; every published file is read and hashed again."""
    choice = choice or Choice()
    published = ClipStore(audio_dir).publications()
    scripts, take_faults = write_scripts(tour, voices, audio_dir, choice, testimony_voices)
    tasks = []
    for script in scripts:
        reason = _why(script, published.get(script.key), audio_dir)
        if reason:
            new = () if script.recording else _unheard(script, audio_dir)
            tasks.append(Task(script, reason, len(new), sum(map(len, new))))
    keys = {script.key for script in scripts}
    return Plan(
        scripts=scripts,
        tasks=tuple(tasks),
        take_faults=take_faults,
        voiceless=tuple(language for language in tour.languages if language not in voices),
        unheard=tuple(
            voice
            for language, voice in tour.testimony_voices.items()
            if language not in testimony_voices
        ),
        unspoken=tuple(
            (stop.id, language)
            for stop, language in walking_order(tour)
            if choice.has(stop.id, language) and (stop.id, language) not in keys
        ),
    )


def _why(script: Script, publication: Publication | None, audio_dir: Path) -> str:
    """Why a script must be made; empty when what is published is right."""
    if publication is None:
        return "not narrated yet"
    if publication.text != script.text:
        return "the text has changed"
    if publication.recipe != script.recipe:
        return "the voice, the pronunciation or the sound settings have changed"
    return "; ".join(damage(audio_dir, publication))


def _unheard(script: Script, audio_dir: Path) -> Sequence[str]:
    folder = audio_dir / SENTENCES
    texts = {line.key: line.spoken.spoken for line in script.lines}
    return [text for key, text in texts.items() if not sentence_file(folder, key).is_file()]
