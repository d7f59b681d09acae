"""The gate of ``flask narrate --verified``, and what people are told of it."""

import importlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tour.catalogue.model import Tour
    from tour.narration.admission import Gate
    from tour.narration.build import Held
    from tour.settings import Settings

_LOOK_EVERY_S = 10.0

GateOf = Callable[["Tour"], "Gate"]
"""Gives the gate of a tour as it is read now."""


def gates(settings: "Settings", *, accepts: bool = False) -> GateOf:
    """Gates with a recogniser of their own, whose memory ends with the build.

    Raises:
        NoRecogniser: the extra ``verify`` is not installed; nothing is to be published then.
    """
    from tour.narration.hearing.keeper import Keeper
    from tour.narration.hearing.whisper import Whisper

    Whisper()  # says at once that it is missing; nothing is loaded yet

    def gate_of(tour: "Tour") -> "Gate":
        return Keeper(tour, settings, Whisper(settings.narrate_jobs), accepts)

    return gate_of


def awaited_gates(
    gates_now: Callable[[], GateOf],
    tell: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> GateOf:
    """What ``gates_now`` gives, as soon as there is a recogniser; what is missing is told once.

    Nothing may be published unheard meanwhile, and to end would only be to be started again.
    """
    from tour.narration.hearing.whisper import NoRecogniser

    told = False
    while True:
        try:
            return gates_now()
        except NoRecogniser as missing:
            if not told:
                tell(f"{missing.message} Narration waits for it: nothing is published unheard.")
            told = True
        sleep(_LOOK_EVERY_S)
        importlib.invalidate_caches()  # what is being installed is seen


def held_line(settings: "Settings", held: "Held") -> str:
    """What to do with a clip that is held back."""
    from tour.narration.notes import stop_of

    stop_id, language = held.key
    said = f"{stop_id} {language} is held back; what was published before stays."
    listen = [one for one in held.reasons if one.at_s is not None]
    where = "; ".join(f"{settings.audio_dir / one.file} at {one.at_s:.1f} s" for one in listen)
    asked = f" Listen to {where}." if listen else ""
    command = f"flask narrate --verified --accept --stop {stop_of(stop_id)} --lang {language}"
    return f"{said}{asked} If it is right: {command}"


def unheard_line(settings: "Settings") -> str:
    """How many of the published clips nobody and nothing has listened to."""
    from tour.narration.heard import counts, read_heard
    from tour.narration.store import ClipStore

    published = ClipStore(settings.audio_dir).publications()
    count = counts(read_heard(settings.audio_dir), published)
    return (
        f"Not heard: {count['unheard']} of {sum(count.values())} published clips. `make verify` "
        "hears them; `flask narrate --verified` hears each before it is published."
    )
