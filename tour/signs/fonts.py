"""The faces of the signs: PT Sans, which has every Kazakh and Russian letter.

It comes as an installed package, so that the same signs look the same on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from tour.errors import InvalidInput, Unavailable
from tour.signs.sign import Sign

_PACKAGE = "fontpkg_pt_sans"


@dataclass(frozen=True, slots=True)
class Faces:
    """The files of the two faces."""

    regular: Path
    bold: Path


def faces(package: str = _PACKAGE) -> Faces:
    """The faces that this installed package carries.

    Raises:
        Unavailable: they are not installed; says how to get them.
    """
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        files = Path(folder) / "files"
        found = Faces(files / "PT_Sans-Web-Regular.ttf", files / "PT_Sans-Web-Bold.ttf")
        if found.regular.is_file() and found.bold.is_file():
            return found
    msg = (
        "The typeface of the signs is not installed. "
        "Install it with: .venv/bin/pip install --requirement requirements.txt"
    )
    raise Unavailable(msg)


def check_letters(signs: Iterable[Sign], faces: Faces) -> None:
    """Make sure that no letter of these signs would be an empty box.

    Raises:
        InvalidInput: names the first sign with such a letter, and the letters.
    """
    known = letters(faces.bold) & letters(faces.regular)
    for sign in signs:
        texts = "".join((*sign.names, *sign.advice, sign.address, sign.number))
        missing = sorted(set(texts) - known - {" "})
        if missing:
            shown = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
            msg = f'stop "{sign.stop_id}": the typeface of the signs has no {shown}'
            raise InvalidInput(msg)


def letters(file: Path) -> set[str]:
    """Every letter that a face has."""
    with TTFont(file, lazy=True) as font:
        return {chr(point) for point in font.getBestCmap()}
