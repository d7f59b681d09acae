"""``flask groups``: what an operator does with guided walks."""

import click
from flask.cli import with_appcontext


@click.group("groups")
def group() -> None:
    """Look after guided walks."""


@group.command("expire")
@with_appcontext
def expire() -> None:
    """Forget every walk whose time is over."""
    from tour.web.services import services

    count = services().groups.walks.expire()
    print("1 walk was forgotten." if count == 1 else f"{count} walks were forgotten.")
