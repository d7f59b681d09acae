"""The tour as it is when everything is narrated: real texts, noise of a real clip's size."""

import json
import os
from pathlib import Path

from tour.catalogue import Stop, Tour, read_tour
from tour.listening.editions import FOLDER, INDEX, Edition, EditionFile, basis_of, index_bytes
from tour.listening.episodes import narrated
from tour.narration.model import AudioFile, Cue, Publication, Voice
from tour.narration.notes import note_of
from tour.narration.records import FORMAT, to_record
from tour.narration.sentences import split_sentences
from tour.narration.store import PUBLISHED, ClipStore, text_digest

CLIP_BYTES = 1_000_000  # two minutes of MP3 at 64 kb/s
CLIP = "c0ffee" + "0" * 26
LONG_BYTES = 16_000_000  # half an hour, as in a feed of the whole tour
LONG = "decade" + "0" * 26
_SENTENCE_S = 6.0


def publish(stops_file: Path, audio_dir: Path) -> Tour:
    """Publish one and the same clip for every stop and language."""
    audio_dir.mkdir(parents=True, exist_ok=True)
    (audio_dir / f"{CLIP}.mp3").write_bytes(os.urandom(CLIP_BYTES))
    (audio_dir / f"{LONG}.mp3").write_bytes(os.urandom(LONG_BYTES))
    tour = read_tour(stops_file)
    records = [
        to_record(_publication(tour, each, lang))
        for stop in tour.stops
        for each in (stop, note_of(stop))
        if each is not None
        for lang in tour.languages
    ]
    document = {"format": FORMAT, "publications": records}
    (audio_dir / PUBLISHED).write_text(json.dumps(document), encoding="utf-8")
    return tour


def bind_noise(tour: Tour, audio_dir: Path) -> None:
    """Offer noise of a real size as the whole tour and as the book of every language."""
    folder, clips = audio_dir / FOLDER, ClipStore(audio_dir)
    folder.mkdir()
    editions = []
    for kind, extension in (("sound", "mp3"), ("book", "epub")):
        file = EditionFile(LONG, extension, LONG_BYTES)
        (folder / file.name).write_bytes(os.urandom(LONG_BYTES))
        for lang in tour.languages:
            basis = basis_of(tour, narrated(tour, lang, clips))
            starts_s = tuple(90.0 * number for number in range(len(tour.stops)))
            length_s = 90.0 * len(tour.stops)
            edition = Edition(kind, lang, basis, 1, file, length_s, starts_s)
            editions.append(edition)
    (folder / INDEX).write_bytes(index_bytes(tuple(editions)))


def _publication(tour: Tour, stop: Stop, lang: str) -> Publication:
    paragraphs = stop.paragraphs(lang)
    sentences = [
        (number, text)
        for number, paragraph in enumerate(paragraphs)
        for text in split_sentences(paragraph, lang)
    ]
    return Publication(
        stop_id=stop.id,
        language=lang,
        recipe=tour.version,
        text=text_digest(paragraphs),
        voice=Voice("bench:noise", "bench", "noise", lang, "1", "poor", "none", "noise", "Noise"),
        duration_s=_SENTENCE_S * len(sentences),
        loudness_lufs=-16.0,
        true_peak_dbtp=-1.0,
        audio=(AudioFile(CLIP, "mp3", "audio/mpeg", CLIP_BYTES),),
        captions=CLIP,
        cues=tuple(
            Cue(number, text, place * _SENTENCE_S, (place + 1) * _SENTENCE_S)
            for place, (number, text) in enumerate(sentences)
        ),
    )
