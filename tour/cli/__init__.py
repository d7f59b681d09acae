"""The ``flask …`` commands."""

from flask import Flask


def register(app: Flask) -> None:
    """Hang every command onto the app."""
    from tour.cli import (
        groups,
        narrate,
        serve,
        settings,
        signs,
        staff,
        stops,
        survey,
        tours,
        visits,
        voices,
    )

    app.cli.add_command(stops.group)
    app.cli.add_command(tours.group)
    app.cli.add_command(narrate.command)
    app.cli.add_command(voices.group)
    app.cli.add_command(signs.command)
    app.cli.add_command(visits.group)
    app.cli.add_command(groups.group)
    app.cli.add_command(staff.group)
    app.cli.add_command(survey.group)
    app.cli.add_command(serve.command)
    app.cli.add_command(settings.command)
