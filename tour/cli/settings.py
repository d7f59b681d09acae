"""``flask settings``: what can be set, with its default and its present value."""

from dataclasses import fields

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import make_url

from tour.settings import Settings


@click.command("settings")
def command() -> None:
    """Show every environment variable that the tour reads."""
    settings = Settings.from_env()
    table = Table("variable", "value now", "what it is", box=None, header_style="bold")
    for item in fields(Settings):
        value = str(getattr(settings, item.name))
        if item.name == "database_url":
            value = make_url(value).render_as_string(hide_password=True)
        table.add_row(item.metadata["variable"], value, item.metadata["help"])
    Console().print(table)
