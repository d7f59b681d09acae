"""The cover: the tour's arch and its name, drawn here."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from tour.errors import Unavailable
from tour.listening.artwork import artwork
from tour.signs.fonts import faces, letters

SIZE_PX: Final = (1600, 2400)

_PAPER: Final = (0xF6, 0xF3, 0xEE)
_INK: Final = (0x22, 0x1D, 0x19)
_ARCH_TOP_PX: Final = 160
_NAME_TOP_PX: Final = 1720
_MARGIN_PX: Final = 120
_COLOURS: Final = 64
_SIZES_PX: Final = range(150, 60, -10)
_MOST_LINES: Final = 3


@lru_cache(maxsize=4)
def cover(name: str) -> bytes:
    """A PNG with this name under the arch.

    The name is left out when the typeface lacks one of its letters: no cover shows empty boxes.
    """
    page = Image.new("RGB", SIZE_PX, _PAPER)
    with Image.open(BytesIO(artwork())) as arch:
        page.paste(arch, ((SIZE_PX[0] - arch.width) // 2, _ARCH_TOP_PX))
    face = _face(name)
    if face is not None:
        _write(page, name, face)
    target = BytesIO()
    page.quantize(_COLOURS, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


def _face(name: str) -> Path | None:
    try:
        bold = faces().bold
    except Unavailable:
        return None
    return bold if set(name) - {" "} <= letters(bold) else None


def _write(page: Image.Image, name: str, face: Path) -> None:
    draw = ImageDraw.Draw(page)
    for size in _SIZES_PX:
        font = ImageFont.truetype(face, size)
        lines = _lines(name, font)
        if len(lines) <= _MOST_LINES and all(_fits(line, font) for line in lines):
            break
    draw.multiline_text(
        (SIZE_PX[0] // 2, _NAME_TOP_PX),
        "\n".join(lines),
        fill=_INK,
        font=font,
        anchor="ma",
        align="center",
        spacing=size // 4,
    )


def _fits(line: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(line) <= SIZE_PX[0] - 2 * _MARGIN_PX


def _lines(name: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        if lines and _fits(f"{lines[-1]} {word}", font):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
