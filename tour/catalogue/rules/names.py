"""Ids, keypad codes, sources and pronunciations: unique, known and used."""

import re

from tour.catalogue.entries import StopEntry, StopsFile
from tour.catalogue.faults import KeyPath, closest, listing, quoted
from tour.catalogue.report import Report
from tour.catalogue.texts import tidy

_SOURCE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def check_names(file: StopsFile, report: Report) -> None:
    """Report doubled ids and codes, sources unknown, absent or unused, and idle pronunciations."""
    _check_unique(file, report, "id")
    _check_unique(file, report, "code")
    _check_sources(file, report)
    _check_pronunciations(file, report)


def _check_unique(file: StopsFile, report: Report, key: str) -> None:
    first: dict[str, KeyPath] = {}
    for index, stop in enumerate(file.stops or ()):
        value = getattr(stop, key)
        path = ("stops", index, key)
        if value is None:
            continue
        if value in first:
            line = report.document.value_span(first[value]).line
            message = f"the {key} {quoted(value)} is used by two stops (first on line {line})"
            report.fault(path, message, f"give each stop its own {key}")
        first.setdefault(value, path)


def _check_sources(file: StopsFile, report: Report) -> None:
    used = set[str]()
    for index, stop in enumerate(file.stops or ()):
        used.update(stop.sources or ())
        if file.sources is not None and stop.sources is not None:
            _check_stop_sources(index, stop, list(file.sources), report)
    for key in file.sources or ():
        path = ("sources", key)
        if not _SOURCE_KEY.fullmatch(key):
            message = f"{quoted(key)} is no proper key for a source"
            advice = "use Latin letters, digits, hyphens and underscores, without spaces"
            report.fault(path, message, advice, at="key")
        elif key not in used and not _any_sources_spoiled(file, report):
            message = f'no stop uses the source "{key}"'
            report.warn(path, message, "name it in a stop's sources, or delete it", at="key")


def _check_stop_sources(index: int, stop: StopEntry, known: list[str], report: Report) -> None:
    path = ("stops", index, "sources")
    sources = stop.sources or []
    if not sources:
        message = f"{report.stop_name(index)} has no sources"
        report.fault(path, message, "name at least one source that its text rests on", at="key")
    for number, key in enumerate(sources):
        if key not in known:
            advice = "describe it under sources at the top of the file"
            if meant := closest(key, known):
                advice = f'did you mean "{meant}"?'
            elif known:
                advice = f"{advice}, or name a known one: {listing(known)}"
            message = f"{report.stop_name(index)} names the unknown source {quoted(key)}"
            report.fault((*path, number), message, advice)
        elif key in sources[:number]:
            message = f"{report.stop_name(index)} names the source {quoted(key)} twice"
            report.warn((*path, number), message, "delete one of the two")


def _any_sources_spoiled(file: StopsFile, report: Report) -> bool:
    return any(
        report.is_spoiled(("stops", index, "sources")) for index, _ in enumerate(file.stops or ())
    )


def _check_pronunciations(file: StopsFile, report: Report) -> None:
    for language, entries in (file.pronunciations or {}).items():
        spoken = _spoken_text(file, language)
        first: dict[str, KeyPath] = {}
        for index, entry in enumerate(entries):
            path = ("pronunciations", language, index)
            if entry.word is None:
                continue
            name = f"the pronunciation of {quoted(entry.word)}"
            spoiled = any(report.is_spoiled((*path, key)) for key in ("say", "ipa"))
            if entry.say is None and entry.ipa is None and not spoiled:
                message = f'{name} has neither "say" nor "ipa"'
                report.fault(path, message, "add one of them, or delete the line")
            if entry.word in first:
                line = report.document.value_span(first[entry.word]).line
                message = f"{name} is given twice for {language} (first on line {line})"
                report.fault((*path, "word"), message, "keep one of the two")
            first.setdefault(entry.word, path)
            _check_occurs((*path, "word"), entry.word, language, spoken, report)


def _check_occurs(path: KeyPath, word: str, language: str, spoken: str, report: Report) -> None:
    """Warn of a word that the texts do not hold as it is written; capitals may take endings."""
    end = "" if word.isupper() else r"(?!\w)"
    pattern = rf"(?<!\w){re.escape(tidy(word))}{end}"
    if re.search(pattern, spoken):
        return
    message = f"the word {quoted(word)} is in no spoken text of {language}"
    advice = "write it as the texts do, or delete the line"
    if other := re.search(pattern, spoken, re.IGNORECASE):
        advice = f"the texts write it {quoted(other[0])}: write it so here, too"
    report.warn(path, message, advice)


def _spoken_text(file: StopsFile, language: str) -> str:
    groups = (
        group
        for stop in file.stops or ()
        for group in (stop.orientation, stop.narration)
        if group is not None
    )
    return "\n".join(tidy(group.get(language, "")) for group in groups)
