"""``flask survey``: what staff measured on the ground, and writing it into stops.yaml."""

import difflib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from tour.cli.plain import told_plainly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tour.catalogue.model import Tour
    from tour.survey import Finding
    from tour.wiring import Services

_BOM = "\ufeff"


@click.group("survey")
def group() -> None:
    """Positions and zones that were measured with a phone."""


@group.command("list")
@with_appcontext
def listed() -> None:
    """Every stop: how many takes, how certain they are together, which of them disagree."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from tour.survey import combine

    with told_plainly():
        services = _services()
        takes = services.survey.takes()
        tour = services.catalogue.current()
    table = Table("stop", "in the file", "takes", "together within", "disagree", box=None)
    for stop in (
        *(stop.id for stop in tour.stops),
        *(each for each in takes if not tour.stop(each)),
    ):
        known, found = tour.stop(stop), combine(takes.get(stop, ()))
        position = known.position if known else None
        table.add_row(
            escape(stop),
            f"{position.source}, {position.uncertainty_m:g} m" if position else "not there",
            str(len(takes.get(stop, ()))),
            f"{found.uncertainty_m:.1f} m" if found else "",
            ", ".join(sorted(found.disagreeing)) if found else "",
        )
    Console().print(table)


@group.command("drop")
@click.argument("take")
@with_appcontext
def drop(take: str) -> None:
    """Leave a take out, by its id as `flask survey list` shows it."""
    with told_plainly():
        _services().survey.drop(take)
    click.echo("The take is left out from now on.")


@group.command("export")
@click.option("--stop", "asked", multiple=True, metavar="ID", help="Only this stop (repeatable).")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--zones/--no-zones",
    default=True,
    help="Let simulated visitors judge the changed zones before anything is written.",
)
@click.option(
    "--walks",
    type=click.IntRange(1, 100_000),
    default=300,
    show_default=True,
    help="Simulated visits to each group of stops.",
)
@with_appcontext
def export(asked: tuple[str, ...], *, dry_run: bool, yes: bool, zones: bool, walks: int) -> None:
    """Write surveyed positions and zones into stops.yaml.

    What would change is shown first, then how well the stops of the changed file would begin by
    themselves, as `flask stops check` judges it (20-30 s, needs Node.js). Nothing is written when
    the file would not pass that check, or was changed by somebody else meanwhile.
    """
    with told_plainly():
        services = _services()
        findings = _findings(services, asked)
        path = services.settings.stops_file
        content = path.read_bytes()
        changed = _rewritten(path, content, findings)
    if changed == content:
        click.echo(f"{path.name}: nothing to change.")
        return
    _show(path, content, changed)
    tour = _checked(path, changed)
    if zones:
        from tour.cli.zones import judge_surveyed

        judge_surveyed(tour, walks=walks, seed=1)
    if dry_run:
        return
    if not yes:
        click.confirm(f"Write this into {path}?", abort=True)
    with told_plainly():
        _replace(path, content, changed)
    click.echo(f"{path.name} is written.")


def _services() -> "Services":
    from tour.storage import pending_migrations, prepare_database

    services: Services = current_app.extensions["tour"]
    if pending_migrations(services.database):
        prepare_database(current_app)
    return services


def _findings(services: "Services", asked: tuple[str, ...]) -> "Mapping[str, Finding]":
    from tour.survey import combine

    takes = services.survey.takes()
    for stop in asked:
        if stop not in takes:
            msg = f"There is no take of a stop “{stop}”. There are: {', '.join(takes) or 'none'}"
            raise click.ClickException(msg)
    findings = {stop: combine(each) for stop, each in takes.items() if not asked or stop in asked}
    return {stop: finding for stop, finding in findings.items() if finding is not None}


def _rewritten(path: Path, content: bytes, findings: "Mapping[str, Finding]") -> bytes:
    from tour.catalogue.check import bad_catalogue, check_bytes
    from tour.survey.export import rewrite

    faults = check_bytes(content).faults
    if faults:
        raise bad_catalogue(path, faults)
    text = content.decode("utf-8")
    windows = "\r\n" in text
    bom = _BOM if text.startswith(_BOM) else ""
    text, skipped = rewrite(text.removeprefix(_BOM).replace("\r\n", "\n"), findings)
    for each in skipped:
        click.echo(f"Not written, {each.stop}: {each.reason}.", err=True)
    return (bom + (text.replace("\n", "\r\n") if windows else text)).encode()


def _show(path: Path, before: bytes, after: bytes) -> None:
    lines = difflib.unified_diff(
        before.decode().splitlines(),
        after.decode().splitlines(),
        str(path),
        f"{path} (surveyed)",
        lineterm="",
    )
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines:
        click.secho(line, fg=colours.get(line[:1]))


def _checked(path: Path, changed: bytes) -> "Tour":
    from tour.catalogue.check import check_bytes

    result = check_bytes(changed)
    for fault in result.faults:
        click.echo(f"{path.name}:{fault.line}: {fault.message} - {fault.advice}", err=True)
    if result.tour is None:
        msg = (
            "Nothing was written: with these positions the file would not pass the check. "
            "Write single stops with --stop, or change what stands in the way."
        )
        raise click.ClickException(msg)
    return result.tour


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """Put the new file there whole; what an editor wrote meanwhile is never lost."""
    target = path.resolve()
    handle, half = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        Path(half).chmod(target.stat().st_mode & 0o7777)
        if target.read_bytes() != before:
            msg = f"{path.name} was changed meanwhile. Nothing was written: run this again."
            raise click.ClickException(msg)
        Path(half).replace(target)
    finally:
        with suppress(FileNotFoundError):
            Path(half).unlink()
