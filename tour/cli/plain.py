"""Errors on the command line: one plain sentence instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from tour.errors import TourError


@contextmanager
def told_plainly() -> Iterator[None]:
    """End the command with status 1 and the error's own words."""
    try:
        yield
    except TourError as error:
        raise click.ClickException(error.message) from error
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        msg = f"{what}{error.strerror or error}"
        raise click.ClickException(msg) from error
