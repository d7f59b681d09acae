"""Every text in every language of the tour, and in no other."""

from collections.abc import Iterator, Mapping

from tour.catalogue.entries import StopsFile
from tour.catalogue.faults import KeyPath, closest, listing
from tour.catalogue.report import Report
from tour.catalogue.shape import WRONG_TAGS
from tour.catalogue.texts import text_groups


def check_languages(file: StopsFile, report: Report) -> None:
    """Report doubled and wrong tags, and texts, reviews, voices outside the tour's languages."""
    languages = file.tour.languages if file.tour else None
    if languages is None:
        return
    _check_tags(languages, report)
    for path, group in (*text_groups(file), *_reviews(file)):
        meant = _check_keys(path, group, languages, report)
        missing = [
            language
            for language in dict.fromkeys(languages)
            if language not in group
            and language not in meant
            and not report.is_spoiled((*path, language))
        ]
        if missing:
            report.fault(
                path,
                f"{report.name(path)} has nothing in {listing(missing)}",
                f"add {listing(f'{language}:' for language in missing)} beside the other languages",
                at="key",
            )
    for key in ("voices", "testimony_voices", "pronunciations"):
        _check_keys((key,), getattr(file, key) or {}, languages, report)


def _check_tags(languages: list[str], report: Report) -> None:
    for index, language in enumerate(languages):
        path = ("tour", "languages", index)
        if language in WRONG_TAGS:
            message = f'"{language}" is not the tag of a language'
            report.fault(
                path, message, f"write {WRONG_TAGS[language]} instead, here and in every text"
            )
        elif language in languages[:index]:
            message = f'the language "{language}" is listed twice'
            report.fault(path, message, "delete one of the two")


def _reviews(file: StopsFile) -> Iterator[tuple[KeyPath, Mapping[str, str]]]:
    for index, stop in enumerate(file.stops or ()):
        if stop.review is not None:
            yield ("stops", index, "review"), stop.review


def _check_keys(
    path: KeyPath, group: Mapping[str, object], languages: list[str], report: Report
) -> set[str]:
    """Report keys that are no language of the tour; returns the languages meant by them."""
    meant = set[str]()
    for key in group:
        if key in languages:
            continue
        right = WRONG_TAGS.get(key.casefold()) or closest(key, languages)
        if right in languages and right not in group:
            meant.add(right)
            advice = f"write {right} instead"
        else:
            advice = f"the tour has {listing(languages)}; take this away or add it to languages"
        message = f'"{key}" in {report.name(path)} is not a language of this tour'
        report.fault((*path, key), message, advice, at="key")
    return meant
