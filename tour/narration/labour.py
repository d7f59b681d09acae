"""What a process of the crew does: it makes one clip after the other, as it is asked."""

import multiprocessing
import os
import threading
from collections.abc import Collection
from multiprocessing.connection import Connection

from tour.narration.clip import ClipFailed, ClipMaker
from tour.narration.engines import engine_for, load
from tour.narration.failure import Failure
from tour.narration.files import NoSpace
from tour.narration.script import Script
from tour.narration.workers import DiskFull, EnginesOf, Event, Failed, Heard, Made
from tour.settings import Settings


def labour(
    connection: Connection,
    settings: Settings,
    engines_of: EnginesOf,
    languages: Collection[str] | None,
) -> None:
    """Work until it is ended, or its parent is gone.

    ``languages``: those whose voices it loads before it is asked; None: all.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    engines = engines_of(settings)
    maker = ClipMaker(
        settings.audio_dir,
        engine_of=lambda script: engine_for(engines, script.voice),
        heard=lambda script, seconds: connection.send(Heard(script, seconds)),
    )
    load(engines, languages)
    while True:
        try:
            script: Script = connection.recv()
        except EOFError:
            return
        connection.send(_made(maker, script))


def _made(maker: ClipMaker, script: Script) -> Event:
    try:
        return Made(script, *maker.make(script))
    except ClipFailed as fault:
        return Failed(script, fault.failures)
    except NoSpace as fault:
        return DiskFull(script, fault.message)
    except Exception as fault:  # noqa: BLE001 - an engine may raise anything; the others go on
        message = f"{type(fault).__name__}: {fault}"
        return Failed(script, (Failure(*script.key, "", message),))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
