"""How fast stops.yaml becomes sound: `python bench/narration.py [--stops N] [--edits]`.

The whole pipeline with the real tour and the real voices of this machine, into a temporary folder:
speech, levelling, two files, captions, publication. Each language is built from nothing on all
cores, then one sentence is changed and the time until it is published is taken.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402 - after the path
from rich.table import Table  # noqa: E402

from tour.catalogue import Tour, read_tour  # noqa: E402
from tour.narration.build import Report, build  # noqa: E402
from tour.narration.engines import all_engines  # noqa: E402
from tour.narration.plan import Choice, Plan  # noqa: E402
from tour.narration.progress_bar import PlainLines, clock  # noqa: E402
from tour.narration.store import ClipStore, text_digest  # noqa: E402
from tour.settings import Settings  # noqa: E402

_TIMES_REAL, _EDIT_S, _MEMORY_MB = 40, 3.0, 600
_EDIT_WANTED = f"wanted at most {_EDIT_S:.0f} s"
_PATIENCE_S = 120
_STEPS = ("speech", "mastering", "webm", "mp3", "cache", "writing")


class _FirstSound(PlainLines):
    """Prints nothing; takes the time of the first clip that can be played."""

    def __init__(self) -> None:
        super().__init__(Console(quiet=True))
        self.began = time.perf_counter()
        self.first_s = 0.0

    def planned(self, plan: Plan, seconds: float) -> None:
        del plan, seconds

    def published(self, *args: object) -> None:
        del args
        self.first_s = self.first_s or time.perf_counter() - self.began


def _cpu_s() -> float:
    """CPU seconds of the processes that have ended, and of this one."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _built(settings: Settings, tour: Tour, choice: Choice) -> tuple[Report, float, float]:
    listener, cpu_s = _FirstSound(), _cpu_s()
    report = build(settings, tour, listener, all_engines, choice)
    for failure in report.failures:
        print(f"FAILED {failure}")
    return report, listener.first_s, _cpu_s() - cpu_s


def _row(table: Table, name: str, built: tuple[Report, float, float]) -> float:
    """Adds a row; gives how many times as fast as real time it went."""
    report, first_s, cpu_s = built
    audio_s = sum(made.duration_s for made, _ in report.published)
    steps: Counter[str] = Counter()
    for _, effort in report.published:
        steps.update({step: round(seconds * 1000) for step, seconds in effort.seconds.items()})
    worked = steps.total() or 1
    table.add_row(
        name,
        str(len(report.published)),
        clock(audio_s),
        f"{report.seconds:.1f}",
        f"{audio_s / report.seconds:.0f}" if audio_s else "-",
        f"{audio_s / cpu_s:.0f}" if audio_s else "-",
        f"{first_s:.1f}",
        *(f"{100 * steps[step] / worked:.0f}" for step in _STEPS),
    )
    return audio_s / report.seconds


def _edited(settings: Settings, stops: list[str], language: str) -> str:
    """From a changed sentence in stops.yaml to its publication: the seconds, and what took them."""
    tour = read_tour(settings.stops_file)
    stop = next(stop for stop in tour.stops if stop.id == stops[0])
    sentence = stop.paragraphs(language)[1].split(". ")[0]
    text = settings.stops_file.read_text(encoding="utf-8")
    start = text.find(sentence.split(",")[0][:30])
    changed = text[:start] + text[start:].replace(" ", " 12 ", 1)
    settings.stops_file.write_text(changed, encoding="utf-8")
    began = time.perf_counter()
    tour = read_tour(settings.stops_file)
    report, _, _ = _built(settings, tour, Choice(stops, [language]))
    took_s = time.perf_counter() - began
    settings.stops_file.write_text(text, encoding="utf-8")
    efforts = [effort for _, effort in report.published]
    assert [effort.spoken for effort in efforts] == [1], efforts
    steps = Counter({step: effort.seconds[step] for effort in efforts for step in _STEPS})
    steps["webm, mp3 (side by side)"] = max(steps.pop("webm"), steps.pop("mp3"))
    rest_s = took_s - steps.total()
    spent = ", ".join(f"{step} {seconds:.2f}" for step, seconds in steps.most_common())
    return f"{took_s:.2f} s ({spent}, planning and starting {rest_s:.2f})"


def _flask_narrate(settings: Settings, *words: str) -> "subprocess.Popen[bytes]":
    environ = os.environ | {
        "TOUR_STOPS": str(settings.stops_file),
        "TOUR_AUDIO": str(settings.audio_dir),
        "TOUR_INSTANCE": str(settings.audio_dir.parent / "instance"),
    }
    flask = [sys.executable, "-m", "flask", "--app", "wsgi", "narrate", *words]
    return subprocess.Popen(flask, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)


def _by_command(settings: Settings, stop_id: str, language: str) -> float:
    """Seconds from the start of the command until a changed sentence is published."""
    began = _change(settings, stop_id, language, "13")
    with _flask_narrate(settings, "--stop", stop_id, "--lang", language):
        return _published_after(settings, stop_id, language, began)


def _by_watch(settings: Settings, stop_id: str, languages: list[str]) -> dict[str, float]:
    """Seconds from the saving of the file until --watch has published a changed sentence.

    Each language is changed once before, so that its voice is loaded, as while somebody edits.
    """
    found = {}
    with _flask_narrate(settings, "--watch") as watch:
        for word in ("14", "15"):
            for language in languages:
                while (state := ClipStore(settings.audio_dir).build_state()) and state.running:
                    time.sleep(0.1)
                began = _change(settings, stop_id, language, word)
                found[language] = _published_after(settings, stop_id, language, began)
        watch.terminate()
    return found


def _change(settings: Settings, stop_id: str, language: str, word: str) -> float:
    """Put a word into the first sentence of a stop's narration; gives the moment."""
    tour = read_tour(settings.stops_file)
    stop = next(stop for stop in tour.stops if stop.id == stop_id)
    first = stop.paragraphs(language)[1].split()[:3]
    text = settings.stops_file.read_text(encoding="utf-8")
    start = text.find(" ".join(first))
    assert start >= 0, first
    changed = text[:start] + text[start:].replace(" ", f" {word} ", 1)
    settings.stops_file.write_text(changed, encoding="utf-8")
    return time.time()


def _published_after(settings: Settings, stop_id: str, language: str, began: float) -> float:
    tour = read_tour(settings.stops_file)
    stop = next(stop for stop in tour.stops if stop.id == stop_id)
    wanted = text_digest(stop.paragraphs(language))
    store = ClipStore(settings.audio_dir)  # one for all looks: it reads again what has changed
    while time.time() - began < _PATIENCE_S:
        published = store.publication(stop_id, language)
        if published is not None and published.text == wanted:
            return time.time() - began
        time.sleep(0.01)
    msg = f"{stop_id} {language} was not published within {_PATIENCE_S} s."
    raise SystemExit(msg)


def _verdict(what: str, figure: str, *, reached: bool) -> None:
    print(f"{what}: {figure}: {'reached' if reached else 'missed'}")


def _from_nothing(
    settings: Settings, tour: Tour, stops: list[str], languages: list[str], folder: Path
) -> None:
    """Build each language in a folder of its own, then all together; prints the table."""
    table = Table(
        *("language", "clips", "audio", "wall s", "× real time", "× per CPU", "first, s"),
        *(f"{step} %" for step in _STEPS),
        title=f"{settings.narrate_jobs} processes, load before {os.getloadavg()[0]:.1f}",
    )
    for language in languages:
        alone = replace(settings, audio_dir=folder / language)
        times = _row(table, language, _built(alone, tour, Choice(stops, [language])))
    if len(languages) > 1:
        times = _row(table, "all", _built(settings, tour, Choice(stops, languages)))
    Console(width=130).print(table)
    figure = f"{times:.0f} × real time, wanted at least {_TIMES_REAL}"
    _verdict("the whole pipeline", figure, reached=times >= _TIMES_REAL)


def _edits(
    settings: Settings, stops: list[str], folders: dict[str, Path], *, watched: bool
) -> None:
    """Change one sentence of each language; ``folders``: where its sound is."""
    for language, folder in folders.items():
        alone = replace(settings, audio_dir=folder)
        print(f"one sentence changed, {language}: {_edited(alone, stops, language)}")
        command_s = _by_command(alone, stops[0], language)
        figure = f"{command_s:.2f} s after `flask narrate` was started, {_EDIT_WANTED}"
        _verdict(f"one sentence changed, {language}", figure, reached=command_s <= _EDIT_S)
    if watched:
        for language, watch_s in _by_watch(settings, stops[0], list(folders)).items():
            figure = f"{watch_s:.2f} s after the file was saved, by --watch, {_EDIT_WANTED}"
            _verdict(f"one sentence changed, {language}", figure, reached=watch_s <= _EDIT_S)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=None, help="only the first N stops")
    parser.add_argument("--lang", action="append", help="only this language (repeatable)")
    parser.add_argument(
        "--edits",
        action="store_true",
        help="only one changed sentence, beginning with a copy of the sound that is published",
    )
    asked = parser.parse_args()
    settings = Settings.from_env()
    published = settings.audio_dir
    with tempfile.TemporaryDirectory(prefix="narration-bench-") as name:
        folder = Path(name)
        stops_file = Path(shutil.copy(settings.stops_file, folder))
        settings = replace(settings, stops_file=stops_file, audio_dir=folder / "audio")
        tour = read_tour(stops_file)
        stops = [stop.id for stop in tour.stops[: asked.stops]]
        languages = asked.lang or list(tour.languages)
        folders = {language: folder / language for language in languages}
        if asked.edits:
            shutil.copytree(published, settings.audio_dir)
            _built(settings, tour, Choice(stops, languages))  # what is missing
            folders = dict.fromkeys(languages, settings.audio_dir)
        else:
            _from_nothing(settings, tour, stops, languages, folder)
        watched = len(languages) > 1 and asked.stops is None
        _edits(settings, stops, folders, watched=watched)
    peak = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    ]
    print(
        f"peak memory: {peak[0] / 1024:.0f} MB in a narrating process, {peak[1] / 1024:.0f} MB here"
    )
    _verdict(
        "memory of a process",
        f"wanted at most {_MEMORY_MB} MB",
        reached=max(peak) / 1024 <= _MEMORY_MB,
    )


if __name__ == "__main__":
    main()
