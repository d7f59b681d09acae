"""The YAML text as plain values, and where in the text each of them stands."""

import re
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from tour.catalogue.faults import Fault, KeyPath, show_path
from tour.catalogue.syntax import syntax_fault

_TAG = "tag:yaml.org,2002:"
_BLOCK = re.compile(r"[|>]")
_TYPED = {_TAG + name for name in ("int", "float", "bool", "null")}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: its first line and column (from 1), its offsets (from 0)."""

    line: int
    column: int
    start: int
    end: int


@dataclass(slots=True)
class Document:
    """Plain values (dict, list, str, int, float, bool, None) and the place of each.

    Keys are always texts, as they are written. ``faults`` holds what is wrong with the YAML
    itself; after a syntax error there are no values. ``spoiled`` are the paths whose values it kept
    from being read.
    """

    text: str
    data: object = None
    keys: dict[KeyPath, Span] = field(default_factory=dict)
    values: dict[KeyPath, Span] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    spoiled: set[KeyPath] = field(default_factory=set)

    def value_span(self, path: KeyPath) -> Span:
        """Where the value stands, or the nearest thing around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Span(1, 1, 0, len(self.text)))

    def key_span(self, path: KeyPath) -> Span:
        """Where the value's key stands (for a list's item: the item)."""
        return self.keys.get(path) or self.value_span(path)

    def words_span(self, path: KeyPath, words: str) -> Span:
        """Where these words first stand, as whole words, inside the value; else the value."""
        span = self.value_span(path)
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        match = re.compile(rf"(?<!\w){pattern}(?!\w)").search(self.text, span.start, span.end)
        if match is None:
            return span
        return self._span(match.start(), match.end())

    def sign_span(self, path: KeyPath, sign: str, nth: int) -> Span:
        """Where this character stands for the ``nth`` time (from 0) inside the value, else it."""
        span = self.value_span(path)
        start = span.start
        if _BLOCK.match(self.text, start):  # "> # folded": the text begins on the next line
            start = self.text.find("\n", start, span.end)
        for _ in range(nth + 1):
            start = self.text.find(sign, start, span.end) + 1
            if start == 0:  # written otherwise: "\u2022"
                return span
        return self._span(start - 1, start)

    def _span(self, start: int, end: int) -> Span:
        before = self.text[:start]
        return Span(before.count("\n") + 1, len(before) - before.rfind("\n"), start, end)

    def written(self, path: KeyPath) -> str:
        """The value as it is written in the text."""
        span = self.value_span(path)
        return self.text[span.start : span.end].strip()


def read_document(text: str) -> Document:
    """Read YAML 1.2. Never raises: what cannot be read is in ``faults``."""
    document = Document(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(document.text)
    except YAMLError as error:
        document.faults.append(syntax_fault(document.text, error))
        return document
    if root is None or root.tag == _TAG + "null":
        message, advice = "the file is empty", "restore it from a copy, or begin with tour:"
        document.faults.append(Fault(1, 1, "", message, advice))
        return document
    reader = _Reader(yaml, document)
    document.data = reader.value(root, ())
    return document


@dataclass(slots=True)
class _Reader:
    """Walks the nodes once; anchored nodes are refused, so nothing can refer to itself."""

    yaml: YAML
    document: Document
    seen: set[int] = field(default_factory=set)

    def value(self, node: Node, path: KeyPath) -> object:
        self.document.values[path] = _span(node)
        if node.anchor is not None:
            if id(node) not in self.seen:
                self._fault(
                    node,
                    path,
                    f'"&{node.anchor}" makes this a value that other places repeat',
                    'write the text out in each place, or put a text that begins with "&" in '
                    "quotation marks",
                )
            self.seen.add(id(node))
            self.document.spoiled.add(path)
            return None
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]

    def _scalar(self, node: ScalarNode, path: KeyPath) -> object:
        tag = str(node.tag)
        if not tag.startswith(_TAG):
            self._fault(
                node,
                path,
                f'"{tag}" at the beginning of a text means something special in YAML',
                'put the whole text in quotation marks: "…"',
            )
        if tag in _TYPED:
            try:
                value: object = self.yaml.constructor.construct_object(node)
            except ValueError:  # more digits than a number may have
                return str(node.value)
            return value
        return str(node.value)

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, object]:
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._fault(
                    key_node, path, "a key must be one word", "take the brackets before : away"
                )
                continue
            key = str(key_node.value)
            inner = (*path, key)
            if key in values:
                first = self.document.keys[inner].line
                self._fault(
                    key_node,
                    inner,
                    f'the key "{key}" stands here a second time (first on line {first})',
                    "keep one of the two and delete the other",
                )
                continue
            self.document.keys[inner] = _span(key_node)
            values[key] = self.value(value_node, inner)
        return values

    def _fault(self, node: Node, path: KeyPath, message: str, advice: str) -> None:
        span = _span(node)
        self.document.faults.append(Fault(span.line, span.column, show_path(path), message, advice))


def _span(node: Node) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, start.index, end.index)
