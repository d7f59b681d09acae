"""``flask signs``: printed signs for the stops."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from tour.errors import BadCatalogue, TourError

if TYPE_CHECKING:
    from tour.catalogue.model import Stop, Tour
    from tour.settings import Settings

_OUTDOORS = (
    "Outdoors: have them printed with UV inks on aluminium composite; paper, even laminated, is "
    "for a trial. Hang them with the middle 1.2-1.4 m above the ground, out of glare."
)


@click.command("signs")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("signs.pdf"),
    show_default=True,
    help="The file to write.",
)
@click.option("--stop", "asked", multiple=True, metavar="ID", help="Only this stop (repeatable).")
@click.option("--url", metavar="ADDRESS", help="Where visitors reach the tour, instead of the set.")
@with_appcontext
def command(out: Path, asked: tuple[str, ...], url: str | None) -> None:
    """Write a PDF of A5 signs, a page a stop: number, names, a QR code and its address.

    The address comes from TOUR_PUBLIC_URL or --url. Print at full size, black on white.
    """
    from tour.signs import public_address, sign_address, signs_of, signs_pdf
    from tour.signs.address import caution

    settings: Settings = current_app.extensions["tour"].settings
    try:
        base = public_address(settings.public_url if url is None else url)
        tour = _tour(settings)
        stops = _stops(tour, asked)
        signs = signs_of(tour, stops, base, _advice(tour))
        content = signs_pdf(signs, " · ".join(tour.title.values()), tour.languages[0])
    except TourError as fault:
        raise click.ClickException(fault.message) from fault
    _write(out, content)
    count = "1 sign" if len(signs) == 1 else f"{len(signs)} signs"
    click.echo(f"{out}: {count}, A5, leading to {sign_address(base, '…')}")
    click.echo(_OUTDOORS)
    if note := caution(base, settings.public_url):
        click.echo(note, err=True)


def _tour(settings: "Settings") -> "Tour":
    from tour.catalogue import read_tour

    try:
        return read_tour(settings.stops_file)
    except BadCatalogue as fault:
        msg = f"{fault.message}\n`flask stops check` lists every fault."
        raise click.ClickException(msg) from fault


def _stops(tour: "Tour", asked: tuple[str, ...]) -> "tuple[Stop, ...]":
    known = [stop.id for stop in tour.stops]
    for name in asked:
        if name not in known:
            msg = f"There is no stop “{name}”. There are: {', '.join(known)}"
            raise click.ClickException(msg)
    return tuple(stop for stop in tour.stops if not asked or stop.id in asked)


def _advice(tour: "Tour") -> dict[str, str]:
    from tour.web.pages.languages import page_languages
    from tour.web.pages.words import words

    return {language: words(language)("sign.advice") for language in page_languages(tour)}


def _write(path: Path, content: bytes) -> None:
    """Put the file there whole, or leave what was there."""
    half = None
    try:
        handle, half = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(half).chmod(0o644)
        Path(half).replace(path)
    except OSError as fault:
        if half is not None:
            with suppress(OSError):
                Path(half).unlink()
        msg = f"{path} cannot be written: {fault.strerror or fault}. Name another place with --out"
        raise click.ClickException(msg) from fault
