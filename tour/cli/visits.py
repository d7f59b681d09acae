"""``flask visits``: what an operator does with visits."""

import click
from flask.cli import with_appcontext


@click.group("visits")
def group() -> None:
    """Look after visitors' progress."""


@group.command("expire")
@with_appcontext
def expire() -> None:
    """Forget every visit whose time is over."""
    from tour.web.services import services

    count = services().visits.expire()
    print("1 visit was forgotten." if count == 1 else f"{count} visits were forgotten.")
