"""Phonetic signs of the pronunciations: what a voice does not know it would leave out, untold."""

import unicodedata

from tour.catalogue.entries import StopsFile
from tour.catalogue.faults import listing, quoted
from tour.catalogue.ipa import INSTEAD, has_sound, tidy_ipa, unknown_signs
from tour.catalogue.report import Report

_ADVICE = 'write it in phonetic signs, as "ɑlʒˈɪɹ" is, or take it away and use say'

_NAMED = 3  # signs in one message


def check_ipa(file: StopsFile, report: Report) -> None:
    """Report every ``ipa`` that holds something else than the signs that voices know."""
    for language, entries in (file.pronunciations or {}).items():
        for index, entry in enumerate(entries):
            if entry.ipa is None:
                continue
            path = ("pronunciations", language, index, "ipa")
            name = f"the ipa of {quoted(entry.word or entry.ipa)}"
            ipa = tidy_ipa(entry.ipa)
            if unknown := unknown_signs(ipa):
                more = [f"{len(unknown) - _NAMED} more"] if len(unknown) > _NAMED else []
                signs = listing([*map(_shown, unknown[:_NAMED]), *more])
                message = f"{name} holds {signs}, which no voice takes for a sound"
                report.fault(path, message, _advice(unknown))
            elif not has_sound(ipa):
                report.fault(path, f"{name} holds no sound", _ADVICE)


def _shown(sign: str) -> str:
    """The sign in quotation marks, with its name where it may look like another."""
    if sign.isascii():
        return f'"{sign}"'
    script, _, rest = unicodedata.name(sign, "unknown sign").partition(" ")
    return f'"{sign}" (U+{ord(sign):04X}, {script.capitalize()} {rest.lower()})'


def _advice(unknown: tuple[str, ...]) -> str:
    meant = [f"{INSTEAD[sign]} for {sign}" for sign in unknown if sign in INSTEAD]
    if len(meant) == len(unknown):
        return f"write {listing(meant)}"
    if any(sign.isascii() and sign.isupper() for sign in unknown):
        return f"use small letters; {_ADVICE}"
    if any(_is_phonetic(sign) for sign in unknown):
        return "no voice says it: write the nearest sound of English, or use say"
    return _ADVICE


def _is_phonetic(sign: str) -> bool:
    return "ɐ" <= sign <= "˿"
