"""Phonetic signs (IPA) as the voices take them, and as editors type them. Pure."""

import re
import unicodedata

_LETTERS = (
    "abcdefhijklmnopqrstuvwxyz"
    "æçðøŋœɐɑɒɔɕɖəɚɛɜɟɡɣɤɥɨɪɯɰɲɳɴɸɹɻɽɾʁʂʃʈʊʋʌʎʒʔʝʣʤʥʦʧʨβθχᵊᵻ"
    "AIOWY"  # eɪ aɪ oʊ aʊ ɔɪ: one sign for the two
)
_MARKS = "ˈˌːʰʲ\N{COMBINING TILDE}"
SIGNS = frozenset(f"{_LETTERS}{_MARKS} ")
"""What every voice that takes phonemes knows; what it does not know, it leaves out untold."""

INSTEAD = {
    "'": "ˈ",
    "’": "ˈ",
    "`": "ˈ",
    ",": "ˌ",
    ":": "ː",
    "ɝ": "ɜɹ",
    "ɫ": "l",
    "ɵ": "ʊ",
    "ʉ": "u",
}
"""What was meant by a sign that is easier to type, or by one that no voice knows."""

_AROUND = re.compile(r"/(.*)/|\[(.*)\]", re.DOTALL)
_UNSAID = re.compile("[.\N{COMBINING DOUBLE INVERTED BREVE}\N{COMBINING DOUBLE BREVE BELOW}]")


def tidy_ipa(ipa: str) -> str:
    """The signs alone: without / / or [ ] around them, ties, and dots between syllables.

    The letter g of the keyboard is the sign ɡ. What is no sign stays.
    """
    text = ipa.strip()
    if around := _AROUND.fullmatch(text):
        text = around[1] or around[2] or ""
    text = _UNSAID.sub("", unicodedata.normalize("NFC", text)).replace("g", "ɡ")
    return " ".join("".join(map(_in_parts, text)).split())


def unknown_signs(ipa: str) -> tuple[str, ...]:
    """The characters of tidied signs that are none, each once, as they come."""
    return tuple(dict.fromkeys(sign for sign in ipa if sign not in SIGNS))


def has_sound(ipa: str) -> bool:
    """Whether anything is left to be said."""
    return any(sign in _LETTERS for sign in ipa)


def _in_parts(letter: str) -> str:
    """A letter with its mark as two signs, where voices know the two but not the one."""
    parts = unicodedata.normalize("NFD", letter)
    return parts if letter not in SIGNS and SIGNS.issuperset(parts) else letter
