"""The same passage by every voice of a language, on one page to listen to side by side."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from tour.catalogue.model import Tour
from tour.errors import TourError
from tour.narration.clip import ClipMaker
from tour.narration.engines import engine_for
from tour.narration.model import Engine, Publication, Voice
from tour.narration.recipe import write_script
from tour.narration.script import Script


@dataclass(frozen=True, slots=True)
class Trial:
    """What a voice made of the passage; ``fault`` instead of a sound when it could not."""

    voice: Voice
    publication: Publication | None
    took_s: float
    fault: str = ""


def try_voices(
    tour: Tour,
    language: str,
    text: str,
    engines: Sequence[Engine],
    folder: Path,
    *,
    online: bool = False,
) -> tuple[Trial, ...]:
    """The passage as it would be published, by each installed voice of the language.

    Numbers, abbreviations and the tour's pronunciations are applied. Files lie in ``folder``.
    ``online``: also by voices that send the passage over the network.
    """
    return tuple(
        _try(tour, language, text, engine, voice, folder)
        for engine in engines
        for voice in engine.voices()
        if voice.language == language and (online or not voice.needs_network)
    )


def _try(tour: Tour, language: str, text: str, engine: Engine, voice: Voice, folder: Path) -> Trial:
    passage = {each: text if each == language else "" for each in tour.languages}
    silent = dict.fromkeys(tour.languages, "")
    stop = replace(tour.stops[0], id="trial", orientation=silent, narration=passage)

    def engine_of(script: Script) -> Engine:
        return engine_for((engine,), script.voice)

    started = time.perf_counter()
    try:
        script = write_script(tour, stop, language, voice)
        publication, _ = ClipMaker(folder, engine_of).make(script)
    except TourError as fault:
        return Trial(voice, None, time.perf_counter() - started, fault.message)
    return Trial(voice, publication, time.perf_counter() - started)


def trial_page(text: str, language: str, trials: Sequence[Trial]) -> str:
    """An HTML page beside the files, which a browser opens from the disk."""
    head = (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Voices: {escape(language)}</title>\n"
        "<style>body{font:1.1rem/1.5 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem}"
        "audio{width:100%}section{margin-block:2rem}</style>\n"
        f'<h1>Voices: {escape(language)}</h1>\n<blockquote lang="{escape(language)}">'
        f"{escape(text)}</blockquote>"
    )
    parts = [head]
    for trial in trials:
        voice = trial.voice
        parts.append(f"<section>\n<h2>{escape(voice.id)}</h2>\n<p>{escape(voice.description)}</p>")
        if trial.publication is None:
            parts.append(f"<p>It could not speak: {escape(trial.fault)}</p>")
        else:
            sources = "".join(
                f'<source src="{file.digest}.{file.extension}" type="{escape(file.media_type)}">'
                for file in trial.publication.audio
            )
            parts.append(f'<audio controls preload="none">{sources}</audio>')
        parts.append(
            f"<p>Quality: {voice.quality}. Licence: {escape(voice.licence)}. To choose it, write in"
            f" stops.yaml: <code>voices: {{{escape(language)}: {escape(voice.id)!r}}}</code></p>"
            "\n</section>"
        )
    return "\n".join(parts) + "\n</html>\n"
