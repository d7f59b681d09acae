"""Whatever happens to the file, the check says something and never breaks."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tour.catalogue import check_text
from tour.catalogue.document import read_document

unhurried = settings(deadline=None)  # a busy machine is no failure

letters = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cc", "Cs"])
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | st.text(letters, max_size=5)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(letters, max_size=3), inner)
    ),
    max_leaves=4,
)


def flow(value: object) -> str:
    """The value as YAML that fits anywhere; JSON is YAML."""
    return json.dumps(value)


@unhurried
@given(st.data())
def test_any_value_in_any_place(tour_text: str, data: st.DataObject) -> None:
    document = read_document(tour_text)
    path = data.draw(st.sampled_from(sorted(document.values, key=repr)))
    value = data.draw(anything)
    span = document.values[path]
    ends_line = document.text[span.start : span.end].endswith("\n")
    text = document.text[: span.start] + flow(value) + "\n" * ends_line
    result = check_text(text + document.text[span.end :])
    assert (result.tour is None) == bool(result.faults)
    assert all(f.line >= 1 and f.column >= 1 and f.message and f.advice for f in result.faults)


@unhurried
@given(st.data())
def test_any_line_gone(tour_text: str, data: st.DataObject) -> None:
    lines = tour_text.splitlines(keepends=True)
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    result = check_text("".join(lines))
    assert (result.tour is None) == bool(result.faults)


@unhurried
@given(st.data())
def test_any_piece_gone_or_scribbled_over(tour_text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(tour_text)))
    length = data.draw(st.integers(0, 60))
    scribble = data.draw(st.text("ab:{}[]\"'&*!|>-#\t\n %@,?\\\x00\x07", max_size=6))
    result = check_text(tour_text[:start] + scribble + tour_text[start + length :])
    assert (result.tour is None) == bool(result.faults)


@unhurried
@given(st.text(max_size=40))
def test_any_text_at_all(text: str) -> None:
    assert check_text(text).tour is None


@unhurried
@given(st.dictionaries(st.text(letters, max_size=4), scalars, max_size=4))
def test_values_are_read_as_the_yaml_library_reads_them(values: dict[str, object]) -> None:
    text = flow(values)
    assert repr(read_document(text).data) == repr(YAML(typ="safe", pure=True).load(text))
