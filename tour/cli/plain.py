"""Errors on the command line: one plain sentence instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from tour.errors import TourError, in_words


@contextmanager
def told_plainly() -> Iterator[None]:
    """End the command with status 1 and the error's own words."""
    try:
        yield
    except TourError as error:
        raise click.ClickException(error.message) from error
    except OSError as error:
        raise click.ClickException(in_words(error)) from error
