"""What a client accepts: language, coding, and the copy it already has (RFC 9110)."""

import re
from collections.abc import Sequence
from functools import lru_cache

_WEIGHT = re.compile(r"\s*;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def weighted(header: str) -> list[tuple[str, float]]:
    """The items of an Accept-… header, in lower case, with their weights, in their order.

    An item with an unreadable weight is left out.
    """
    found = []
    for item in header.split(","):
        name, semicolon, _ = item.partition(";")
        match = _WEIGHT.fullmatch(item[len(name) :]) if semicolon else None
        if semicolon and match is None:
            continue
        if name.strip():
            found.append((name.strip().lower(), float(match[1]) if match else 1.0))
    return found


def choose_language(header: str, languages: Sequence[str]) -> str:
    """The tour's language that fits an Accept-Language header best; the first one when none does.

    A regional tag fits its language and the other way round (``ru-KZ`` and ``ru``); of equal
    weights the earlier wins.
    """
    best, best_weight = languages[0], 0.0
    for name, weight in weighted(header):
        if weight <= best_weight:
            continue
        primary = name.partition("-")[0]
        fit = next((tag for tag in languages if tag.lower() == name), None) or next(
            (tag for tag in languages if tag.lower().partition("-")[0] == primary), None
        )
        if fit is None and name == "*":
            fit = languages[0]
        if fit is not None:
            best, best_weight = fit, weight
    return best


@lru_cache(maxsize=256)
def accepts_coding(header: str, coding: str) -> bool:
    """Whether an Accept-Encoding header allows this coding (RFC 9110, section 12.5.3)."""
    weights = dict(weighted(header))
    return weights.get(coding, weights.get("*", 0.0)) > 0


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip."""
    return accepts_coding(header, "gzip")


def names_etag(header: str, etag: str) -> bool:
    """Whether an If-None-Match header names this entity tag, by weak comparison.

    ``etag`` stands in its quotes. A header that cannot be read names nothing.
    """
    if not header:
        return False
    if header == etag or header.strip() == "*":
        return True
    return etag in _TAG.findall(header)
