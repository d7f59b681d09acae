"""Publications as JSON, for ``published.json``."""

from dataclasses import asdict, replace
from typing import Any

from tour.narration.model import AudioFile, Cue, Publication, Voice, WordTime

FORMAT = 1


def to_record(publication: Publication) -> dict[str, Any]:
    """A JSON object; cues are packed, since they are most of the file."""
    record = asdict(replace(publication, cues=()))
    record["cues"] = [
        [
            cue.paragraph,
            cue.text,
            round(cue.start_s, 3),
            round(cue.end_s, 3),
            [
                [word.start, word.end, round(word.start_s, 3), round(word.end_s, 3)]
                for word in cue.words
            ],
        ]
        for cue in publication.cues
    ]
    return record


def from_record(record: dict[str, Any]) -> Publication:
    """The publication that was written.

    Raises:
        KeyError, TypeError, ValueError: it was written by something else.
    """
    second = record.get("testimony_voice")
    return Publication(
        **record
        | {
            "voice": Voice(**record["voice"]),
            "testimony_voice": Voice(**second) if second else None,
            "audio": tuple(AudioFile(**file) for file in record["audio"]),
            "cues": tuple(
                Cue(paragraph, text, start_s, end_s, tuple(WordTime(*word) for word in words))
                for paragraph, text, start_s, end_s, words in record["cues"]
            ),
        }
    )
