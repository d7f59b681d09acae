"""The QR code of an address."""

from collections.abc import Iterator
from dataclasses import dataclass

import segno

from tour.errors import InvalidInput

_LARGEST_VERSION = 7
"""45 modules: on 48 mm each is wider than a millimetre, which a scratched sign still needs."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code without its quiet zone. ``rows`` of ``modules`` values each: True is black."""

    modules: int
    rows: tuple[tuple[bool, ...], ...]

    def bars(self) -> Iterator[tuple[int, int, int]]:
        """(column, row, length) of every run of black modules."""
        for row, values in enumerate(self.rows):
            start = None
            for column, is_black in enumerate((*values, False)):
                if is_black and start is None:
                    start = column
                elif not is_black and start is not None:
                    yield start, row, column - start
                    start = None


def code_of(address: str) -> Code:
    """The code that holds exactly this address; a quarter of it may be lost (level Q or H).

    Raises:
        InvalidInput: the address is too long for modules that can be read from a sign.
    """
    made = segno.make_qr(address, error="q", boost_error=True)
    if not isinstance(made.version, int) or made.version > _LARGEST_VERSION:
        msg = f"{address} is too long for a sign's code ({len(address)} letters): use a shorter one"
        raise InvalidInput(msg)
    rows = tuple(tuple(bool(value) for value in row) for row in made.matrix)
    return Code(len(rows), rows)
