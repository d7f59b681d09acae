"""The last step of narrating: the whole tour as one sound and as a book."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tour.catalogue.model import Tour
    from tour.listening.say import Say
    from tour.settings import Settings


def bind_editions(
    settings: "Settings", tour: "Tour", should_stop: Callable[[], bool] = lambda: False
) -> str:
    """Make what is missing, in this process; gives a line for people, empty when nothing was made.

    It is left for another time once ``should_stop`` says so.

    Raises:
        Unavailable: another process is narrating, or the disk is full.
        VoiceFailed: a clip cannot be joined with the others.
    """
    from tour.listening.binding import bind
    from tour.narration.state import only_one

    with only_one(settings.audio_dir):
        made = bind(settings.audio_dir, tour, say_of, should_stop=should_stop)
    if not made:
        return ""
    languages = ", ".join(dict.fromkeys(one.language for one in made))
    size_mb = sum(one.file.bytes for one in made) / 1e6
    return f"The whole tour as one sound and as a book: {languages} ({size_mb:.0f} MB)."


def say_of(language: str) -> "Say":
    """The interface's words, in English where it has none of this language."""
    from tour.web.pages.words import PAGE_LANGUAGES, words

    return words(language if language in PAGE_LANGUAGES else "en")
