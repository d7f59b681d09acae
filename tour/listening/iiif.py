"""The tour as a IIIF Presentation 3 manifest: a canvas of sound for each narrated stop.

Places stand in the navPlace extension. ``rights`` may only hold addresses of Creative Commons and
RightsStatements.org, so another licence stands in ``requiredStatement`` and in the metadata alone.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from tour.catalogue.model import Stop, Tour
from tour.listening.artwork import SIDE_PX
from tour.listening.episodes import Episode
from tour.listening.say import Say, licence_in_words, position_in_words, voice_in_words, voices_in

CONTEXT: Final = "http://iiif.io/api/presentation/3/context.json"
NAV_PLACE: Final = "http://iiif.io/api/extension/navplace/context.json"
MEDIA_TYPE: Final = f'application/ld+json;profile="{CONTEXT}"'

_RIGHTS: Final = re.compile(
    r"https?://(creativecommons\.org/(licenses|publicdomain)|rightsstatements\.org/(vocab|page))/.+"
)

Json = dict[str, Any]


def manifest(tour: Tour, lang: str, episodes: Sequence[Episode], base: str, say: Say) -> bytes:
    """The manifest in one language; there must be at least one episode."""
    own = manifest_address(lang, base)
    document: Json = {
        "@context": [NAV_PLACE, CONTEXT],
        "id": own,
        "type": "Manifest",
        "label": dict_of(tour.title),
        "summary": {lang: [tour.summary[lang]]},
        "metadata": _metadata(tour, lang, say),
        "requiredStatement": _pair(
            lang, tour.title[lang], f"{licence_in_words(tour, say)} {say('listening.positions')}"
        ),
        "provider": _provider(tour),
        "homepage": [_page(f"{base}/{lang}/", lang, tour.title[lang])],
        "rendering": _other_forms(tour, lang, base),
        "thumbnail": [_picture(base)],
        "items": [_canvas(tour, one, lang, own, base, say) for one in episodes],
    }
    if tour.licence is not None and _RIGHTS.fullmatch(tour.licence.address):
        document["rights"] = tour.licence.address.replace("https://", "http://", 1)
    return json.dumps(
        {key: value for key, value in document.items() if value},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def manifest_address(lang: str, base: str) -> str:
    """Where the manifest of a language stands, which is its id."""
    return f"{base}/api/v1/iiif/{lang}/manifest.json"


def dict_of(texts: Any) -> Json:  # noqa: ANN401 - any mapping of texts
    """Texts as a language map."""
    return {language: [text] for language, text in texts.items()}


def _canvas(tour: Tour, episode: Episode, lang: str, own: str, base: str, say: Say) -> Json:
    stop = episode.stop
    canvas = f"{own.removesuffix('/manifest.json')}/stops/{stop.id}"
    duration_s = round(episode.publication.duration_s, 3)
    shown: Json = {
        "id": canvas,
        "type": "Canvas",
        "label": {tag: [f"{stop.code}. {text}"] for tag, text in stop.title.items()},
        "duration": duration_s,
        "metadata": _stop_metadata(tour, episode, lang, say),
        "homepage": [_page(f"{base}/{lang}/stops/{stop.id}", lang, stop.title[lang])],
        "placeholderCanvas": _placeholder(canvas, base),
        "navPlace": _place(stop, canvas, lang, say),
        "items": [_sound(episode, canvas, lang, base, duration_s)],
        "annotations": [_captions(episode, canvas, lang, base)],
    }
    if stop.content_note is not None:
        shown["summary"] = {lang: [stop.content_note[lang]]}
    return shown


def _sound(episode: Episode, canvas: str, lang: str, base: str, duration_s: float) -> Json:
    body = {
        "id": f"{base}/audio/{episode.sound.digest}.mp3",
        "type": "Sound",
        "format": "audio/mpeg",
        "duration": duration_s,
        "language": [lang],
    }
    return _annotations(canvas, "sound", "painting", body)


def _captions(episode: Episode, canvas: str, lang: str, base: str) -> Json:
    body = {
        "id": f"{base}/audio/{episode.publication.captions}.vtt",
        "type": "Text",
        "format": "text/vtt",
        "language": [lang],
        "label": {lang: [episode.stop.title[lang]]},
    }
    return _annotations(canvas, "captions", "supplementing", body)


def _placeholder(canvas: str, base: str) -> Json:
    own = f"{canvas}/picture"
    return {
        "id": own,
        "type": "Canvas",
        "width": SIDE_PX,
        "height": SIDE_PX,
        "items": [_annotations(own, "page", "painting", _picture(base))],
    }


def _annotations(canvas: str, name: str, motivation: str, body: Json) -> Json:
    annotation = {
        "id": f"{canvas}/{name}/annotation",
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": canvas,
    }
    return {"id": f"{canvas}/{name}", "type": "AnnotationPage", "items": [annotation]}


def _picture(base: str) -> Json:
    return {
        "id": f"{base}/podcast.png",
        "type": "Image",
        "format": "image/png",
        "width": SIDE_PX,
        "height": SIDE_PX,
    }


def _place(stop: Stop, canvas: str, lang: str, say: Say) -> Json:
    place = stop.position.place
    feature = {
        "id": f"{canvas}/place/feature",
        "type": "Feature",
        "properties": {
            "label": {lang: [f"{stop.title[lang]} ({position_in_words(stop.position, say)})"]},
            "position_source": stop.position.source,
            "position_uncertainty_m": stop.position.uncertainty_m,
        },
        "geometry": {"type": "Point", "coordinates": [place.lng, place.lat]},
    }
    return {"id": f"{canvas}/place", "type": "FeatureCollection", "features": [feature]}


def _metadata(tour: Tour, lang: str, say: Say) -> list[Json]:
    sources = [f"{source.title} ({source.address})" for source in tour.sources.values()]
    pairs = [_pair(lang, say("about.sources_title"), *sources)]
    if tour.licence is not None:
        named = f"{tour.licence.name} ({tour.licence.address})"
        pairs.insert(0, _pair(lang, say("listening.licence_title"), named))
    return pairs


def _stop_metadata(tour: Tour, episode: Episode, lang: str, say: Say) -> list[Json]:
    stop = episode.stop
    voices = [voice_in_words(one, say, licence=True) for one in voices_in(episode.publication)]
    sources = [tour.sources[key] for key in stop.sources]
    named = [f"{source.title} ({source.address})" for source in sources]
    return [
        _pair(lang, say("about.positions_title"), position_in_words(stop.position, say)),
        _pair(lang, say("book.review_title"), say(f"book.review_{stop.review[lang]}")),
        _pair(lang, say("about.voices_title"), *voices),
        _pair(lang, say("about.sources_title"), *named),
    ]


def _pair(lang: str, label: str, *values: str) -> Json:
    return {"label": {lang: [label]}, "value": {lang: list(values)}}


def _page(address: str, lang: str, label: str) -> Json:
    return {
        "id": address,
        "type": "Text",
        "label": {lang: [label]},
        "format": "text/html",
        "language": [lang],
    }


def _provider(tour: Tour) -> list[Json]:
    if tour.website is None:
        return []
    named = next(iter(tour.title.items()))
    home = _page(tour.website, named[0], named[1])
    label = dict_of(tour.title)
    return [{"id": tour.website, "type": "Agent", "label": label, "homepage": [home]}]


def _other_forms(tour: Tour, lang: str, base: str) -> list[Json]:
    label = {lang: [tour.title[lang]]}
    forms = (
        (f"{base}/{lang}/podcast.xml", "application/rss+xml"),
        (f"{base}/api/v1/tour.geojson?lang={lang}", "application/geo+json"),
    )
    return [
        {"id": address, "type": "Text", "label": label, "format": kind} for address, kind in forms
    ]
