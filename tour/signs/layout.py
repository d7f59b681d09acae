"""Where everything stands on an A5 sign. Pure: lengths in mm from the top left, sizes in points.

The number comes first and is as large as the page allows: it is read from some metres away. All
languages have one size. Around the code stay four modules of white, as ISO/IEC 18004 asks, and
nothing stands nearer to the edge than ``EDGE_MM``: a frame or a cut may take that much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tour.errors import InvalidInput
from tour.signs.address import typed_address
from tour.signs.fit import MM_PER_PT, Box, Fitted, WidthOf, fit
from tour.signs.sign import Sign

WIDTH_MM, HEIGHT_MM = 148.0, 210.0
EDGE_MM = 8.0
MARGIN_MM = 16.0
"""Leaves the white around the code outside ``EDGE_MM``."""
CODE_MM = 48.0
QUIET_MODULES = 4

_TEXT_MM = WIDTH_MM - 2 * MARGIN_MM
_NUMBER_PT = 200
_SMALLEST_NUMBER_PT = 120
_DIGIT_HEIGHT = 0.7  # of the size, PT Sans
_NAMES_PT = range(27, 14, -1)
_ADVICE_PT = (14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0)
_ADDRESS_PT = range(15, 7, -1)
_ADDRESS_MM = 6.0
_AFTER_NUMBER_MM = 8.0
_BASELINE = 0.92  # of the size, from the top of a line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``y_mm`` is its baseline."""

    x_mm: float
    y_mm: float
    size_pt: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One sign, laid out. The code's modules fill a square of ``CODE_MM`` from this corner."""

    lines: tuple[Line, ...]
    code_x_mm: float
    code_y_mm: float


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide texts are in the two faces that are used."""

    regular: WidthOf
    bold: WidthOf


def lay_out(sign: Sign, modules: int, widths: Widths) -> Page:
    """The page of one sign. ``modules``: how many the code has along one side.

    Raises:
        InvalidInput: a text does not fit at the smallest size that can still be read.
    """
    quiet_mm = QUIET_MODULES * CODE_MM / modules
    code_y_mm = HEIGHT_MM - MARGIN_MM - _ADDRESS_MM - quiet_mm - CODE_MM
    number = _number(sign, widths)
    names_y_mm = number.y_mm + _AFTER_NUMBER_MM
    names_box = Box(_TEXT_MM, code_y_mm - quiet_mm - names_y_mm, max_lines=2)
    names = _fitted(sign, sign.names, names_box, _NAMES_PT, widths.bold)
    advice_x_mm = MARGIN_MM + CODE_MM + quiet_mm
    advice_box = Box(WIDTH_MM - MARGIN_MM - advice_x_mm, CODE_MM, max_lines=5)
    advice = _fitted(sign, sign.advice, advice_box, _ADVICE_PT, widths.regular)
    return Page(
        lines=(
            number,
            *_lines(names, MARGIN_MM, names_y_mm, names_box, bold=True),
            _address(sign, widths),
            *_lines(advice, advice_x_mm, code_y_mm, advice_box, bold=False),
        ),
        code_x_mm=MARGIN_MM,
        code_y_mm=code_y_mm,
    )


def _number(sign: Sign, widths: Widths) -> Line:
    box = Box(_TEXT_MM, HEIGHT_MM, max_lines=1)
    sizes = range(_NUMBER_PT, _SMALLEST_NUMBER_PT - 1, -2)
    size_pt = _fitted(sign, (sign.number,), box, sizes, widths.bold).size_pt
    height_mm = _NUMBER_PT * MM_PER_PT * _DIGIT_HEIGHT
    return Line(MARGIN_MM, MARGIN_MM + height_mm, size_pt, True, sign.number)


def _address(sign: Sign, widths: Widths) -> Line:
    text = typed_address(sign.address)
    box = Box(_TEXT_MM, HEIGHT_MM, max_lines=1)
    size_pt = _fitted(sign, (text,), box, _ADDRESS_PT, widths.bold).size_pt
    return Line(MARGIN_MM, HEIGHT_MM - MARGIN_MM, size_pt, True, text)


def _fitted(
    sign: Sign, texts: Sequence[str], box: Box, sizes_pt: Iterable[float], width_of: WidthOf
) -> Fitted:
    fitted = fit(texts, box, sizes_pt, width_of)
    if fitted is None:
        longest = max(texts, key=len)
        msg = (
            f'stop "{sign.stop_id}": there is no room on its sign for '
            f"“{longest}” ({len(longest)} letters). Make it shorter."
        )
        raise InvalidInput(msg)
    return fitted


def _lines(fitted: Fitted, x_mm: float, y_mm: float, box: Box, *, bold: bool) -> list[Line]:
    em_mm = fitted.size_pt * MM_PER_PT
    lines = []
    for text in fitted.texts:
        for line in text:
            lines.append(Line(x_mm, y_mm + _BASELINE * em_mm, fitted.size_pt, bold, line))
            y_mm += box.leading * em_mm
        y_mm += box.gap * em_mm
    return lines
