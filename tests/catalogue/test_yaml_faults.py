"""Faults of the YAML itself: the place to the letter, and words for an editor."""

import pytest
from ruamel.yaml.error import YAMLError

from tour.catalogue import check_text
from tour.catalogue.document import Span, read_document
from tour.catalogue.syntax import syntax_fault

SYNTAX = {
    "tab": ("tour:\n\tid: x\n", 2, 1, "tab", "spaces"),
    "open-quote": ('tour:\n  id: "abc\n  b: c\n', 2, 7, "never closed", "close it"),
    "quote-inside": ('a:\n  t: "say "yes" to it"\n', 2, 12, "does not fit", "quotation mark"),
    "apostrophe": ("a: 'it's'\n", 1, 8, "does not fit", "block after |"),
    "colon": ("a: The end: a beginning\n", 1, 11, "a colon stands here", "quotation marks"),
    "colon-in-braces": ("a: {kk: b, ru: c: d}\n", 1, 4, "bracket", 'close it with "}"'),
    "open-brace": ("a: {kk: b\nb: 1\n", 1, 4, "bracket", 'close it with "}"'),
    "open-bracket": ("a: [1, 2\n", 1, 4, "bracket", 'close it with "]"'),
    "at": ("a: @x\n", 1, 4, 'begin with "@"', "quotation marks"),
    "percent": ("a: %x\n", 1, 4, 'begin with "%"', "quotation marks"),
    "star": ("a: *x\n", 1, 4, 'begin with "*"', "quotation marks"),
    "lone-star": ("a: * x\n", 1, 5, '"&" or "*"', "quotation marks"),
    "exclamation": ("a: !важно\n", 1, 5, 'begin with "!"', "quotation marks"),
    "two-documents": ("a: 1\n---\nb: 2\n", 2, 1, "second document", "take the line"),
    "no-colon": ("a: 1\nfoo\nb: 2\n", 2, 1, "neither a key", "add the colon"),
    "indented-less": ("a:\n    b: 1\n  c: 2\n", 3, 3, "does not fit", "further left"),
    "backslash": ('a: "\\q"\n', 1, 6, "backslash", "two backslashes"),
    "after-bar": ("a: > x\n", 1, 6, "same line", "next line"),
    "control": ("a: 1\nb: x\x07y\n", 2, 5, "U+0007", "delete"),
    "other": ("%YAML 3.0\n---\na: 1\n", 1, 1, "not YAML", "typing slip"),
    "empty": ("# nothing\n", 1, 1, "empty", "restore"),
    "null": ("~\n", 1, 1, "empty", "restore"),
}


@pytest.mark.parametrize("case", SYNTAX.values(), ids=SYNTAX)
def test_a_syntax_fault_has_its_place_and_plain_advice(
    case: tuple[str, int, int, str, str],
) -> None:
    text, line, column, message, advice = case
    result = check_text(text)
    assert result.tour is None
    (fault,) = result.faults
    assert (fault.line, fault.column) == (line, column)
    assert message in fault.message
    assert advice in fault.advice


def test_a_doubled_key_names_the_first_line() -> None:
    (fault,) = read_document("a: 1\nb:\n  c: 2\n  c: 3\n").faults
    assert (fault.line, fault.column, fault.path) == (4, 3, "b.c")
    assert 'the key "c" stands here a second time (first on line 3)' in fault.message


def test_anchors_are_refused_once_and_nothing_can_refer_to_itself() -> None:
    document = read_document("a: &all\n  b: *all\nc: *all\n")
    (fault,) = document.faults
    assert (fault.line, fault.path) == (1, "a")
    assert '"&all"' in fault.message
    assert document.data == {"a": None, "c": None}


def test_tags_and_keys_that_are_no_words_are_refused() -> None:
    faults = read_document("a: !note hear this\n? [x, y]\n: 2\n").faults
    assert [(f.line, f.column) for f in faults] == [(1, 4), (2, 3)]
    assert '"!note"' in faults[0].message
    assert "a key must be one word" in faults[1].message


def test_values_keep_their_types_and_keys_are_always_texts() -> None:
    text = "1: 2\nyes: true\nf: 5.5\nn: ~\nd: 2026-01-01\ns: no\nl: [a, 1]\nbig: " + "9" * 5000
    data = read_document(text).data
    assert data == {
        "1": 2,
        "yes": True,
        "f": 5.5,
        "n": None,
        "d": "2026-01-01",
        "s": "no",
        "l": ["a", 1],
        "big": "9" * 5000,
    }


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tour_text: str) -> None:
    windows = "\ufeff" + tour_text.replace("\n", "\r\n")
    assert check_text(windows) == check_text(tour_text)
    assert check_text(windows).tour is not None


def test_a_place_that_is_not_there_is_the_nearest_thing_around_it() -> None:
    document = read_document("a:\n  b: one two\n")
    assert document.value_span(("a", "b", "c")) == document.value_span(("a", "b"))
    assert document.key_span(("a", "x")) == document.value_span(("a",)) == Span(2, 3, 5, 16)
    assert document.words_span(("a", "b"), "two") == Span(2, 10, 12, 15)
    assert document.words_span(("a", "b"), "three") == document.value_span(("a", "b"))
    assert read_document("").value_span(("a",)) == Span(1, 1, 0, 0)


def test_an_error_without_a_place_is_said_on_the_first_line() -> None:
    fault = syntax_fault("a", YAMLError("something odd"))
    assert (fault.line, fault.column) == (1, 1)
    assert "something odd" in fault.message
