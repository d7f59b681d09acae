"""`flask stops`: look at stops.yaml before visitors do."""

import sys
from pathlib import Path

import click

from tour.catalogue.check import CheckResult, check_bytes, unreadable
from tour.catalogue.faults import Fault
from tour.catalogue.model import Tour
from tour.catalogue.schema import SCHEMA_FILE, schema_text
from tour.catalogue.texts import words
from tour.cli.plain import told_plainly
from tour.errors import BadSettings
from tour.settings import Settings

SPOKEN_WORDS_PER_MIN = {"kk": 105, "ru": 115, "en": 145}
"""Unhurried narration; agglutinating languages say as much in fewer, longer words."""


@click.group("stops")
def group() -> None:
    """Check the tour's file, stops.yaml."""


@group.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--zones/--no-zones",
    default=None,
    help="Let simulated visitors judge the zones. Default: when a stop is surveyed.",
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the judged zones into this file (HTML).",
)
@click.option(
    "--walks",
    type=click.IntRange(1, 100_000),
    default=300,
    show_default=True,
    help="Simulated visits to each group of stops.",
)
@click.option("--seed", type=click.IntRange(0, 10_000), default=1, show_default=True)
def check(
    file: Path | None, *, zones: bool | None, map_file: Path | None, walks: int, seed: int
) -> None:
    """Print every fault of FILE (default: the tour that is served) with its line and column.

    Then, for a tour without faults, what simulated visitors hear at each stop, and what to change
    so that the stops begin by themselves where they should. Leaves with status 1 when there are
    faults; warnings alone do not matter.
    """
    path = file or _stops_file()
    result = _result(path)
    for fault in result.faults:
        click.echo(_line(path, fault))
    if result.warnings:
        click.echo(f"{_count(len(result.warnings), 'warning')}:")
        for warning in result.warnings:
            click.echo(f"  {_line(path, warning)}")
    if result.tour is None:
        click.echo(f"{path.name}: {_count(len(result.faults), 'fault')}")
        sys.exit(1)
    click.echo(f"{path.name}: {_summary(result.tour)}")
    if zones is None and map_file is None:
        from tour.cli.zones import judge_surveyed

        judge_surveyed(result.tour, walks=walks, seed=seed)
    elif zones is not False:
        _judge_zones(result.tour, walks=walks, seed=seed, map_file=map_file)


def _judge_zones(tour: Tour, *, walks: int, seed: int, map_file: Path | None) -> None:
    from tour.cli.zones import judge_zones

    with told_plainly():
        judge_zones(tour, walks=walks, seed=seed, map_file=map_file)


@group.command()
@click.option("--check", "only_check", is_flag=True, help="Fail when the file is out of date.")
def schema(*, only_check: bool) -> None:
    """Write the JSON Schema that gives editors completion in stops.yaml."""
    text = schema_text()
    current = SCHEMA_FILE.read_text(encoding="utf-8") if SCHEMA_FILE.exists() else ""
    if text == current:
        click.echo(f"{SCHEMA_FILE.name} is up to date")
    elif only_check:
        click.echo(f"{SCHEMA_FILE.name} is out of date: run `flask stops schema`")
        sys.exit(1)
    else:
        SCHEMA_FILE.write_text(text, encoding="utf-8")
        click.echo(f"{SCHEMA_FILE.name} written")


def _stops_file() -> Path:
    try:
        return Settings.from_env().stops_file
    except BadSettings as error:
        raise click.ClickException(error.message) from error


def _result(path: Path) -> CheckResult:
    from tour.narration.unread import unread_signs

    try:
        return check_bytes(path.read_bytes(), unread_signs)
    except OSError as error:
        return CheckResult(None, (unreadable(path, error),), ())


def _line(path: Path, fault: Fault) -> str:
    return f"{path.name}:{fault.line}:{fault.column}  {fault.message} — {fault.advice}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _summary(tour: Tour) -> str:
    parts = [f"{_count(len(tour.stops), 'stop')}, {_count(len(tour.languages), 'language')}"]
    for language in tour.languages:
        count = sum(len(words(text)) for stop in tour.stops for text in stop.paragraphs(language))
        minutes = max(1, round(count / SPOKEN_WORDS_PER_MIN.get(language, 125)))
        parts.append(f"{language} {count} words (about {minutes} min)")
    return "; ".join(parts)
