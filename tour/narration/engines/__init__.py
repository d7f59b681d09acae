"""The engines behind one Protocol, and the choice of a voice for each language."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import entry_points
from warnings import warn

from tour.errors import VoiceFailed
from tour.narration.model import Engine, Loadable, Quality, Voice
from tour.settings import Settings

__all__ = ["all_engines", "choose_testimony_voices", "choose_voices", "engine_for", "load"]

_RANK: Mapping[Quality, int] = {"human": 3, "good": 2, "fair": 1}


ADDED = "alzhir_tour.engines"
"""An installed package adds an engine by an entry point of this group: a function that is given
the Settings and gives an ``Engine``."""


def all_engines(settings: Settings) -> tuple[Engine, ...]:
    """Every synthesiser, the better first, those that packages add last; none is loaded yet."""
    # Loaded here, since whoever starts a process names this function and may not call it yet.
    from tour.narration.engines.espeak import Espeak  # noqa: PLC0415
    from tour.narration.engines.gtts_online import GttsOnline  # noqa: PLC0415
    from tour.narration.engines.hibari import Hibari  # noqa: PLC0415
    from tour.narration.engines.kokoro import Kokoro  # noqa: PLC0415
    from tour.narration.engines.piper import Piper  # noqa: PLC0415
    from tour.narration.engines.rhvoice import RHVoice  # noqa: PLC0415

    voices_dir = settings.voices_dir
    ours = (
        Hibari(),
        RHVoice(voices_dir),
        Piper(voices_dir),
        Kokoro(voices_dir),
        Espeak(),
        GttsOnline(),
    )
    names = {engine.name for engine in ours}
    return (*ours, *(one for one in _added(settings) if one.name not in names))


def _added(settings: Settings) -> Iterator[Engine]:
    """The engines of other packages; a broken one is left out, and told, not in the way."""
    for point in entry_points(group=ADDED):
        try:
            engine: Engine = point.load()(settings)
            engine.voices()
        except Exception as fault:  # noqa: BLE001 - it is somebody else's code
            warn(f"The engine {point.value} cannot be used: {fault!r}", stacklevel=2)
        else:
            yield engine


def choose_voices(
    engines: Sequence[Engine], languages: Iterable[str], wanted: Mapping[str, str]
) -> Mapping[str, Voice]:
    """Choose a voice for each language from those that are installed.

    The one that is ``wanted`` (language → voice id) if it is here; else the best by quality, at
    equal quality the first in the engines' order. A poor voice is never chosen, and one that needs
    the network only by name. A language without a fit voice is not in the result.
    """
    installed = [voice for engine in engines for voice in engine.voices()]
    chosen: dict[str, Voice] = {}
    for language in languages:
        fit = [v for v in installed if v.language == language and v.quality in _RANK]
        by_name = [v for v in fit if v.id == wanted.get(language)]
        offline = [v for v in fit if not v.needs_network]
        if by_name or offline:
            chosen[language] = (by_name or sorted(offline, key=_worse_last))[0]
    return chosen


def choose_testimony_voices(
    engines: Sequence[Engine], wanted: Mapping[str, str]
) -> Mapping[str, Voice]:
    """The voices that are ``wanted`` (language → voice id) and installed here."""
    installed = [voice for engine in engines for voice in engine.voices()]
    return {v.language: v for v in installed if v.id == wanted.get(v.language)}


def load(engines: Iterable[Engine], languages: Collection[str] | None = None) -> None:
    """Load the engines whose loading every sentence would wait for. A faulty one says so later.

    ``languages``: only the engines that have a voice for one of these.
    """
    for engine in engines:
        if isinstance(engine, Loadable):
            with suppress(Exception):
                known = {voice.language for voice in engine.voices()}
                wanted = known if languages is None else known.intersection(languages)
                if wanted:
                    engine.load(wanted)


def _worse_last(voice: Voice) -> int:
    return -_RANK[voice.quality]


def engine_for(engines: Iterable[Engine], voice: Voice) -> Engine:
    """The engine that speaks with this voice.

    Raises:
        VoiceFailed: there is none.
    """
    for engine in engines:
        if engine.name == voice.engine:
            return engine
    msg = f"There is no engine {voice.engine!r} for the voice {voice.id!r}."
    raise VoiceFailed(msg, voice=voice.id)
