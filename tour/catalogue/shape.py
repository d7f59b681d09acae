"""Document → StopsFile: every fault of shape at once, and what is left when they are cut out."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tour.catalogue import entries
from tour.catalogue.faults import KeyPath, closest, listing, quoted
from tour.catalogue.report import Report

WRONG_TAGS = {"kz": "kk", "ua": "uk", "jp": "ja", "cn": "zh", "us": "en", "gb": "en", "eng": "en"}
"""Country codes and other tags that are often taken for a language's tag, and the right ones."""

_PATTERNS = {
    entries.TEXT_PATTERN: ("is empty", "write the text, or take the key away if it may be missing"),
    entries.ID_PATTERN: (
        "is {}, which is no proper id",
        'use small Latin letters, digits and hyphens, a letter first, e.g. "north-gate"',
    ),
    entries.CODE_PATTERN: (
        "is {}, which cannot be typed on the keypad",
        'use one to four digits, in quotes, e.g. "12"',
    ),
    entries.TAG_PATTERN: (
        "is {}, which is no language tag",
        "use the short tag in small letters, e.g. kk, ru or en",
    ),
    entries.WEB_PATTERN: (
        "is {}, which is no web address",
        "write the whole address, beginning with https://",
    ),
}


def read_shape(report: Report) -> entries.StopsFile:
    """The file's entries, without the parts whose shape is wrong; those are reported."""
    data = report.document.data
    try:
        file = entries.StopsFile.model_validate(data)
    except ValidationError as error:
        rest: Any = deepcopy(data)
        for detail in error.errors(include_url=False):
            path = _cut_path(detail["loc"])
            if not report.is_spoiled(detail["loc"]):
                _report(report, detail)
            report.spoiled.add(path)
            rest = _without(rest, path)
        file = entries.StopsFile.model_validate(rest)
    for path, entry in walk(file):
        _report_missing(report, path, entry)
    return file


def walk(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, entries.Entry]]:
    """Every entry inside a value with its path, outermost first."""
    if isinstance(value, entries.Entry):
        yield path, value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))


def _report_missing(report: Report, path: KeyPath, entry: entries.Entry) -> None:
    for key in entry.required_keys():
        inner = (*path, key)
        if getattr(entry, key) is not None or report.is_spoiled(inner):
            continue
        where = report.name(path)
        if inner in report.document.values:
            message = f'"{key}" of {where} has nothing after the colon'
            report.fault(inner, message, "write its value", at="key")
        else:
            message = f'"{key}" is missing in {where}'
            report.fault(path, message, f'add a line "{key}:"', at="key")


def _report(report: Report, detail: ErrorDetails) -> None:
    kind, path, value = detail["type"], detail["loc"], detail["input"]
    if kind == "extra_forbidden":
        _report_unknown_key(report, path)
        return
    ctx = detail.get("ctx", {})
    name, written = report.name(path), quoted(report.document.written(path).strip("\"'"))
    said: tuple[str, str]
    if value is None and kind.endswith("_type"):
        said = (f"{name} has nothing after the colon", "write its value, or take the key away")
    elif kind == "string_type":
        said = _not_a_text(value, name, written, path)
    elif kind == "string_pattern_mismatch":
        message, advice = _PATTERNS[ctx["pattern"]]
        right = WRONG_TAGS.get(str(value).casefold().split("-")[0].split("_")[0])
        advice = f"write {right} instead" if right and path[-2:-1] == ("languages",) else advice
        said = (f"{name} {message.format(written)}", advice)
    elif kind == "literal_error":
        said = _not_a_choice(ctx["expected"], name, str(value), written)
    elif kind in {"too_short", "too_long"}:
        said = _wrong_length(name, path, ctx)
    else:
        said = _WORDS[kind](name, written, ctx)
    # Where nothing stands, its place is that of whatever comes next.
    report.fault(path, *said, at="key" if value is None else "value")


def _report_unknown_key(report: Report, path: KeyPath) -> None:
    *outer, key = path
    parent = tuple(outer)
    known = _known_keys(parent)
    meant = closest(str(key), known)
    present = {str(item[-1]) for item in report.document.keys if item[:-1] == parent}
    advice = f'did you mean "{meant}"?' if meant else f"known keys here: {listing(known)}"
    if meant in present:
        advice = f'take it away; "{meant}" is there already'
    elif meant:
        report.spoiled.add((*parent, meant))
    message = f'the key "{key}" is not known in {report.name(parent)}'
    report.fault(path, message, advice, at="key")


def _known_keys(path: KeyPath) -> tuple[str, ...]:
    model: type[entries.Entry]
    match path:
        case ():
            model = entries.StopsFile
        case ("tour",):
            model = entries.TourEntry
        case ("tour", "licence"):
            model = entries.LicenceEntry
        case ("sources", _):
            model = entries.SourceEntry
        case ("pronunciations", *_):
            model = entries.PronunciationEntry
        case (*_, "zone"):
            model = entries.ZoneEntry
        case (*_, "anchor" | "position") | ("tour", "rests", _):
            model = entries.PositionEntry
        case _:
            model = entries.StopEntry
    return tuple(model.model_fields)


def _not_a_text(value: object, name: str, written: str, path: KeyPath) -> tuple[str, str]:
    if isinstance(value, bool | int | float):
        bare = written.strip('"')
        key = "" if isinstance(path[-1], int) else f"{path[-1]}: "
        return (
            f"{name} is {bare} without quotation marks, which is not a text",
            f'put it in quotes: {key}"{bare}"',
        )
    return (
        f"{name} holds keys or a list where a text is needed",
        "write one text here, in quotation marks or as a block after |",
    )


def _not_a_choice(expected: str, name: str, value: str, written: str) -> tuple[str, str]:
    choices = expected.replace("'", "").replace(" or ", ", ").split(", ")
    meant = closest(value, choices)
    hint = f'did you mean "{meant}"? ' if meant else ""
    return f"{name} is {written}, which is not known", f"{hint}it can be {', '.join(choices)}"


def _wrong_length(name: str, path: KeyPath, ctx: dict[str, Any]) -> tuple[str, str]:
    if "points" in path:
        return (
            f"{name} has {ctx['actual_length']} numbers, and a point has two",
            "write each point as [latitude, longitude], e.g. [51.0782, 70.9716]",
        )
    return f"{name} is empty", "write at least one"


def _out_of_range(name: str, written: str, ctx: dict[str, Any]) -> tuple[str, str]:
    limits = {"gt": "more than", "ge": "at least", "le": "at most", "lt": "less than"}
    limit = " and ".join(f"{limits[key]} {value:g}" for key, value in ctx.items() if key in limits)
    is_angle = re.search(r"\.(lat|lng)\b", name)
    hint = "; lat and lng may be swapped" if is_angle else ""
    return f"{name} is {written}", f"it must be {limit}{hint}"


def _needs(what: str, example: str) -> Callable[[str, str, dict[str, Any]], tuple[str, str]]:
    def words(name: str, written: str, _: dict[str, Any]) -> tuple[str, str]:
        return f"{name} is {written}, where {what} is needed", f"write it like this: {example}"

    return words


_WORDS: dict[str, Callable[[str, str, dict[str, Any]], tuple[str, str]]] = {
    "greater_than": _out_of_range,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "finite_number": _needs("a number", "51.0782, without quotes"),
    "float_type": _needs("a number", "51.0782, without quotes and with a point, not a comma"),
    "int_type": _needs("a whole number", "60, without quotes"),
    "bool_type": _needs("true or false", "true, without quotes"),
    "list_type": _needs("a list", "[first, second], or one line with a hyphen for each"),
    "dict_type": _needs("a key for each part", '{kk: "…", ru: "…", en: "…"}'),
    "model_type": _needs("a group of keys", '"key: value" lines, indented two spaces further'),
}


def _cut_path(path: KeyPath) -> KeyPath:
    """What to cut out for a fault at ``path``: a list whose items are no groups goes as a whole."""
    for length, part in enumerate(path):
        if isinstance(part, int):
            groups = {("stops",), ("tour", "rests")}
            inside_group = path[:length] in groups or path[0] == "pronunciations"
            if not inside_group:
                return path[:length]
    return path


def _without(data: Any, path: KeyPath) -> Any:  # noqa: ANN401 - plain YAML values
    """The data without the value at ``path``; a list keeps its length by an empty group."""
    if not path:
        return {}
    target = data
    for part in path[:-1]:
        target = target[part]
    if isinstance(path[-1], int):
        target[path[-1]] = {}
    elif isinstance(target, dict):
        target.pop(path[-1], None)
    return data
