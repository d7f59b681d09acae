"""What can be taken away of the whole tour: one sound file, a book."""

from tour.catalogue.model import Tour
from tour.listening.editions import KINDS
from tour.web.shelf import current_edition


def taken_along(tour: Tour, lang: str) -> list[dict[str, object]]:
    """The files that are there in a language, as links."""
    found = (current_edition(kind, tour, lang) for kind in KINDS)
    return [
        {
            "words": f"listening.take_{one.kind}",
            "address": f"/{lang}/tour.{one.file.extension}",
            "minutes": round(one.duration_s / 60),
            "size_mb": round(one.file.bytes / 1e6),
        }
        for one in found
        if one is not None
    ]
