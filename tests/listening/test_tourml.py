"""TourML, held against what its schema (TourML.xsd, namespace 2011/11) asks for.

No package of any registry carries that schema, so the checker here is ours, written from its text:
the order and number of children, the attributes, the types of their values.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from listening_help import BASE, HOSTILE, Narrated, assert_golden, parsed

from tour.catalogue import Tour, read_tour
from tour.listening.tourml import SCHEMA, tourml
from tour.settings import ROOT
from tour.web.pages.words import words

SAYS = {lang: words(lang) for lang in ("kk", "ru", "en")}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Of each element: its children in the order of the schema's sequence ("+": at least one), and its
# attributes (those with "!" must be there).
SEQUENCES = {
    "Tour": "Title Description Author PublishDate PropertySet RootStopRef AppResource Asset+ Stop "
    "Connection",
    "Asset": "AssetRights PropertySet Source Content",
    "AssetRights": "Copyright MachineRights CreditLine Expiration Watermark",
    "Source": "PropertySet",
    "Content": "Data+ PropertySet",
    "Stop": "Title Description AssetRef PropertySet",
    "PropertySet": "Property+",
}
ATTRIBUTES = {
    "Tour": "id! lastModified",
    "Asset": "id!",
    "Source": "lang uri format lastModified",
    "Content": "lang format lastModified",
    "Stop": "id! view",
    "Connection": "srcId! destId! priority",
    "RootStopRef": "id!",
    "AssetRef": "id! usage",
    "Property": "name! lang",
    "Title": "lang",
    "Description": "lang",
}
PLAIN = re.compile(r"(?s).*").fullmatch
TYPES = {
    "priority": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN").fullmatch,
    "uri": re.compile(r"[a-z][a-z0-9+.-]*://[!-~]+", re.IGNORECASE).fullmatch,
    "lastModified": re.compile(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
    ).fullmatch,
    "lang": re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*").fullmatch,
}
DATES = {"PublishDate", "Expiration"}
TEXTS_ONLY = {"Title", "Description", "Author", "Copyright", "MachineRights", "CreditLine", *DATES}
ANY = {"Data", "Property"}
AT_MOST_ONE = {"PropertySet", "RootStopRef", "AssetRights", "Author", "PublishDate", "Copyright"}


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def assert_valid(element: Element) -> None:
    """Hold an element and all within it against the schema's structure."""
    assert element.tag.startswith(f"{{{SCHEMA}}}")
    name = local(element.tag)
    allowed = ATTRIBUTES.get(name, "").split()
    given = {local(key) for key in element.attrib}
    assert given <= {each.rstrip("!") for each in allowed}, (name, given)
    assert {each[:-1] for each in allowed if each.endswith("!")} <= given, (name, given)
    for key, value in element.attrib.items():
        assert key == LANG or key.startswith(f"{{{SCHEMA}}}"), "attributes are qualified"
        assert TYPES.get(local(key), PLAIN)(value), (name, key, value)
    if name in DATES:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", element.text or ""), (name, element.text)
    if name not in TEXTS_ONLY | ANY:
        loose = [element.text, *(child.tail for child in element)]
        assert not "".join(filter(None, loose)).strip(), (name, "holds no text of its own")
    order = [each.rstrip("+") for each in SEQUENCES.get(name, "").split()]
    children = [local(child.tag) for child in element]
    places = [order.index(child) for child in children]
    assert places == sorted(places), (name, children)
    for each in SEQUENCES.get(name, "").split():
        if each.endswith("+"):
            assert each[:-1] in children, (name, each)
    assert all(children.count(each) <= 1 for each in AT_MOST_ONE), (name, children)
    if name == "Asset":
        assert ("Source" in children) != ("Content" in children), "a choice of the two"
    for child in element:
        assert_valid(child)


def written(tour: Tour, lighthouse: Narrated | None = None) -> bytes:
    sounds = {lang: lighthouse.episodes(lang) for lang in tour.languages} if lighthouse else {}
    return tourml(tour, sounds, BASE, SAYS)


def test_it_has_the_structure_of_the_schema(lighthouse: Narrated) -> None:
    for tour, narrated in (
        (lighthouse.tour, lighthouse),
        (lighthouse.tour, None),
        (read_tour(ROOT / "stops.yaml"), None),
    ):
        root = parsed(written(tour, narrated))
        assert local(root.tag) == "Tour"
        assert_valid(root)


def without(name: str) -> Callable[[Element], None]:
    def spoil(root: Element) -> None:
        for parent in root.iter():
            for child in parent.findall(f"{{{SCHEMA}}}{name}"):
                parent.remove(child)

    return spoil


def with_value(name: str, key: str, value: str) -> Callable[[Element], None]:
    def spoil(root: Element) -> None:
        next(root.iter(f"{{{SCHEMA}}}{name}")).set(key, value)

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        without("Asset"),
        without("Data"),
        without("Property"),
        with_value("Connection", f"{{{SCHEMA}}}priority", "first"),
        with_value("Source", f"{{{SCHEMA}}}uri", "https://tour.example/a b"),
        with_value("Source", f"{{{SCHEMA}}}lastModified", "yesterday"),
        with_value("Title", LANG, "not a tag"),
        with_value("Title", "lang", "en"),
        with_value("Stop", f"{{{SCHEMA}}}usage", "primary"),
        lambda root: root.append(root[0]),
        lambda root: setattr(next(root.iter(f"{{{SCHEMA}}}Stop")), "text", "loose"),
    ],
)
def test_the_checker_refuses_what_the_schema_does(
    lighthouse: Narrated, spoil: Callable[[Element], None]
) -> None:
    root = parsed(written(lighthouse.tour, lighthouse))
    spoil(root)
    with pytest.raises((AssertionError, ValueError)):
        assert_valid(root)


def test_what_is_referred_to_is_there(lighthouse: Narrated) -> None:
    root = parsed(written(lighthouse.tour, lighthouse))
    space = f"{{{SCHEMA}}}"
    assets = {each.attrib[f"{space}id"] for each in root.iter(f"{space}Asset")}
    stops = [each.attrib[f"{space}id"] for each in root.iter(f"{space}Stop")]
    assert stops == ["gate", "lamp"]
    assert {each.attrib[f"{space}id"] for each in root.iter(f"{space}AssetRef")} == assets
    (way,) = root.iter(f"{space}Connection")
    ends = (way.attrib[f"{space}srcId"], way.attrib[f"{space}destId"])
    assert ends == ("gate", "lamp")


def test_sounds_texts_and_places_are_told_in_every_language(lighthouse: Narrated) -> None:
    root = parsed(written(lighthouse.tour, lighthouse))
    space = f"{{{SCHEMA}}}"
    assets = {each.attrib[f"{space}id"]: each for each in root.iter(f"{space}Asset")}
    sources = {each.attrib[LANG]: each for each in assets["gate-sound"].iter(f"{space}Source")}
    assert set(sources) == {"kk", "ru", "en"}
    for lang, source in sources.items():
        sound = lighthouse.episodes(lang)[0].sound
        assert source.attrib[f"{space}uri"] == f"{BASE}/audio/{sound.digest}.mp3"
        assert source.attrib[f"{space}format"] == "audio/mpeg"
    told = {
        each.attrib[LANG]: each.findtext(f"{space}Data")
        for each in assets["gate-narration"].iter(f"{space}Content")
    }
    assert told == lighthouse.tour.stops[0].narration
    rights = assets["gate-narration"].findtext(f"{space}AssetRights/{space}Copyright") or ""
    assert "Apache-2.0" in rights
    point = json.loads(assets["gate-place"].findtext(f"{space}Content/{space}Data") or "")
    assert point == {"type": "Point", "coordinates": [71.0, 51.0]}
    properties = {
        (each.attrib[f"{space}name"], each.attrib.get(LANG)): each.text
        for each in root.iter(f"{space}Stop").__next__().iter(f"{space}Property")
    }
    assert properties["code", None] == "1"
    assert properties["position_source", None] == "sketch"
    assert properties["position_uncertainty_m", None] == "120"
    assert properties["review", "en"] == "draft"


@pytest.mark.parametrize("key", ["title", "narration"])
def test_hostile_texts_are_only_texts(lighthouse: Narrated, key: str) -> None:
    gate, *rest = lighthouse.tour.stops
    spoilt = replace(gate, **{key: dict.fromkeys(("kk", "ru", "en"), HOSTILE)})
    document = written(replace(lighthouse.tour, stops=(spoilt, *rest)))
    assert b"<script" not in document
    assert sum(each.text == HOSTILE for each in parsed(document).iter()) == 3


def test_it_is_as_it_was(lighthouse: Narrated) -> None:
    assert_golden("tour.tourml", written(lighthouse.tour))
