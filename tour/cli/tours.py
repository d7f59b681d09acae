"""``flask tour``: a tour from what a museum or a club has already."""

from pathlib import Path

import click

from tour.cli.plain import told_plainly


@click.group("tour")
def group() -> None:
    """Begin a tour from a file of another program."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("stops-draft.yaml"),
    show_default=True,
    help="The draft to write; a file that is there is never overwritten.",
)
@click.option("--languages", metavar="TAGS", help="Languages of the tour, such as kk,ru,en.")
@click.option("--id", "tour_id", default="", metavar="ID", help="The tour's short name.")
def import_file(file: Path, out: Path, languages: str | None, tour_id: str) -> None:
    """Write a draft of a stops.yaml from FILE: GPX, KML, GeoJSON or TourML.

    What the file does not say is left empty, and `flask stops check` lists it. Texts whose
    language the file does not tell are taken to be in the first of --languages, else in English.
    """
    from tour.catalogue.check import check_text
    from tour.catalogue.drafts import read_found, write_draft

    tags = tuple(tag.strip() for tag in (languages or "").split(",") if tag.strip())
    with told_plainly():
        found = read_found(file.read_bytes(), file.name, tags[0] if tags else "en")
        text = write_draft(found, file.name, tags, tour_id)
        try:
            with out.open("x", encoding="utf-8") as target:
                target.write(text)
        except FileExistsError as fault:
            msg = f"{out} is there already. Name another place with --out."
            raise click.ClickException(msg) from fault
    faults = check_text(text).faults
    left = "1 thing is" if len(faults) == 1 else f"{len(faults)} things are"
    click.echo(f"{out}: a draft with {len(found.stops)} stops, read from {found.form}.")
    if faults:
        click.echo(f"{left} left to write: flask stops check {out}")
    else:
        click.echo(f"It can be served as it is: TOUR_STOPS={out} make run")
