"""XML from strangers: no entity, no document type, nothing fetched."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tour.errors import InvalidInput


def tree_of(content: bytes, name: str) -> Element:
    """The document's root.

    Raises:
        InvalidInput: it is no XML, or declares a document type, which could hold traps.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        msg = (
            f"{name} declares a document type or entities, which is refused: such a file can be a "
            "trap. Export it again without, or delete the lines from <!DOCTYPE to its >."
        )
        raise InvalidInput(msg) from fault
    except (ParseError, LookupError, ValueError) as fault:
        msg = f"{name} is no whole XML file ({fault}). Export it again from where it comes from."
        raise InvalidInput(msg) from fault
    return root


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(parent: Element | None, *path: str) -> Iterator[Element]:
    """The elements at the end of a path of names, whatever their namespace."""
    if parent is None:
        return
    first, *rest = path
    for child in parent:
        if local(child) == first:
            if rest:
                yield from children(child, *rest)
            else:
                yield child


def text_at(parent: Element | None, *path: str) -> str:
    """The text of the first element at the end of a path; empty without one."""
    found = next(children(parent, *path), None)
    return "" if found is None else "".join(found.itertext()).strip()


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""
