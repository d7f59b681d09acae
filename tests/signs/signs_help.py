"""Reading signs with other hands than those that made them."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp
from click.testing import Result
from pypdf import PdfReader

from tour.signs import Sign

DPI = 150

MakeSign = Callable[..., Sign]
Run = Callable[..., Result]


@dataclass(frozen=True)
class Printed:
    """A PDF as a reader, a printer and a phone's camera see it."""

    content: bytes

    def reader(self) -> PdfReader:
        return PdfReader(BytesIO(self.content))

    def texts(self) -> list[str]:
        """By page, the text with every break as one space."""
        return [" ".join(page.extract_text().split()) for page in self.reader().pages]

    def sizes_mm(self) -> set[tuple[float, float]]:
        boxes = [page.mediabox for page in self.reader().pages]
        return {(round(mm(box.width), 1), round(mm(box.height), 1)) for box in boxes}

    def pixels(self, page: int = 0) -> np.ndarray:
        """The page in grey, 0 black to 255 white."""
        document = pypdfium2.PdfDocument(self.content)
        try:
            return document[page].render(scale=DPI / 72).to_numpy().min(axis=2)
        finally:
            document.close()

    def codes(self, page: int = 0) -> list[zxingcpp.Barcode]:
        return codes_in(self.pixels(page))

    def ink_mm(self, page: int = 0) -> tuple[float, float, float, float]:
        """How far the ink stays from the left, top, right and bottom edge."""
        rows, columns = np.nonzero(self.pixels(page) < 128)
        height, width = self.pixels(page).shape
        return (
            in_mm(columns.min()),
            in_mm(rows.min()),
            in_mm(width - 1 - columns.max()),
            in_mm(height - 1 - rows.max()),
        )


def codes_in(pixels: np.ndarray) -> list[zxingcpp.Barcode]:
    """Every code in a grey picture."""
    return zxingcpp.read_barcodes(pixels)


def mm(points: float) -> float:
    return float(points) * 25.4 / 72


def in_mm(pixels: float) -> float:
    return float(pixels) * 25.4 / DPI


def code_box(code: zxingcpp.Barcode) -> tuple[int, int, int, int]:
    """left, top, right, bottom of an upright code, in pixels."""
    position = code.position
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)
