"""Whether two spellings sound the same. Pure but for the English voice's dictionary.

A recogniser hears sounds and has to guess a spelling: "reads" for "reeds", «передаркой» for «перед
аркой», "okmol" for "Akmol". Words are therefore compared by how they are said: in English by the
phonemes that the voice's own dictionary gives, in Russian by the letters that sound alike. Neither
says anything of stress.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock


@dataclass(frozen=True, slots=True)
class Ear:
    """How the words of a language are compared.

    ``form``: what is kept of a word; ``whole``: the sound of several forms said in one breath.
    """

    form: Callable[[str], str]
    whole: Callable[[Sequence[str]], str]


_RU_ORDER = (
    (r"(?<=[жшцчщ])ё", "е"),
    (r"ё", "е"),
    (r"(?<=[жшцчщ])[оы]", "е"),
    (r"(?<=[аеио])го\b", "во"),
    (r"т[ьъ]?ся\b", "ца"),
    (r"[ьъ]", ""),
    (r"[тд]с", "ц"),
    (r"стн", "сн"),
    (r"[еяэй]", "и"),
    (r"о", "а"),
)
_VOICELESS = str.maketrans("бвгджз", "пфктшс")
_BEFORE_VOICELESS = re.compile(r"[бвгджз]+(?=[пфктшсхцчщ]|$)")
_TWICE = re.compile(r"(.)\1+")


def russian_key(word: str) -> str:
    """The word in letters that sound alike when unstressed, final or doubled."""
    for pattern, said in _RU_ORDER:
        word = re.sub(pattern, said, word)
    word = _BEFORE_VOICELESS.sub(lambda match: match[0].translate(_VOICELESS), word)
    return _TWICE.sub(r"\1", word)


_STRESS = re.compile("[ˈˌː]")
_EN_SAME = str.maketrans({"T": "d", "ᵊ": "ə", "ᵻ": "ɪ", "ʔ": "t"})


def english_key(phonemes: str) -> str:
    """Phonemes of the English voice without stress; a flapped t is its d."""
    return _STRESS.sub("", phonemes).translate(_EN_SAME).replace(" ", "")


@cache
def _english_dictionary() -> Callable[[str], str]:
    from hibari.g2p import G2P, normalize  # noqa: PLC0415 - a big dictionary

    g2p = G2P()

    def phonemes(word: str) -> str:
        tokens = g2p.phonemize_tokens(g2p.tokenize(normalize(word)))
        return "".join(token.phonemes or "" for token in tokens)

    return phonemes


_ONE_AT_A_TIME = Lock()  # the dictionary keeps state while it reads


@cache
def phonemes_of(word: str) -> str:
    """How the English voice says a word, in its own phonemes; empty when it cannot."""
    with _ONE_AT_A_TIME:
        return _english_dictionary()(word)


def _english_word(word: str) -> str:
    return english_key(phonemes_of(word)) or word


@lru_cache(maxsize=100_000)
def _russian_whole(letters: str) -> str:
    return russian_key(letters)


LETTERS = Ear(form=str, whole="".join)
"""Compares by spelling alone."""

_EARS: Mapping[str, Ear] = {
    "en": Ear(form=_english_word, whole="".join),
    "ru": Ear(form=str, whole=lambda forms: _russian_whole("".join(forms))),
}


def ear_for(language: str) -> Ear:
    """How words of a language are compared; letter by letter where nothing better is known."""
    return _EARS.get(language, LETTERS)
