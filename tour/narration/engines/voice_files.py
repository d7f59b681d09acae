"""Whether a file that an operator has put into the voices folder can be a voice's at all."""

import os
from pathlib import Path


def why_unfit(path: Path) -> str:
    """Why the file is left out, in words that follow "it is no whole voice"; empty when it is fit.

    It must be a file with something in it, that may be read, under a name in UTF-8: the name goes
    into what is published.
    """
    try:
        path.name.encode()
        if not path.is_file():
            return "it is no file"
        with path.open("rb") as file:
            return "" if file.read(1) else "it is empty"
    except UnicodeEncodeError:
        return "its name is not UTF-8; give it another"
    except OSError as fault:
        return f"it cannot be read ({(fault.strerror or str(fault)).lower()})"


def unfit_line(path: Path, why: str) -> str:
    """A line for the operator; it can be printed whatever the name is made of."""
    name = os.fsencode(path.name).decode("utf-8", "backslashreplace")
    return f"{name} is no whole voice: {why}."
