"""XML and HTML trees; every text is escaped by xml.etree, none is pasted together."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "tour": "urn:audio-tour:1",
    "tourml": "http://www.imamuseum.org/TourML/2011/11",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
for _prefix, _address in PREFIXES.items():
    register_namespace(_prefix, _address)


def add(
    parent: Element, name: str, text: str | None = None, attributes: Mapping[str, str] | None = None
) -> Element:
    """A child with a text; ``name`` may begin with one of ``PREFIXES``, as in ``itunes:image``."""
    safe = {key: legal(value) for key, value in (attributes or {}).items()}
    child = SubElement(parent, tag(name), safe)
    if text is not None:
        child.text = legal(text)
    return child


def tag(name: str) -> str:
    """``itunes:image`` as xml.etree writes it; a name without a known prefix as it is."""
    prefix, colon, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}" if colon and prefix in PREFIXES else name


def legal(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold in any form."""
    return _NOT_XML.sub("", text)


def document(root: Element, namespace: str | None = None) -> bytes:
    """The whole file in UTF-8; names without a prefix are of ``namespace``."""
    if namespace is not None:
        root.set("xmlns", namespace)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def escape(text: str) -> str:
    """As the text stands inside an element."""
    return legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most_bytes: int) -> str:
    """The text, cut after a word where it would have more bytes than this inside an element."""
    if len(escape(text).encode()) <= most_bytes:
        return text
    kept = text.split(" ")
    while kept and len(escape(" ".join(kept)).encode()) + len(" …".encode()) > most_bytes:
        kept.pop()
    return " ".join((*kept, "…")) if kept else ""


def html(*elements: Element) -> str:
    """These elements as HTML."""
    return "".join(tostring(each, encoding="unicode", method="html") for each in elements)
