"""The judgement of the zones in the terminal."""

from collections.abc import Iterator
from errno import ENOENT
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tour.catalogue.model import Tour
from tour.cli.plain import told_plainly
from tour.zones.findings import Finding, findings_on
from tour.zones.map import map_page
from tour.zones.replay import Replay, ReplayedWalk, replay_walks
from tour.zones.report import ZoneReport, report_on
from tour.zones.table import COLUMNS, cells

_NARROWEST = 132


def judge_zones(tour: Tour, *, walks: int, seed: int, map_file: Path | None) -> None:
    """Print what simulated visitors hear at each stop, with warnings; write the map if asked.

    Raises:
        Unavailable: Node.js, on which the phone's own program runs here, is missing or failed.
        OSError: the map cannot be written.
    """
    if map_file is not None and not map_file.parent.is_dir():
        raise FileNotFoundError(ENOENT, "There is no such folder", str(map_file.parent))
    replay = replay_walks(tour.stops, walks=walks, seed=seed, rests=tour.rests)
    report = report_on(tour.stops, _shown(replay))
    findings = findings_on(report.stops)
    _print(report, findings)
    if map_file is not None:
        map_file.write_text(map_page(tour, report, findings), encoding="utf-8")
        click.echo(f"The map: {map_file}")


def judge_surveyed(tour: Tour, *, walks: int, seed: int) -> None:
    """Judge the zones if any begins by itself; that it cannot be done is no fault of the file."""
    if any(stop.autoplay for stop in tour.stops):
        try:
            with told_plainly():
                judge_zones(tour, walks=walks, seed=seed, map_file=None)
        except click.ClickException as error:
            click.echo(f"Zones are not judged. {error.message}")


def _shown(replay: Replay) -> Iterator[ReplayedWalk]:
    console = Console(stderr=True)
    yield from track(
        replay.walks,
        "Simulated visitors walk over the stops",
        total=replay.count,
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def _print(report: ZoneReport, findings: tuple[Finding, ...]) -> None:
    console = Console(highlight=False)
    console.width = max(console.width, _NARROWEST)
    table = Table("stop")
    for heading in COLUMNS:
        table.add_column(heading, justify="right", no_wrap=heading != COLUMNS[-1])
    for line in report.stops:
        table.add_row(line.label, *cells(line, report))
    console.print(table)
    for sentence in (report.measure, *report.caveats):
        click.echo(sentence)
    if findings:
        click.echo(f"Zones: {len(findings)} warning{'s' * (len(findings) != 1)}:")
        for finding in findings:
            click.echo(f"  {finding}")
    else:
        click.echo("Zones: nothing to mend.")
