"""Two Russian numbers with a dash between them: «200–400 женщин», «2–3 дня»."""

import re

from .figures import DASH, WHOLE, is_code, value
from .ru_agreement import counted_noun, of_cardinal, of_number_for_order
from .ru_grammar import forms, governed, inflected, noun_after
from .ru_numbers import Agreement, cardinal, ordinal
from .spans import Draft

_RANGE = re.compile(
    rf"(?<!\d{DASH})(?P<first>{WHOLE})(?P<dash>\s?{DASH}\s?)(?P<second>{WHOLE})(?![-‑.,]\w)"
)
# Numbers of pages are no quantities: «страницы пять, шесть».
_NUMBERED = re.compile(
    r"(?:№|\b(?:стр\.|гл\.|ст\.|п\.|(?:страниц|глав|пункт|стать|номер|том)[а-я]*))\s*$",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[\s\u00a0](?P<noun>[а-яё]+)")
# They govern a number («в возрасте пяти лет»), yet «от … до» may stand after them as well.
_BEFORE_FROM = re.compile(r"\b(?:возраст[еа]?|количестве|размере|сумме)\s*$", re.IGNORECASE)


def read_ranges(draft: Draft) -> None:
    """Claim every range that is free."""
    for match in draft.matches(_RANGE):
        first, second = match["first"], match["second"]
        codes = is_code(first) or is_code(second)
        if not codes and value(first) < value(second) and draft.is_free(*match.span()):
            _read_range(draft, match)


def say_both(
    draft: Draft, match: re.Match[str], agreement: Agreement, *, second: str = "second"
) -> None:
    """Both numbers in one form: «два-три», and with a pause where one of them is long."""
    words = [cardinal(value(match[part]), agreement) for part in ("first", second)]
    if any(" " in word for word in words):
        draft.say(*match.span("first"), words[0])
        draft.say(*match.span(second), words[1])
    else:
        draft.say(match.start("first"), match.end(second), "-".join(words))


def _read_range(draft: Draft, match: re.Match[str]) -> None:
    """«От двухсот до четырёхсот женщин» where no other word governs them, or both in one form."""
    before, after = draft.text[: match.start()], draft.text[match.end() :]
    first, second = value(match["first"]), value(match["second"])
    if _NUMBERED.search(before):
        draft.say(*match.span("first"), cardinal(first))
        draft.say(*match.span("second"), cardinal(second))
        return
    order = of_number_for_order(second, before, after)
    if order:
        draft.say(*match.span("first"), ordinal(first, order))
        draft.say(*match.span("second"), ordinal(second, order))
        return
    agreement = of_cardinal(second, before, after)
    is_governed = governed(before) and not _BEFORE_FROM.search(before)
    if is_governed or agreement.case not in "nag":
        say_both(draft, match, agreement)
        return
    # «2–3 дня»: after «до трёх» the noun would be another one, «дней».
    if counted_noun(second, after) and not _fits_until(after):
        noun = _NOUN.match(after)
        if second - first == 1 or not noun or forms(noun["noun"])[0].part != "NOUN":
            say_both(draft, match, agreement)
            return
        plural = inflected(forms(noun["noun"])[0].lemma, "g", plural=True, counted=True)
        draft.say(match.end() + noun.start("noun"), match.end() + noun.end("noun"), plural)
    draft.say(*match.span("first"), f"от {cardinal(first, Agreement('g', agreement.gender))}")
    draft.say(*match.span("dash"), "до")
    until = of_cardinal(second, "до ", after)
    draft.say(*match.span("second"), cardinal(second, Agreement("g", until.gender)))


def _fits_until(after: str) -> bool:
    return any(form.plural and form.case == "g" for form in noun_after(after))
