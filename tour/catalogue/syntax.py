"""YAML's own errors in plain words: what an editor most likely typed, and how to mend it."""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from tour.catalogue.faults import Fault


@dataclass(frozen=True, slots=True)
class _Plain:
    """Words for the errors whose ``context: problem`` matches; ``{}`` takes the match's group."""

    pattern: str
    message: str
    advice: str
    at_context: bool = False


_QUOTES = 'put the whole text in quotation marks: "…"'
_PLAIN = (
    _Plain(
        r"found character '\\t'",
        "this line is indented with a tab",
        "use spaces instead of the tab, two for each step",
    ),
    _Plain(
        r"found character '(.)' that cannot start",
        'a text cannot begin with "{}" unless it is in quotation marks',
        _QUOTES,
    ),
    _Plain(r"found undefined alias", 'a text cannot begin with "*" without quotes', _QUOTES),
    _Plain(r"parsing an? tag", 'a text cannot begin with "!" without quotes', _QUOTES),
    _Plain(r"scanning an? (?:anchor|alias)", 'a text cannot begin with "&" or "*"', _QUOTES),
    _Plain(
        r"scanning a (?:single-|double-)?quoted scalar: found unexpected end",
        "a quotation mark is opened here and never closed",
        "close it at the end of this text with the same mark",
        at_context=True,
    ),
    _Plain(
        r"unknown escape character '(.)'",
        'a backslash followed by "{}" means nothing inside double quotation marks',
        "write two backslashes, or take the backslash away",
    ),
    _Plain(
        r"mapping values are not allowed",
        "a colon stands here in a text without quotation marks, or the line is indented too far",
        f"if it belongs to the text, {_QUOTES}; if not, indent this line like its neighbours",
    ),
    _Plain(
        r"flow (?:mapping|sequence): expected ',' or '(.)'",
        "what is opened here with a bracket is not closed or not divided properly",
        'close it with "{}", put commas between its parts, and put texts that hold a colon, '
        "a comma or a bracket in quotation marks",
        at_context=True,
    ),
    _Plain(
        r"could not find expected ':'",
        "this line is neither a key with a colon nor part of the text above",
        "add the colon after the key, or indent the line as far as the text it belongs to",
        at_context=True,
    ),
    _Plain(
        r"scanning a block scalar",
        "text follows | or > on the same line",
        "begin the text on the next line, indented two spaces further",
    ),
    _Plain(
        r"expected a single document",
        "a line of three hyphens begins a second document here",
        "take the line with --- away: the tour is one document",
    ),
    _Plain(
        r"expected <block end>",
        "this does not fit what stands before it",
        "look here and at the line above: a quotation mark or bracket may be missing or one too "
        "many, or the line begins further left or right than its neighbours; a text that itself "
        "holds quotation marks is best written as a block after |",
    ),
)
_OTHER = _Plain("", "this is not YAML ({})", "look here and at the line above for a typing slip")


def syntax_fault(text: str, error: YAMLError) -> Fault:
    """The error that stopped the reading of ``text``, with its place, in plain words."""
    if isinstance(error, ReaderError):
        before = text[: error.position]
        return Fault(
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            "",
            f"an invisible control character (U+{ord(text[error.position]):04X}) stands here",
            "delete it and type what belongs there again",
        )
    if not isinstance(error, MarkedYAMLError):
        return Fault(1, 1, "", _OTHER.message.format(error), _OTHER.advice)
    said = f"{error.context}: {error.problem}"
    for plain in _PLAIN:
        if match := re.search(plain.pattern, said):
            groups = match.groups()
            break
    else:
        plain, groups = _OTHER, (str(error.problem),)
    mark = (plain.at_context and error.context_mark) or error.problem_mark or error.context_mark
    return Fault(
        mark.line + 1 if mark else 1,
        mark.column + 1 if mark else 1,
        "",
        plain.message.format(*groups),
        plain.advice.format(*groups),
    )
