"""How fast stops.yaml becomes sound: `python bench/narration.py [--stops N]`.

The whole pipeline with the real tour and the real voices of this machine, into a temporary folder:
speech, levelling, two files, captions, publication. Each language is built from nothing on all
cores, then one sentence is changed and the time until it is published is taken.
"""

import argparse
import os
import resource
import shutil
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
from tour.settings import Settings  # noqa: E402

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


def _row(table: Table, name: str, built: tuple[Report, float, float]) -> None:
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=None, help="only the first N stops")
    parser.add_argument("--lang", action="append", help="only this language (repeatable)")
    asked = parser.parse_args()
    console = Console(width=130)
    settings = Settings.from_env()
    with tempfile.TemporaryDirectory(prefix="narration-bench-") as folder:
        stops_file = Path(shutil.copy(settings.stops_file, folder))
        settings = replace(settings, stops_file=stops_file, audio_dir=Path(folder) / "audio")
        tour = read_tour(stops_file)
        stops = [stop.id for stop in tour.stops[: asked.stops]]
        languages = asked.lang or list(tour.languages)
        table = Table(
            *("language", "clips", "audio", "wall s", "× real time", "× per CPU", "first, s"),
            *(f"{step} %" for step in _STEPS),
            title=f"{settings.narrate_jobs} processes, load before {os.getloadavg()[0]:.1f}",
        )
        for language in languages:
            alone = replace(settings, audio_dir=Path(folder) / language)
            _row(table, language, _built(alone, tour, Choice(stops, [language])))
        if len(languages) > 1:
            _row(table, "all", _built(settings, tour, Choice(stops, languages)))
        console.print(table)
        for language in languages:
            alone = replace(settings, audio_dir=Path(folder) / language)
            print(f"one sentence changed, {language}: {_edited(alone, stops, language)}")
    peak = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    ]
    print(
        f"peak memory: {peak[0] / 1024:.0f} MB in a narrating process, {peak[1] / 1024:.0f} MB here"
    )


if __name__ == "__main__":
    main()
