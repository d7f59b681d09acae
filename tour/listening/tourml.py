"""The tour as TourML: the museums' format of 2011 (schema of the namespace TourML/2011/11).

All languages stand in one file. What the schema has no element for (codes, positions, sources, the
state of a text) stands in property sets, under names that ``tour.catalogue.drafts`` reads back.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from tour.catalogue.model import Position, Stop, Tour
from tour.listening.episodes import Episode
from tour.listening.markup import add, document, tag
from tour.listening.say import Say, about_the_tour, licence_in_words, voices_in

MEDIA_TYPE: Final = "application/xml"
SCHEMA: Final = "http://www.imamuseum.org/TourML/2011/11"

_TEXTS: Final = ("subtitle", "summary", "getting_there", "closing")
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

Narrated = Mapping[str, Sequence[Episode]]
"""Language → its episodes."""


def tourml(tour: Tour, narrated: Narrated, base: str, says: Mapping[str, Say]) -> bytes:
    """The tour with every stop's texts, place and what sound it has, in all its languages."""
    root = Element(tag("tourml:Tour"), {tag("tourml:id"): tour.id})
    _texts(root, "tourml:Title", tour.title)
    about = {lang: about_the_tour(tour, lang, says[lang]) for lang in tour.languages}
    _texts(root, "tourml:Description", about)
    properties = add(root, "tourml:PropertySet")
    for name in _TEXTS:
        _property_texts(properties, name, getattr(tour, name))
    _tour_properties(properties, tour, base)
    add(root, "tourml:RootStopRef", attributes={tag("tourml:id"): tour.stops[0].id})
    sounds = {(one.stop.id, lang): one for lang, some in narrated.items() for one in some}
    for stop in tour.stops:
        _assets(root, tour, stop, sounds, base, says)
    for stop in tour.stops:
        _stop(root, tour, stop, has_sound=any(key[0] == stop.id for key in sounds))
    for number, (stop, following) in enumerate(zip(tour.stops, tour.stops[1:], strict=False)):
        ends = {"srcId": stop.id, "destId": following.id, "priority": str(number)}
        named = {tag(f"tourml:{name}"): value for name, value in ends.items()}
        add(root, "tourml:Connection", attributes=named)
    return document(root)


def _tour_properties(properties: Element, tour: Tour, base: str) -> None:
    _property(properties, "languages", " ".join(tour.languages))
    _property(properties, "duration_min", str(tour.duration_min))
    _position(properties, tour.anchor, "anchor")
    if tour.phone:
        _property(properties, "phone", tour.phone)
    if tour.website:
        _property(properties, "website", tour.website)
    if tour.licence is not None:
        _property(properties, "licence", tour.licence.name)
        _property(properties, "licence_address", tour.licence.address)
    for source in tour.sources.values():
        _property(properties, "source", f"{source.key} {source.address} {source.title}")
    _property(properties, "url", f"{base}/")


def _assets(
    root: Element,
    tour: Tour,
    stop: Stop,
    sounds: Mapping[tuple[str, str], Episode],
    base: str,
    says: Mapping[str, Say],
) -> None:
    heard = {lang: sounds[stop.id, lang] for lang in tour.languages if (stop.id, lang) in sounds}
    if heard:
        asset = _asset(root, f"{stop.id}-sound", "; ".join(_voices(heard, says)))
        for lang, one in heard.items():
            file = f"{base}/audio/{one.sound.digest}.mp3"
            named = {_LANG: lang, tag("tourml:uri"): file, tag("tourml:format"): "audio/mpeg"}
            source = add(asset, "tourml:Source", attributes=named)
            length = f"{one.publication.duration_s:.3f}"
            _property(add(source, "tourml:PropertySet"), "duration", length)
    rights = " ".join(licence_in_words(tour, says[lang]) for lang in tour.languages)
    for name in ("orientation", "narration"):
        asset = _asset(root, f"{stop.id}-{name}", rights)
        for lang, text in getattr(stop, name).items():
            named = {_LANG: lang, tag("tourml:format"): "text/plain"}
            add(add(asset, "tourml:Content", attributes=named), "tourml:Data", text)
    place = stop.position.place
    point = f'{{"type":"Point","coordinates":[{place.lng:.6f},{place.lat:.6f}]}}'
    where = add(
        _asset(root, f"{stop.id}-place", ""),
        "tourml:Content",
        attributes={tag("tourml:format"): "application/geo+json"},
    )
    add(where, "tourml:Data", point)


def _asset(root: Element, name: str, rights: str) -> Element:
    asset = add(root, "tourml:Asset", attributes={tag("tourml:id"): name})
    if rights:
        add(add(asset, "tourml:AssetRights"), "tourml:Copyright", rights)
    return asset


def _voices(heard: Mapping[str, Episode], says: Mapping[str, Say]) -> list[str]:
    return [
        says[lang]("listening.voice_licence", licence=f"{voice.name}, {voice.licence}").rstrip(".")
        for lang, one in heard.items()
        for voice in voices_in(one.publication)
    ]


def _stop(root: Element, tour: Tour, stop: Stop, *, has_sound: bool) -> None:
    named = {tag("tourml:id"): stop.id, tag("tourml:view"): "AudioStop"}
    shown = add(root, "tourml:Stop", attributes=named)
    _texts(shown, "tourml:Title", stop.title)
    if stop.content_note is not None:
        _texts(shown, "tourml:Description", stop.content_note)
    usages = {"sound": "primary"} if has_sound else {}
    usages |= {"orientation": "orientation", "narration": "transcription", "place": "geo"}
    for name, usage in usages.items():
        used = {tag("tourml:id"): f"{stop.id}-{name}", tag("tourml:usage"): usage}
        add(shown, "tourml:AssetRef", attributes=used)
    properties = add(shown, "tourml:PropertySet")
    _property(properties, "code", stop.code)
    _property(properties, "kind", stop.kind)
    _position(properties, stop.position, "position")
    _property(properties, "zone_margin_m", f"{stop.zone.margin_m:g}")
    if stop.zone.shape != "circle":
        points = " ".join(f"{point.lat:.6f},{point.lng:.6f}" for point in stop.zone.points)
        _property(properties, "zone_shape", stop.zone.shape)
        _property(properties, "zone_points", points)
    _property(properties, "sources", " ".join(stop.sources))
    for lang in tour.languages:
        _property(properties, "review", stop.review[lang], lang)


def _position(properties: Element, position: Position, name: str) -> None:
    place = position.place
    _property(properties, name, f"{place.lat:.6f},{place.lng:.6f}")
    _property(properties, f"{name}_source", position.source)
    _property(properties, f"{name}_uncertainty_m", f"{position.uncertainty_m:g}")


def _texts(parent: Element, name: str, texts: Mapping[str, str]) -> None:
    for lang, text in texts.items():
        add(parent, name, text, {_LANG: lang})


def _property_texts(properties: Element, name: str, texts: Mapping[str, str]) -> None:
    for lang, text in texts.items():
        _property(properties, name, text, lang)


def _property(properties: Element, name: str, value: str, lang: str = "") -> None:
    language = {_LANG: lang} if lang else {}
    add(properties, "tourml:Property", value, {tag("tourml:name"): name} | language)
