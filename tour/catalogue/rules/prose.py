"""The texts themselves: fit for the ear, equal in build, in their own alphabet."""

import re
import unicodedata

from tour.catalogue.entries import StopsFile
from tour.catalogue.faults import KeyPath, quoted
from tour.catalogue.report import Report
from tour.catalogue.texts import text_groups, tidy, words

MOST_WORDS = 300
GOOD_WORDS = (60, 260)
SENTENCE_WORDS = 35

_ALPHABETS = {
    **dict.fromkeys(("kk", "ru", "ky", "uk", "be", "bg"), "CYRILLIC"),
    **dict.fromkeys(("en", "de", "fr", "es", "it", "pl", "tr"), "LATIN"),
}
_OTHER = {"CYRILLIC": "LATIN", "LATIN": "CYRILLIC"}
_ROMAN = re.compile(r"[IVXLC]+")
# Abbreviations end a sentence here, which can only make sentences shorter: no false alarm.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[»”\"')]*\s+|\n\n")


def check_prose(file: StopsFile, report: Report) -> None:
    """Report narrations too long, and warn of what is hard to hear or looks mistyped."""
    for index, stop in enumerate(file.stops or ()):
        for language, text in (stop.narration or {}).items():
            _check_length(index, language, text, report)
        _check_paragraphs(index, stop.narration or {}, report)
    for path, group in text_groups(file):
        for language, text in group.items():
            _check_alphabet((*path, language), language, text, report)
            if path[-1] in {"orientation", "narration"}:
                _check_sentences((*path, language), text, report)


def _check_length(index: int, language: str, text: str, report: Report) -> None:
    path = ("stops", index, "narration", language)
    count = len(words(text))
    message = f"{report.name(path)} has {count} words"
    least, most = GOOD_WORDS
    if count > MOST_WORDS:
        advice = f"shorten it to {most} words, {MOST_WORDS} at the very most, or make two stops"
        report.fault(path, message, advice)
    elif count > most:
        report.warn(path, message, f"{most} or fewer hold a listener's attention")
    elif count < least:
        report.warn(path, message, f"{least} or more are worth a walk to the stop")


def _check_paragraphs(index: int, narration: dict[str, str], report: Report) -> None:
    counts = {language: tidy(text).count("\n\n") + 1 for language, text in narration.items()}
    if len(set(counts.values())) > 1:
        path = ("stops", index, "narration")
        shown = ", ".join(f"{language} {count}" for language, count in counts.items())
        message = f"{report.name(path)} has different numbers of paragraphs: {shown}"
        advice = "divide every language into the same paragraphs with empty lines"
        report.warn(path, message, advice, at="key")


def _check_sentences(path: KeyPath, text: str, report: Report) -> None:
    for sentence in _SENTENCE_END.split(tidy(text)):
        if (count := len(words(sentence))) > SENTENCE_WORDS:
            beginning = " ".join(sentence.split()[:5])
            message = f"a sentence of {count} words begins with {quoted(beginning)}"
            advice = "it is hard to follow by ear: make two of it"
            report.warn(path, message, advice, words=beginning)


def _check_alphabet(path: KeyPath, language: str, text: str, report: Report) -> None:
    own = _ALPHABETS.get(language.partition("-")[0])
    if own is None:
        return
    other = _OTHER[own]
    for word in dict.fromkeys(words(text)):
        letters = [char for char in word if unicodedata.name(char, "").startswith(other)]
        if not letters or _ROMAN.fullmatch(word):
            continue
        shown = ", ".join(dict.fromkeys(letters))
        message = (
            f"the word {quoted(word)} in {report.name(path)} has {other.title()} letters ({shown})"
        )
        advice = f"type it in {own.title()} letters, or leave it if the other alphabet is meant"
        report.warn(path, message, advice, words=word)
