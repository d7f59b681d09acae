"""Kazakh written so that a Kyrgyz voice reads it, letter by letter, keeping every place.

The two languages are close; most letters sound alike. What differs:

- Қ, Ғ: Kyrgyz К and Г are said at the back of the mouth beside back vowels, as Қ and Ғ are.
- І, Ұ, Һ → И, У, Х, the nearest sounds. Ү, Ө, Ң, Ы are the same letters.
- Ә has no sound of its own in Kyrgyz; Э is nearer than А, which would also turn К and Г beside
  it into back sounds.
- И in Kazakh is a vowel with a glide. Before another vowel and at a word's end it becomes ИЙ (as
  Kyrgyz itself writes кийим for киім), in ИЫ ЫЙ (кыйын for қиын).
- У in Kazakh is a consonant beside vowels, where a short У comes near it; at a word's end after
  a consonant it is a long vowel, which Kyrgyz writes УУ or, after front vowels, ҮҮ (баруу for
  бару, келүү for келу). So too in forms of such words (баруға), not in loanwords (август).
- Е after У has no Й before it: Э (әуе → эуэ).

Ж stays Ж: the voice says it as in "jam"; it has no other sound for it.
"""

from dataclasses import dataclass

_STRESS = "\N{COMBINING ACUTE ACCENT}"
_PLAIN = {
    "ә": "э",
    "ғ": "г",
    "қ": "к",
    "ұ": "у",
    "һ": "х",
    "і": "и",
    "\N{SOFT HYPHEN}": "",
}
_BACK = frozenset("аоұы")
_FRONT = frozenset("әеөүі")
_VOWELS = _BACK | _FRONT | frozenset("иуэюяё")
_LETTERS = frozenset("абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө")


@dataclass(frozen=True, slots=True)
class Respelled:
    """``origins[i]`` is the index in the first text that letter ``i`` of ``text`` stands for."""

    text: str
    origins: tuple[int, ...]

    def origin_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the first text that a span of ``text`` stands for."""
        start, end = max(start, 0), min(end, len(self.origins))
        if start >= end:
            return 0, 0
        return self.origins[start], self.origins[end - 1] + 1


def to_kyrgyz(text: str) -> Respelled:
    """Respell Kazakh for a Kyrgyz voice; other signs stay. Pure; origins ascend."""
    letters: list[str] = []
    origins: list[int] = []
    for start, end in _words(text):
        # A stress mark is no neighbour of a letter: «и́» at a word's end still ends it.
        places = [at for at in range(start, end) if text[at] != _STRESS]
        word = "".join(text[at] for at in places).lower()
        for place, at in enumerate(places):
            said = _respell(word, place)
            if text[at].isupper():
                said = said.upper() if text[start:end].isupper() else said[:1].upper() + said[1:]
            letters += said
            origins += [at] * len(said)
    return Respelled("".join(letters), tuple(origins))


def _words(text: str) -> list[tuple[int, int]]:
    """Spans that cover the text: Kazakh words, and each sign between them on its own."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        end = at + 1
        if _is_letter(text[at]):
            while end < len(text) and _is_letter(text[end]):
                end += 1
        spans.append((at, end))
        at = end
    return spans


def _is_letter(letter: str) -> bool:
    return letter.lower() in _LETTERS or letter == _STRESS


def _respell(word: str, place: int) -> str:
    letter = word[place]
    before = word[place - 1] if place else ""
    after = word[place + 1] if place + 1 < len(word) else ""
    if letter == "и":
        return _respell_i(before, after)
    if letter == "у":
        return _respell_u(word, place)
    if letter == "е" and before == "у":
        return "э"
    return _PLAIN.get(letter, letter)


def _respell_i(before: str, after: str) -> str:
    if after == "ы":
        return "ый"
    if after in _VOWELS - frozenset("яюеё"):
        return "ий"
    return "ий" if before and not after else "и"


def _respell_u(word: str, place: int) -> str:
    """Long where it is the vowel of a Kazakh ending, else as it is."""
    before = word[place - 1] if place else ""
    rest = word[place + 1 :]
    vowels = [letter for letter in word[:place] if letter in _BACK | _FRONT]
    at_end = not rest
    in_ending = len(rest) > 1 and rest[0] not in _VOWELS and rest[1] in _VOWELS
    if not before or before in _VOWELS or before == "й" or not (at_end or in_ending):
        return "у"
    if not vowels:
        return "уу" if at_end else "у"
    if not _harmonic(word):
        return "у"
    return "үү" if vowels[-1] in _FRONT else "уу"


def _harmonic(word: str) -> bool:
    """Kazakh words keep to front or to back vowels; loanwords often mix them."""
    letters = frozenset(word)
    return not (letters & _BACK and letters & _FRONT)
