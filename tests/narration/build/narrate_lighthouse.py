"""A real build in a process of its own: `narrate_lighthouse.py STOPS AUDIO VOICES`."""

import sys
from pathlib import Path

from beeper import engines_of
from rich.console import Console

from tour.catalogue import read_tour
from tour.narration.build import build
from tour.narration.progress_bar import PlainLines
from tour.settings import Settings

if __name__ == "__main__":
    stops, audio, voices = map(Path, sys.argv[1:])
    settings = Settings(stops_file=stops, audio_dir=audio, voices_dir=voices, narrate_jobs=1)
    build(settings, read_tour(stops), PlainLines(Console()), engines_of)
