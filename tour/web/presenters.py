"""A tour and its stops as the JSON values that the API and the pages show."""

from collections.abc import Sequence
from typing import Any

from tour.catalogue.model import Position, Stop, Tour, Zone
from tour.narration.model import BuildState, Cue, Publication, Voice
from tour.narration.notes import is_note, note_of
from tour.narration.sentences import split_sentences
from tour.narration.store import ClipStore, text_digest

Json = dict[str, Any]


def tour_dict(tour: Tour, lang: str, clips: ClipStore) -> Json:
    """Everything that a phone needs to hold the tour offline, in one of its languages."""
    build = clips.build_state()
    return {
        "id": tour.id,
        "version": tour.version,
        "lang": lang,
        "languages": list(tour.languages),
        "title": tour.title[lang],
        "subtitle": tour.subtitle[lang],
        "summary": tour.summary[lang],
        "getting_there": tour.getting_there[lang],
        "closing": tour.closing[lang],
        "duration_min": tour.duration_min,
        "anchor": position_dict(tour.anchor),
        "phone": tour.phone,
        "website": tour.website,
        "rests": [position_dict(rest) for rest in tour.rests],
        "sources": [
            {"key": source.key, "title": source.title, "address": source.address}
            for source in tour.sources.values()
        ],
        "stops": [_stop(stop, lang, clips, build) for stop in tour.stops],
    }


def stop_dict(tour: Tour, stop: Stop, lang: str, clips: ClipStore) -> Json:  # noqa: ARG001 - a stop is shown as part of its tour
    """One stop with its transcript and the state of its narration, in one language."""
    return _stop(stop, lang, clips, clips.build_state())


def page_dict(tour: Tour, stop: Stop, lang: str, clips: ClipStore) -> Json:
    """As ``stop_dict``, and in each sentence ``words``: when its words are said, for the page.

    ``words`` holds "letter letters ms" for each word, parted by commas: it begins at that letter,
    is so many letters long (both in UTF-16, as browsers count) and begins so many milliseconds
    after its sentence. Empty where nothing is known.
    """
    shown = stop_dict(tour, stop, lang, clips)
    publication = clips.publication(stop.id, lang)
    timed = (
        [] if publication is None else [(cue.text, _word_marks(cue)) for cue in publication.cues]
    )
    sentences = shown["transcript"]
    if [text for text, _ in timed] != [sentence["text"] for sentence in sentences]:
        timed = [(sentence["text"], "") for sentence in sentences]
    words = [
        sentence | {"words": marks} for sentence, (_, marks) in zip(sentences, timed, strict=True)
    ]
    return shown | {"transcript": words}


def _word_marks(cue: Cue) -> str:
    def letters(start: int, end: int) -> int:
        return len(cue.text[start:end].encode("utf-16-le")) // 2

    return ",".join(
        f"{letters(0, word.start)} {letters(word.start, word.end)}"
        f" {round((word.start_s - cue.start_s) * 1000)}"
        for word in cue.words
    )


def position_dict(position: Position) -> Json:
    """A position, always with how well it is known and whence."""
    return {
        "lat": position.place.lat,
        "lng": position.place.lng,
        "uncertainty_m": position.uncertainty_m,
        "source": position.source,
    }


def narration_dict(build: BuildState | None) -> Json:
    """What the narration is doing; nothing is running when there never was a build."""
    if build is None:
        return {"running": False, "done": 0, "total": 0, "waiting": [], "voiceless": []}
    return {
        "running": build.running,
        "done": build.done,
        "total": build.total,
        "waiting": [
            {"stop": stop, "lang": lang, "ready_in_s": ready_in_s}
            for (stop, lang), ready_in_s in build.waiting.items()
            if not is_note(stop)
        ],
        "voiceless": list(build.voiceless),
    }


def _stop(stop: Stop, lang: str, clips: ClipStore, build: BuildState | None) -> Json:
    paragraphs = stop.paragraphs(lang)
    publication = _published(stop, lang, clips)
    note = note_of(stop)
    said = None if note is None else _published(note, lang, clips)
    return {
        "id": stop.id,
        "number": stop.number,
        "code": stop.code,
        "title": stop.title[lang],
        "kind": stop.kind,
        "position": position_dict(stop.position),
        "zone": _zone(stop.zone),
        "autoplay": stop.autoplay,
        "passthrough": stop.passthrough,
        "content_note": None if stop.content_note is None else stop.content_note[lang],
        "review": stop.review[lang],
        "sources": list(stop.sources),
        "page_url": f"/{lang}/stops/{stop.id}",
        "transcript": _transcript(paragraphs, lang, publication),
        "narration": _narration(lang, publication, build)
        | {"note_audio": None if said is None else _audio(said)},
    }


def _published(stop: Stop, lang: str, clips: ClipStore) -> Publication | None:
    """What is served for a text as it is today; not the sound of an older one."""
    publication = clips.publication(stop.id, lang)
    if publication is None or publication.text != text_digest(stop.paragraphs(lang)):
        return None
    return publication


def _zone(zone: Zone) -> Json:
    return {
        "shape": zone.shape,
        "points": [[point.lat, point.lng] for point in zone.points],
        "margin_m": zone.margin_m,
    }


def _transcript(
    paragraphs: Sequence[str], lang: str, publication: Publication | None
) -> list[Json]:
    sentences = [
        (number, sentence)
        for number, paragraph in enumerate(paragraphs)
        for sentence in split_sentences(paragraph, lang)
    ]
    cues = () if publication is None else publication.cues
    timed = [(cue.paragraph, cue.text) for cue in cues] == sentences
    return [
        {
            "paragraph": number,
            "text": text,
            "start_s": cues[place].start_s if timed else None,
            "end_s": cues[place].end_s if timed else None,
        }
        for place, (number, text) in enumerate(sentences)
    ]


def _narration(lang: str, publication: Publication | None, build: BuildState | None) -> Json:
    if publication is None:
        coming = build is not None and build.running and lang not in build.voiceless
        return {
            "status": "pending" if coming else "unavailable",
            "voice": None,
            "testimony_voice": None,
            "duration_s": None,
            "audio": [],
            "captions_url": None,
        }
    other = publication.testimony_voice
    return {
        "status": "ready",
        "voice": _voice(publication.voice),
        "testimony_voice": None if other is None else _voice(other),
        "duration_s": publication.duration_s,
        "audio": _audio(publication),
        "captions_url": f"/audio/{publication.captions}.vtt",
    }


def _voice(voice: Voice) -> Json:
    return {
        "id": voice.id,
        "name": voice.name,
        "description": voice.description,
        "quality": voice.quality,
        "licence": voice.licence,
    }


def _audio(publication: Publication) -> list[Json]:
    return [
        {
            "type": file.media_type,
            "url": f"/audio/{file.digest}.{file.extension}",
            "bytes": file.bytes,
        }
        for file in publication.audio
    ]
