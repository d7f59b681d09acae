"""What the book is and what it is made of: the package document (EPUB 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element

from tour.catalogue.model import Tour
from tour.listening.book.overlay import clock
from tour.listening.book.pages import NOW_READ
from tour.listening.episodes import Episode
from tour.listening.markup import add, document
from tour.listening.say import Say, licence_in_words, voices_of

_OPF: Final = "http://www.idpf.org/2007/opf"
_CONTAINER: Final = "urn:oasis:names:tc:opendocument:xmlns:container"

_ACCESS: Final = (
    ("accessMode", "textual"),
    ("accessMode", "auditory"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "synchronizedAudioText"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityHazard", "none"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the book. ``overlay`` is the id of its media overlay; ``is_page``: is read."""

    id: str
    file: str
    media_type: str
    properties: str = ""
    overlay: str = ""
    is_page: bool = False
    duration_s: float | None = None


def package(
    tour: Tour, lang: str, items: Sequence[Item], episodes: Sequence[Episode], say: Say
) -> bytes:
    """The package document."""
    root = Element("package", {"version": "3.0", "unique-identifier": "id", "xml:lang": lang})
    metadata = add(root, "metadata")
    _describe(metadata, tour, lang, episodes, say)
    for name, value in _ACCESS:
        add(metadata, "meta", value, {"property": f"schema:{name}"})
    summary = {"property": "schema:accessibilitySummary"}
    add(metadata, "meta", say("book.accessibility"), summary)
    lengths = {item.id: item.duration_s for item in items if item.duration_s is not None}
    for name, length in lengths.items():
        add(metadata, "meta", clock(length), {"property": "media:duration", "refines": f"#{name}"})
    add(metadata, "meta", clock(sum(lengths.values())), {"property": "media:duration"})
    add(metadata, "meta", NOW_READ, {"property": "media:active-class"})
    add(metadata, "meta", attributes={"name": "cover", "content": "cover-picture"})
    manifest, spine = add(root, "manifest"), add(root, "spine")
    for item in items:
        more = {"properties": item.properties, "media-overlay": item.overlay}
        named = {"id": item.id, "href": item.file, "media-type": item.media_type}
        add(manifest, "item", attributes=named | {key: one for key, one in more.items() if one})
        if item.is_page:
            add(spine, "itemref", attributes={"idref": item.id})
    return document(root, _OPF)


def _describe(
    metadata: Element, tour: Tour, lang: str, episodes: Sequence[Episode], say: Say
) -> None:
    own = uuid5(NAMESPACE_URL, f"tour:{tour.id}:{lang}:book")
    add(metadata, "dc:identifier", f"urn:uuid:{own}", {"id": "id"})
    add(metadata, "dc:title", tour.title[lang])
    add(metadata, "dc:language", lang)
    add(metadata, "dc:description", tour.summary[lang])
    add(metadata, "dc:type", "guidebook")
    add(metadata, "dc:rights", licence_in_words(tour, say))
    for source in tour.sources.values():
        add(metadata, "dc:source", f"{source.title} ({source.address})")
    for name in dict.fromkeys(voice.name for voice in voices_of(episodes)):
        add(metadata, "meta", name, {"property": "media:narrator"})
    changed = max(one.published_at for one in episodes)
    modified = {"property": "dcterms:modified"}
    add(metadata, "meta", f"{changed:%Y-%m-%dT%H:%M:%SZ}", modified)


def container(package_file: str) -> bytes:
    """Where the package document lies."""
    root = Element("container", {"version": "1.0"})
    listed = add(root, "rootfiles")
    kind = {"full-path": package_file, "media-type": "application/oebps-package+xml"}
    add(listed, "rootfile", attributes=kind)
    return document(root, _CONTAINER)
