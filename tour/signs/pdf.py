"""Signs → one PDF, a page a sign. The same signs make the same bytes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import PathPaintRule
from fpdf.fonts import TTFFont
from fpdf.output import OutputProducer, PDFInfo

from tour.signs.code import Code, code_of
from tour.signs.fit import WidthOf
from tour.signs.fonts import Faces, check_letters, faces
from tour.signs.layout import CODE_MM, HEIGHT_MM, WIDTH_MM, Page, Widths, lay_out
from tour.signs.sign import Sign

_FAMILY = "PT Sans"
_ANY_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def signs_pdf(signs: Sequence[Sign], title: str, language: str) -> bytes:
    """The signs, black on white, A5 upright, each with its code as vectors.

    Raises:
        InvalidInput: a text or an address does not fit on a sign, or has unknown letters.
        Unavailable: the typeface is not installed.
    """
    installed = faces()
    check_letters(signs, installed)
    with _document(title, language, installed) as pdf:
        widths = Widths(_width_of(pdf, ""), _width_of(pdf, "B"))
        for sign in signs:
            code = code_of(sign.address)
            _draw(pdf, lay_out(sign, code.modules, widths), code)
        return bytes(pdf.output(output_producer_class=_Undated))


class _Undated(OutputProducer):
    """Leaves out when the file was made: it would differ each time, and says nothing of use."""

    def _add_info(self) -> PDFInfo:
        info = super()._add_info()
        del info.creation_date
        return info


@contextmanager
def _document(title: str, language: str, installed: Faces) -> Iterator[FPDF]:
    pdf = FPDF(unit="mm", format=(WIDTH_MM, HEIGHT_MM))
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_creation_date(_ANY_DATE)  # goes into the file's id, and is not written
    try:
        pdf.add_font(_FAMILY, "", installed.regular)
        pdf.add_font(_FAMILY, "B", installed.bold)
        yield pdf
    finally:
        for font in pdf.fonts.values():  # fpdf2 leaves their files open
            if isinstance(font, TTFFont):
                font.close()


def _width_of(pdf: FPDF, style: str) -> WidthOf:
    def width_of(text: str, size_pt: float) -> float:
        pdf.set_font(_FAMILY, style, size_pt)
        return pdf.get_string_width(text)

    return width_of


def _draw(pdf: FPDF, page: Page, code: Code) -> None:
    pdf.add_page()
    for line in page.lines:
        pdf.set_font(_FAMILY, "B" if line.bold else "", line.size_pt)
        pdf.text(line.x_mm, line.y_mm, line.text)
    module_mm = CODE_MM / code.modules
    # One path for the whole code: neighbours drawn one by one show hairlines on some screens.
    with pdf.new_path(paint_rule=PathPaintRule.FILL_NONZERO) as path:
        path.style.fill_color = "#000"
        for column, row, length in code.bars():
            path.rectangle(
                page.code_x_mm + column * module_mm,
                page.code_y_mm + row * module_mm,
                length * module_mm,
                module_mm,
            )
